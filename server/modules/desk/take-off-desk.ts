import { refuse } from './model.ts'
import type { DeskDeps, Owner } from './model.ts'
import { deleteSeller } from './queries.ts'

/** Forgets the seller and the key for it. The seller itself stays as it is at the gateway. */
export async function takeOffDesk({ db }: DeskDeps, owner: Owner): Promise<void> {
  if (!(await deleteSeller(db, owner))) throw refuse('not_found', { sellerId: owner.sellerId })
}
