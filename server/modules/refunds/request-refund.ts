// Asking for money back: by its shopper, by staff for them, or by an order whose copies will not come.
import { findOrder, getOrderOf, isRefundable, listLines, lockOrder } from '#orders'
import type { ClaimableLine, Order } from '#orders'
import { getPayment } from '#payments'
import { inTransaction, violates } from '#platform/db'
import type { Tx } from '#platform/db'
import { add, compare, isAtMost, money, subtract } from '#platform/money'
import { approveInside } from './approve-refund.ts'
import { isGivenBack } from './return-ebooks.ts'
import { refuse } from './model.ts'
import type { RefundLine, RefundsDeps, RequestInput } from './model.ts'
import { findByKey, insertRefund, recordEvent } from './queries.ts'
import { recordNews } from './record-news.ts'
import { returnAll } from './return-copies.ts'

type RequestDeps = Pick<RefundsDeps, 'db' | 'jobs' | 'clock' | 'ids' | 'drm'>

/**
 * Asks for the account's money back; gives the refund's id. The same key with the same content gives the same refund. Refuses
 * `orders.not_found`, `refunds.not_refundable`, `.no_such_line`, `.nothing_left`, `.too_much`, `.ebook_opened`, `.ebook_whole`, `.key_reused`.
 * An ebook that was not opened is given back at once.
 */
export async function requestRefund(deps: RequestDeps, input: RequestInput, accountId: string): Promise<string> {
  return await inTransaction(deps.db, async (tx) => {
    const order = await getOrderOf(tx, { orderId: input.orderId, accountId })
    return await requestInside(deps, tx, order, { ...input, key: `ask:${input.key}`, by: `account:${accountId}` })
  })
}

/** The same for staff, of anybody's order. */
export async function requestRefundFor(deps: RequestDeps, input: RequestInput, staffId: string): Promise<string> {
  return await inTransaction(deps.db, async (tx) => {
    const order = await findOrder(tx, input.orderId)
    if (!order) throw refuse('not_found', { orderId: input.orderId })
    return await requestInside(deps, tx, order, { ...input, key: `staff:${input.key}`, by: `staff:${staffId}` })
  })
}

/**
 * Everything that is left of an order whose copies will not come goes back, without asking anybody: what was paid for nothing is nobody's
 * to decide about. Where nothing was captured, or nothing is left, there is nothing to do; once for each order. Copies of our own that were
 * cancelled before they were packed are back on the shelf.
 */
export async function refundUndelivered(
  deps: RefundsDeps,
  { orderId, by, reason }: { orderId: string; by: string; reason: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const order = await findOrder(tx, orderId)
    if (!order) return
    await lockOrder(tx, orderId)
    await refundRest(deps, tx, order, { by, comment: reason })
    if (order.state === 'CANCELLED') await returnAll(deps, tx, order, by) // last: others wait for these items until we have committed
  })
}

async function refundRest(
  deps: RefundsDeps,
  tx: Tx,
  order: Order,
  { by, comment }: { by: string; comment: string },
): Promise<void> {
  if ((await getPayment(tx, order.paymentId)).state !== 'CAPTURED') return
  const key = 'will-not-come'
  if (await findByKey(tx, order.id, key)) return
  const lines = leftOf(await listLines(tx, order))
  if (lines.length === 0) return
  const id = await write(deps, tx, order, {
    key,
    by,
    reason: 'ORDER_CANCELLED',
    comment,
    lines,
    content: '',
    isDecided: true,
  })
  await approveInside(deps, tx, { refundId: id, key: 'auto', by: 'refunds', awaitsReturn: false })
}

interface Asked extends RequestInput {
  readonly by: string
}

async function requestInside(deps: RequestDeps, tx: Tx, order: Order, asked: Asked): Promise<string> {
  const { state } = await lockOrder(tx, order.id) // the next one to ask sees what this one leaves
  const known = await findByKey(tx, order.id, asked.key)
  if (known) {
    if (known.asked !== contentOf(asked)) throw refuse('key_reused', { orderId: order.id, key: asked.key })
    return known.id
  }
  if (!isRefundable(state)) throw refuse('not_refundable', { orderId: order.id, state })
  const lines = chooseLines(await listLines(tx, order), asked.lines)
  const isDecided = await isGivenBack(tx, order, { ...asked, lines })
  const id = await write(deps, tx, order, { ...asked, lines, content: contentOf(asked), isDecided })
  if (isDecided) await approveInside(deps, tx, { refundId: id, key: 'auto', by: 'refunds', awaitsReturn: false })
  return id
}

/** What is left of each line, or the part that is asked for. */
function chooseLines(all: readonly ClaimableLine[], asked: RequestInput['lines']): RefundLine[] {
  if (!asked) {
    const left = leftOf(all)
    if (left.length === 0) throw refuse('nothing_left')
    return left
  }
  return asked.map(({ line, amount }, index) => {
    const found = all.find((each) => each.line === line)
    const field = `lines.${index}`
    if (!found) throw refuse('no_such_line', { line }, { [`${field}.line`]: 'is no line of this order' })
    const left = subtract(found.total, found.claimed)
    if (left.minor === 0n) throw refuse('nothing_left', { line }, { [`${field}.line`]: 'has nothing left' })
    const wanted = amount ?? left
    if (wanted.currency !== left.currency || !isAtMost(wanted, left))
      throw refuse('too_much', { line }, { [`${field}.amount`]: 'is more than is left, or in another currency' })
    return { line, amount: wanted }
  })
}

function leftOf(lines: readonly ClaimableLine[]): RefundLine[] {
  return lines
    .filter(({ total, claimed }) => compare(total, claimed) > 0)
    .map(({ line, total, claimed }) => ({ line, amount: subtract(total, claimed) }))
}

async function write(
  { ids, clock, jobs }: RequestDeps,
  tx: Tx,
  order: Order,
  asked: Pick<Asked, 'key' | 'reason' | 'comment' | 'by'> & {
    lines: readonly RefundLine[]
    content: string
    /** Approved in the same transaction: it is told when it is. */
    isDecided: boolean
  },
): Promise<string> {
  const { key, reason, comment, by, lines, content, isDecided } = asked
  const { currency } = order.total
  const [id, at] = [ids.next(), clock.now()]
  const refund = {
    id,
    orderId: order.id,
    paymentId: order.paymentId,
    accountId: order.accountId,
    sellerId: order.seller.id,
    reason,
    comment: comment ?? null,
    total: lines.reduce((sum, { amount }) => add(sum, amount), money(0n, currency)),
    requestedBy: by,
    key,
    asked: content,
    lines,
    at,
  }
  try {
    await insertRefund(tx, refund)
  } catch (error) {
    // The payment took less than the lines say, or something was claimed beside us.
    const isMore = violates(error, 'claimed_at_most_captured') || violates(error, 'claimed_at_most_paid')
    throw isMore ? refuse('nothing_left', { orderId: order.id }) : error
  }
  const first = {
    from: null,
    to: 'REQUESTED',
    event: 'requested',
    reason: comment ?? null,
    nextActionAt: null,
  } as const
  await recordEvent(tx, id, { ...first, by, key, at })
  // What staff or a seller's word begins is told when it is decided.
  if (by.startsWith('account:') && !isDecided)
    await recordNews({ jobs }, tx, { ...refund, awaitsReturn: false }, { to: 'REQUESTED', reason: undefined, at })
  return id
}

/** What a request asks for, the same word for word whoever writes it. */
function contentOf({ reason, comment, lines }: RequestInput): string {
  return JSON.stringify([reason, comment ?? null, lines ?? null], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}
