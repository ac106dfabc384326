// Everybody's books after an event: attempts, effects, the payment, the order. All in the transaction of the purchase itself.
import { recordAuthorization, recordCapture, recordCaptureRefused, recordVoid } from '#payments'
import { applyOrderEvent, applyOrderEvents, createOrder } from '#orders'
import { insertPaid } from '#prices'
import { ownSeller, payeeOf } from '#sellers'
import type { Tx } from '#platform/db'
import { attemptId, cancelKey, effectKey, orderIdOf, paymentIdOf } from './keys.ts'
import type { BuyingDeps, StoredPurchase } from './model.ts'
import type { Attempt, AttemptState, Decided, Purchase, PurchaseEvent, Step } from './purchase.ts'
import { settleEffect } from './effect-queries.ts'
import type { EffectState } from './effect-queries.ts'
import { saveAttempt } from './queries.ts'

/**
 * Writes what follows from `event`, which made `decided` of the purchase in `row`. Attempts and effects go first and in their order, which the
 * database checks; payment and order know nothing of each other and are written side by side.
 */
export async function keepBooks(
  deps: Pick<BuyingDeps, 'jobs'>,
  tx: Tx,
  row: StoredPurchase,
  { purchase, transition }: Decided,
  event: PurchaseEvent,
): Promise<void> {
  const before = row.purchase
  const writes: Promise<void>[] = []
  for (const attempt of purchase.attempts) {
    const earlier = before.attempts.find(({ ordinal }) => ordinal === attempt.ordinal)
    if (earlier === attempt) continue
    writes.push(saveAttempt(tx, row.id, attempt))
    if (earlier) writes.push(settleEffect(tx, attemptId(row.id, attempt.ordinal), placeEffect[attempt.state]))
    writes.push(keepOrder(deps, tx, row, purchase, attempt, earlier, event))
  }
  if (before.pending) writes.push(settleStep(tx, row.id, before.pending.step, event))
  if (event.type === 'reviewed') writes.push(abandonCharge(tx, row.id, event))
  writes.push(keepPayment(tx, row.id, before, event))
  const confirmed = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  if (transition === 'captured' && confirmed)
    writes.push(payOrder(deps, tx, row.id, confirmed, event.at), keepPrice(tx, row, purchase, confirmed, event.at))
  await Promise.all(writes)
}

const placeEffect: Readonly<Record<AttemptState, EffectState>> = {
  PLACING: 'INTENDED',
  UNKNOWN: 'UNKNOWN',
  CONFIRMED: 'SUCCEEDED',
  REFUSED: 'FAILED',
  CANCELLED: 'COMPENSATED',
}

const settled: Partial<Record<PurchaseEvent['type'], EffectState>> = {
  authorized: 'SUCCEEDED',
  declined: 'FAILED',
  captured: 'SUCCEEDED',
  captureRefused: 'FAILED',
  voided: 'SUCCEEDED',
  voidRefused: 'FAILED',
  orderCancelled: 'SUCCEEDED',
  cancelRefused: 'FAILED',
  unsettled: 'UNKNOWN',
}

/** The effect rows of everything but orders, whose state follows their attempt. */
async function settleStep(tx: Tx, id: string, step: Step, event: PurchaseEvent): Promise<void> {
  const state = settled[event.type]
  if (!state) return
  if (step.kind === 'cancelOrder') await settleEffect(tx, cancelKey(id, step.ordinal), state)
  if (step.kind === 'authorize' || step.kind === 'capture' || step.kind === 'void')
    await settleEffect(tx, effectKey(id, step.kind), state)
}

/** A person undoes a confirmed order whose charge the provider has not taken: that charge is not asked for any more. */
async function abandonCharge(tx: Tx, id: string, { action, at }: PurchaseEvent & { type: 'reviewed' }): Promise<void> {
  if (action !== 'cancelOrder' && action !== 'notBought') return
  await settleEffect(tx, effectKey(id, 'capture'), 'FAILED')
  await recordCaptureRefused(tx, paymentIdOf(id), at)
}

async function keepPayment(tx: Tx, id: string, before: Purchase, event: PurchaseEvent): Promise<void> {
  const paymentId = paymentIdOf(id)
  const { at } = event
  switch (event.type) {
    case 'authorized': {
      const { ref, amount, expiresAt = null } = event
      return await recordAuthorization(tx, paymentId, { kind: 'authorized', ref, amount, expiresAt }, at)
    }
    case 'actionRequired':
      return await recordAuthorization(
        tx,
        paymentId,
        { kind: 'actionRequired', ref: event.ref, actionUrl: event.url },
        at,
      )
    case 'declined':
      return await recordAuthorization(tx, paymentId, { kind: 'declined', reason: event.reason }, at)
    case 'captured': {
      const confirmed = before.attempts.find(({ state }) => state === 'CONFIRMED')
      if (confirmed?.charge) await recordCapture(tx, paymentId, { amount: confirmed.charge, ...owedFor(confirmed) }, at)
      return
    }
    case 'captureRefused':
      return await recordCaptureRefused(tx, paymentId, at)
    case 'voided':
      return await recordVoid(tx, paymentId, at)
    default:
  }
}

/** To whom the seller's own total is owed, and at which rate the shopper was told what that is in their currency. */
function owedFor({ quote, order, charge }: Attempt) {
  const { sellerId, fx, fetchedAt } = quote
  const payTo = payeeOf(sellerId)
  const owed = order?.total
  if (!owed || !fx || owed.currency === charge?.currency) return { payTo }
  return { payTo, exchange: { owed, rate: { rate: fx.rate, at: fx.at ?? fetchedAt } } }
}

/** The order begins with the seller's confirmation, in the same transaction, and ends with its cancellation. */
async function keepOrder(
  deps: Pick<BuyingDeps, 'jobs'>,
  tx: Tx,
  row: StoredPurchase,
  { terms }: Purchase,
  attempt: Attempt,
  earlier: Attempt | undefined,
  event: PurchaseEvent,
): Promise<void> {
  const id = orderIdOf(row.id, attempt.ordinal)
  const { quote, order, charge } = attempt
  if (attempt.state === 'CONFIRMED' && order && charge && quote.condition !== 'UNSPECIFIED') {
    const isAsQuoted = charge.minor === quote.total?.minor
    const parts = isAsQuoted
      ? { item: quote.item, shipping: quote.shipping ?? undefined, tax: quote.tax ?? undefined }
      : {}
    await createOrder(deps, tx, {
      id,
      accountId: row.accountId,
      purchaseId: row.id,
      paymentId: paymentIdOf(row.id),
      seller: { id: quote.sellerId, name: quote.sellerName },
      sellerOrderId: order.sellerOrderId,
      sellerReference: attemptId(row.id, attempt.ordinal),
      total: charge,
      lines: [
        { isbn13: quote.isbn13, title: row.title, condition: quote.condition, quantity: 1, total: charge, ...parts },
      ],
      shipTo: { ...terms.shipTo, lines: [...terms.shipTo.lines] },
      at: event.at,
    })
  }
  if (earlier?.state === 'CONFIRMED' && attempt.state === 'CANCELLED') {
    await applyOrderEvent(deps, tx, {
      orderId: id,
      event: 'cancelled',
      key: `${id}:unpaid`,
      by: 'buying',
      reason: sayCancelled(attempt),
      at: event.at,
    })
  }
}

function sayCancelled({ reason }: Attempt): string {
  return reason === 'UNPAID' ? 'The payment could not be taken.' : 'The purchase was ended by our staff.'
}

/** A point of the price history. */
async function keepPrice(
  tx: Tx,
  { id: purchaseId, accountId }: StoredPurchase,
  { terms }: Purchase,
  { quote, charge }: Attempt,
  at: Date,
): Promise<void> {
  const { isbn13, condition, sellerName } = quote
  if (!charge || condition === 'UNSPECIFIED') return
  const { minor: totalMinor, currency } = charge
  const { country } = terms.destination
  await insertPaid(tx, { purchaseId, accountId, isbn13, country, currency, condition, at, totalMinor, sellerName })
}

async function payOrder(
  deps: Pick<BuyingDeps, 'jobs'>,
  tx: Tx,
  id: string,
  { ordinal, quote }: Attempt,
  at: Date,
): Promise<void> {
  const orderId = orderIdOf(id, ordinal)
  const paid = { event: 'paid', key: `${orderId}:paid`, by: 'buying', at } as const
  const isOurs = quote.sellerId === ownSeller.id // our own staff pack it, and say so
  await applyOrderEvents(
    deps,
    tx,
    orderId,
    isOurs ? [paid] : [paid, { event: 'accepted', key: `${orderId}:accepted`, by: `seller:${quote.sellerId}`, at }],
  )
}
