// What staff have before them: open orders, and those that do not move on.
import { isStuck, openStates, stuckAfterMs } from './decide-follow.ts'
import type { OpenState } from './decide-follow.ts'
import { readCursor, toCursor } from './list-orders.ts'
import { toOrderSummaryView } from './model.ts'
import type { Order, OrdersDeps, WorkView } from './model.ts'
import { listInState } from './queries.ts'

type WorkDeps = Pick<OrdersDeps, 'db' | 'clock'>

const shownMax = 50 // of stuck orders in a state: more than a person looks through before the cause is found

/** One page of the open orders in a state, those longest in it first. Orders that are asked back whole are the refunds' work. */
export async function listWork(
  { db, clock }: WorkDeps,
  { state, limit, cursor }: { state: OpenState; limit: number; cursor?: string | undefined },
): Promise<{ orders: WorkView[]; nextCursor?: string }> {
  const at = clock.now()
  const place = cursor === undefined ? undefined : readCursor(cursor)
  const after = place && { since: place.at, id: place.id }
  const orders = await listInState(db, state, { limit: limit + 1, after })
  const page = orders.slice(0, limit)
  const last = page.at(-1)
  const next = last && orders.length > limit ? { nextCursor: toCursor({ at: last.since, id: last.id }) } : {}
  return { orders: page.map((order) => toWorkView(order, at)), ...next }
}

/** Orders that have been where they are for too long, by state; at most fifty of each, the oldest first. */
export async function listStuck({ db, clock }: WorkDeps): Promise<WorkView[]> {
  const at = clock.now()
  const lists = await Promise.all(
    openStates.map((state) =>
      listInState(db, state, { limit: shownMax, before: new Date(at.getTime() - stuckAfterMs[state]) }),
    ),
  )
  return lists.flat().map((order) => toWorkView(order, at))
}

/** Says aloud which orders are stuck: the alert. Runs every five minutes. */
export async function noteStuck(deps: WorkDeps & Pick<OrdersDeps, 'log'>): Promise<void> {
  const stuck = await listStuck(deps)
  for (const state of openStates) {
    const here = stuck.filter((order) => order.state === state)
    const [oldest] = here
    if (oldest)
      deps.log.error(
        { state, count: here.length, orderId: oldest.id, since: oldest.since },
        'orders are stuck; docs/runbook.md',
      )
  }
}

function toWorkView(order: Order, at: Date): WorkView {
  return {
    ...toOrderSummaryView(order),
    since: order.since.toISOString(),
    sellerId: order.seller.id,
    sellerOrderId: order.sellerOrderId,
    shipTo: order.shipTo,
    isStuck: isStuck({ state: order.state, since: order.since, at }),
  }
}
