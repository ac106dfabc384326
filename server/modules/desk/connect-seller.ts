import { refuse, sellersMax } from './model.ts'
import type { DeskDeps, DeskSellerView } from './model.ts'
import { findSellerOf, listSellersOf, saveSeller } from './queries.ts'
import { toRefusal } from './say-failure.ts'
import { toKeyId } from './to-key-id.ts'

const timeoutMs = 5_000

/** Puts the seller that a pasted key belongs to on the desk, or gives the desk a new key for one that is there. */
export async function connectSeller(
  deps: DeskDeps,
  { accountId, apiKey }: { accountId: string; apiKey: string },
  requestId?: string,
): Promise<DeskSellerView> {
  const keyId = toKeyId(apiKey)
  if (keyId === null) throw refuse('key_unknown')
  const answer = await deps.onboarding.get(apiKey, { timeoutMs, requestId })
  if (answer.kind === 'refused' && answer.reason === 'KEY_REFUSED') throw refuse('key_unknown')
  if (answer.kind !== 'ok') throw toRefusal(answer)
  const seller = answer.value
  const owner = { accountId, sellerId: seller.sellerId }
  const held = await listSellersOf(deps.db, accountId, sellersMax)
  if (held.length === sellersMax && !(await findSellerOf(deps.db, owner))) throw refuse('too_many_sellers')
  const row = { name: seller.profile.name, keyId, sealedKey: deps.vault.seal(apiKey, owner) }
  await saveSeller(deps.db, owner, row, deps.clock.now())
  return { ...seller, deskKeyId: keyId }
}
