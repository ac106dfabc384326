// The purchases of a watch that may buy: what its mandate allows is set aside when one begins, and spent or given back when it ends. Both in
// the transaction of the purchase.
import { listMandates, reserveUse, settleUse } from '#mandates'
import type { Mandate } from '#mandates'
import type { Condition, ShipTo } from '#sellers'
import type { Tx } from '#platform/db'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import { tellUse } from './keep-news.ts'
import type { WatchesDeps } from './model.ts'
import { armWatch, endWatch, lockAnyWatch, lockWatch } from './queries.ts'
import type { UseNews } from './say-news.ts'

/** What a watch allows one purchase. `max` is set aside: the cap of a copy, or what is left of the budget when that is less. */
export interface Allowance {
  readonly accountId: string
  readonly title: string
  readonly isbns: readonly string[]
  readonly conditions: readonly Condition[]
  readonly shipTo: ShipTo
  readonly max: Money
  readonly target: Money
  readonly mandate: Mandate
}

/**
 * Sets the amount of one purchase aside. Null when this firing has its purchase already, is an older one, or the watch has ended, has
 * expired, or has no budget or copy left.
 */
export async function beginUse(
  tx: Tx,
  { watchId, firing, purchaseId, at }: { watchId: string; firing: number; purchaseId: string; at: Date },
): Promise<Allowance | null> {
  const watch = await lockWatch(tx, watchId, at)
  if (!watch || watch.firing !== firing) return null
  const maxMinor = await reserveUse(tx, { mandateId: watchId, firing, purchaseId, at })
  if (maxMinor === null) return null
  const mandate = (await listMandates(tx, [watchId])).get(watchId)
  if (!mandate) throw new Error(`watch ${watchId} may buy and has no mandate`)
  const { accountId, title, isbns, conditions, shipTo, currency, targetMinor } = watch
  const amounts = { max: money(maxMinor, currency), target: money(targetMinor, currency) }
  return { accountId, title, isbns, conditions, shipTo, ...amounts, mandate }
}

/** Where a purchase under a mandate has come to; `gone`: it ended without a copy and without a charge. */
export type UseEnd = UseNews | { readonly kind: 'gone' }

/** Spends or gives back what was set aside, and tells the shopper. Repeating it changes nothing. */
export async function endUse(
  deps: Pick<WatchesDeps, 'ids' | 'jobs'>,
  tx: Tx,
  { watchId, purchaseId, end, at }: { watchId: string; purchaseId: string; end: UseEnd; at: Date },
): Promise<void> {
  const { accountId, title, currency, targetMinor } = await lockAnyWatch(tx, watchId) // the watch first, as in beginUse
  const mandate = await settleUse(tx, { purchaseId, settled: settledBy(end), at })
  if (end.kind === 'gone') return // the price was gone again, or the shopper said no: the purchase's page says so
  // What is left is asked for at the next look, which leaves the shopper time to say stop.
  if (end.kind === 'bought') await (isUsedUp(mandate) ? endWatch(tx, mandate.id, 'DONE', at) : armWatch(tx, mandate.id))
  const left = { count: mandate.leftCount, budget: mandate.left }
  await tellUse(deps, tx, end, { accountId, title, purchaseId, target: money(targetMinor, currency), left, at })
}

function settledBy(end: UseEnd) {
  if (end.kind === 'bought') return end
  return end.kind === 'declined' || end.kind === 'gone' ? ({ kind: 'notBought' } as const) : null
}

function isUsedUp({ count, usedCount, spent, budget }: Mandate): boolean {
  return usedCount >= count || spent.minor >= budget.minor
}
