// What staff have before them: refunds to decide, copies to receive, tries that failed, and what does not move on.
import { listOrdersById } from '#orders'
import { toMoneyView } from '#platform/money'
import { withHistory } from './get-refund.ts'
import { toRefundView } from './model.ts'
import type { Queue, RefundWorkView, RefundsDeps, StuckBefore } from './model.ts'
import { listQueue } from './queries.ts'
import { isDigital } from './return-ebooks.ts'

type WorkDeps = Pick<RefundsDeps, 'db' | 'clock'>

const shownMax = 100 // more than a person decides about in a day
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * How long a refund may stay where it is before staff are told. A shopper's question deserves an answer within two days; money on its way is
 * looked at every ten minutes, or every hour while the card's bank takes its time; a parcel comes back within a month or not at all.
 */
const stuckAfterMs: Readonly<Record<keyof StuckBefore, number>> = {
  REQUESTED: 2 * dayMs,
  APPROVED: hourMs,
  PROCESSING: 10 * dayMs,
  returns: 30 * dayMs,
}

/** At most a hundred refunds that wait for a person, those that wait longest first, each with its order. */
export async function listWork({ db, clock }: WorkDeps, queue: Queue): Promise<RefundWorkView[]> {
  const refunds = await listQueue(db, queue, { limit: shownMax, stuckBefore: stuckBefore(clock.now()) })
  const orders = new Map(
    (await listOrdersById(db, [...new Set(refunds.map(({ orderId }) => orderId))])).map((order) => [order.id, order]),
  )
  return (await withHistory(db, refunds)).flatMap((refund) => {
    const order = orders.get(refund.orderId)
    if (!order) return []
    return {
      ...toRefundView(refund, 'staff'),
      title: order.line.title,
      sellerName: order.seller.name,
      isDigital: isDigital(order),
      orderState: order.state,
      orderTotal: toMoneyView(order.total),
      requestedBy: refund.requestedBy,
      since: refund.since.toISOString(),
    }
  })
}

/** Says aloud which refunds are stuck: the alert. Runs every five minutes. */
export async function noteStuck({ db, clock, log }: WorkDeps & Pick<RefundsDeps, 'log'>): Promise<void> {
  const stuck = await listQueue(db, 'stuck', { limit: shownMax, stuckBefore: stuckBefore(clock.now()) })
  for (const [state, refunds] of Map.groupBy(stuck, (refund) => refund.state)) {
    const [oldest] = refunds
    if (oldest)
      log.error(
        { state, count: refunds.length, refundId: oldest.id, since: oldest.since },
        'refunds are stuck; docs/runbook.md',
      )
  }
}

function stuckBefore(at: Date): StuckBefore {
  const before = (ms: number) => new Date(at.getTime() - ms)
  const { REQUESTED, APPROVED, PROCESSING, returns } = stuckAfterMs
  return {
    REQUESTED: before(REQUESTED),
    APPROVED: before(APPROVED),
    PROCESSING: before(PROCESSING),
    returns: before(returns),
  }
}
