// What staff decide about a refund, and what they tell about it: approved, rejected, its copies are back, try again.
import { findOrder, listLines } from '#orders'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { applyRefundEvent } from './apply-refund-event.ts'
import { beginAttempt } from './advance-refund.ts'
import { isDigital, withdrawGivenBack } from './return-ebooks.ts'
import { copiesReturned, driveRefund } from './jobs.ts'
import type { RefundState } from './machine.ts'
import { refuse } from './model.ts'
import type { Refund, RefundsDeps, ReturnedLine } from './model.ts'
import { listLinesOf, lockRefund, updateRefund } from './queries.ts'

type DecideDeps = Pick<RefundsDeps, 'db' | 'jobs' | 'clock' | 'drm'>

interface Approve {
  readonly refundId: string
  readonly key: string
  readonly by: string
  /** The money goes back only when the copies have. */
  readonly awaitsReturn: boolean
  readonly note?: string | undefined
}

/** REQUESTED → APPROVED; the money sets out at once, unless it waits for the copies. The same key again changes nothing. */
export async function approveRefund(deps: DecideDeps, decision: Approve): Promise<RefundState> {
  return await inTransaction(deps.db, (tx) => approveInside(deps, tx, { ...decision, key: `decide:${decision.key}` }))
}

/** The same in the caller's transaction. Ebooks that are given back leave their reader's library with the decision; no copy of them is awaited. */
export async function approveInside(
  { jobs, clock, drm }: Omit<DecideDeps, 'db'>,
  tx: Tx,
  decision: Approve,
): Promise<RefundState> {
  const { refundId, key, by, note: reason } = decision
  const at = clock.now()
  const { state, orderId } = await lockRefund(tx, refundId)
  const order = await findOrder(tx, orderId)
  if (!order) throw new Error(`refund ${refundId} has no order`)
  const awaitsReturn = decision.awaitsReturn && !isDigital(order)
  if (state === 'REQUESTED') await updateRefund(tx, refundId, { awaitsReturn }) // before it is told to the shopper
  const nextActionAt = awaitsReturn ? null : at
  const after = await applyRefundEvent({ jobs }, tx, { refundId, event: 'approved', key, by, reason, at, nextActionAt })
  if (state === 'REQUESTED') await withdrawGivenBack({ jobs, drm }, tx, order, { by, at })
  if (state === 'REQUESTED' && !awaitsReturn) await jobs.send(tx, driveRefund, { refundId })
  return after
}

/** REQUESTED → REJECTED: what it claimed may be asked for again. The same key again changes nothing. */
export async function rejectRefund(
  { db, jobs, clock }: Omit<DecideDeps, 'drm'>,
  { refundId, key, by, reason }: { refundId: string; key: string; by: string; reason: string },
): Promise<RefundState> {
  return await inTransaction(db, (tx) =>
    applyRefundEvent({ jobs }, tx, { refundId, event: 'rejected', key: `decide:${key}`, by, reason, at: clock.now() }),
  )
}

/**
 * The copies of an approved refund are back, before the money or after it. Money that waited for them sets out; a shelf of ours gets them.
 * Told again it changes nothing. `copies`: how many of each line; absent: all of the refund's lines. Refuses `refunds.not_approved`,
 * `.no_such_line` and `.too_many_copies`.
 */
export async function markReturned(
  { db, jobs, clock }: Omit<DecideDeps, 'drm'>,
  { refundId, by, copies }: { refundId: string; by: string; copies?: readonly ReturnedLine[] | undefined },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const refund = await lockRefund(tx, refundId)
    const { state, returnedAt, nextActionAt, awaitsReturn } = refund
    if (returnedAt) return
    if (state === 'REQUESTED' || state === 'REJECTED') throw refuse('not_approved', { refundId, state })
    if (copies) await requireLines(tx, refund, copies)
    const at = clock.now()
    const setsOut = state === 'APPROVED' && awaitsReturn
    await updateRefund(tx, refundId, { returnedAt: at, returnedBy: by, nextActionAt: setsOut ? at : nextActionAt })
    await jobs.send(tx, copiesReturned, { refundId, by, ...(copies && { copies: [...copies] }) })
    if (setsOut) await jobs.send(tx, driveRefund, { refundId })
  })
}

/** Each is a line of the refund, and the order has so many copies of it. */
async function requireLines(tx: Tx, refund: Refund, copies: readonly ReturnedLine[]): Promise<void> {
  const back = (await listLinesOf(tx, [refund])).get(refund.id) ?? []
  const lines = await listLines(tx, { id: refund.orderId, total: refund.total })
  for (const [index, { line, quantity }] of copies.entries()) {
    const sold = back.some((each) => each.line === line) ? lines.find((each) => each.line === line) : undefined
    if (!sold) throw refuse('no_such_line', { line }, { [`copies.${index}.line`]: 'is no line of this refund' })
    if (quantity > sold.quantity)
      throw refuse('too_many_copies', { line }, { [`copies.${index}.quantity`]: `is more than ${sold.quantity}` })
  }
}

/** FAILED → PROCESSING: another try now. The same key again changes nothing. */
export async function retryRefund(
  { db, jobs, clock }: Omit<DecideDeps, 'drm'>,
  { refundId, key, by }: { refundId: string; key: string; by: string },
): Promise<RefundState> {
  return await inTransaction(db, async (tx) => {
    const refund = await lockRefund(tx, refundId)
    const at = clock.now()
    const state = await beginAttempt({ jobs }, tx, refund, { event: 'retried', key: `retry:${key}`, by, at, dueAt: at })
    await jobs.send(tx, driveRefund, { refundId })
    return state
  })
}
