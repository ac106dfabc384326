// The beginning of a purchase: its first line of history, and the intent to ask the sellers.
import type { Tx } from '#platform/db'
import type { BuyingDeps, StoredPurchase } from './model.ts'
import type { Turn } from './move-on.ts'
import { recordEvent } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/** Begins the purchase that was just inserted in `tx`, which nobody else can see yet; gives its first step, which the caller drives. */
export async function recordRequest(
  deps: BuyingDeps,
  tx: Tx,
  stored: StoredPurchase,
  { by, at }: { by: string; at: Date },
): Promise<Turn | null> {
  const data = stored.purchase.terms.mandate ? { isStanding: true } : {}
  const [, turn] = await Promise.all([
    recordEvent(tx, stored.id, { from: null, to: 'REQUESTED', event: 'requested', data, by, at }),
    recordOutcome(deps, tx, { ...stored, alarmAt: null }, { type: 'started', at }, 'buying'),
  ])
  return turn
}
