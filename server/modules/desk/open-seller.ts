import { refuse } from './model.ts'
import type { DeskDeps, Owner } from './model.ts'
import { findSellerOf } from './queries.ts'

/** The key to act with for the account's seller. Refuses `desk.not_found`, also when it is somebody else's, and `desk.key_refused`. */
export async function openSeller({ db, vault }: DeskDeps, owner: Owner): Promise<{ key: string; deskKeyId: string }> {
  const row = await findSellerOf(db, owner)
  if (!row) throw refuse('not_found', { sellerId: owner.sellerId })
  const key = vault.open(row.sealedKey, owner)
  if (key === null) throw refuse('key_refused', { sellerId: owner.sellerId })
  return { key, deskKeyId: row.keyId }
}
