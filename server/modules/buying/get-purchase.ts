// A purchase for its shopper: once, or each time it changes.
import type { BuyingDeps, PurchaseView } from './model.ts'
import { findRevision, getPurchaseOf, listEvents } from './queries.ts'
import { toPurchaseView } from './to-purchase-view.ts'
import { isAtRest } from './machine.ts'

const lookMs = 300 // a reader does not notice; 100 readers cost 330 one-row reads a second

/** Refuses `buying.not_found` for somebody else's. */
export async function getPurchase(
  { db }: Pick<BuyingDeps, 'db'>,
  id: string,
  accountId: string,
): Promise<PurchaseView> {
  const row = await getPurchaseOf(db, id, accountId)
  // After the row: read beside it, on another connection, they could lack the very step that the row has come to.
  return toPurchaseView(row, await listEvents(db, id))
}

/**
 * Yields the purchase now and at every change, with its revision, until it has ended. Any process may be driving it, so this
 * watches the row: LISTEN/NOTIFY would make every commit of the database wait for one lock.
 */
export async function* watchPurchase(
  deps: Pick<BuyingDeps, 'db' | 'clock'>,
  id: string,
  accountId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<[revision: string, view: PurchaseView]> {
  let seen: string | null = null
  while (!signal?.aborted) {
    const revision = await findRevision(deps.db, id)
    if (revision !== seen || revision === null) {
      const view = await getPurchase(deps, id, accountId)
      yield [revision ?? '', view]
      seen = revision
      if (isAtRest(view.state)) return
    }
    await deps.clock.sleep(lookMs, signal).catch(() => {})
  }
}
