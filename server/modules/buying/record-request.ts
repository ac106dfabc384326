// The beginning of a purchase: its first line of history, and the intent to ask the sellers.
import type { Tx } from '#platform/db'
import type { BuyingDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { lockPurchase, recordEvent } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/** Begins the purchase that was just inserted in `tx`; gives its first step, which the caller drives. */
export async function recordRequest(
  deps: BuyingDeps,
  tx: Tx,
  id: string,
  { by, at }: { by: string; at: Date },
): Promise<Turn | null> {
  const stored = await lockPurchase(tx, id)
  if (!stored) throw new Error(`purchase ${id} was just inserted and is not there`)
  const data = stored.purchase.terms.mandate ? { isStanding: true } : {}
  await recordEvent(tx, id, { from: null, to: 'REQUESTED', event: 'requested', data, by, at })
  return await recordOutcome(deps, tx, stored, { type: 'started', at }, 'buying')
}
