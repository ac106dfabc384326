// Everybody's books after an event: attempts, effects, the payment, the order. All in the transaction of the purchase itself.
import { recordAuthorization, recordCapture, recordCaptureRefused, recordVoid } from '#payments'
import { applyOrderEvent, createOrder } from '#orders'
import type { Tx } from '#platform/db'
import { attemptId, cancelKey, effectKey, orderIdOf, paymentIdOf } from './keys.ts'
import type { StoredPurchase } from './model.ts'
import type { Attempt, AttemptState, Decided, Purchase, PurchaseEvent, Step } from './purchase.ts'
import { saveAttempt, settleEffect } from './queries.ts'
import type { EffectState } from './queries.ts'

/** Writes what follows from `event`, which made `decided` of the purchase in `row`. */
export async function keepBooks(
  tx: Tx,
  row: StoredPurchase,
  { purchase, transition }: Decided,
  event: PurchaseEvent,
): Promise<void> {
  const before = row.purchase
  for (const attempt of purchase.attempts) {
    const earlier = before.attempts.find(({ ordinal }) => ordinal === attempt.ordinal)
    if (earlier === attempt) continue
    await saveAttempt(tx, row.id, attempt)
    if (earlier) await settleEffect(tx, attemptId(row.id, attempt.ordinal), placeEffect[attempt.state])
    await keepOrder(tx, row, purchase, attempt, earlier, event)
  }
  if (before.pending) await settleStep(tx, row.id, before.pending.step, event)
  await keepPayment(tx, row.id, before, event)
  if (transition === 'captured') {
    const confirmed = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
    if (confirmed) await payOrder(tx, row.id, confirmed, event.at)
  }
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
      if (confirmed?.charge)
        await recordCapture(tx, paymentId, { amount: confirmed.charge, payTo: confirmed.quote.sellerId }, at)
      return
    }
    case 'captureRefused':
      return await recordCaptureRefused(tx, paymentId, at)
    case 'voided':
      return await recordVoid(tx, paymentId, at)
    default:
  }
}

/** The order begins with the seller's confirmation, in the same transaction, and ends with its cancellation. */
async function keepOrder(
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
    await createOrder(tx, {
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
    await applyOrderEvent(tx, {
      orderId: id,
      event: 'cancelled',
      key: `${id}:unpaid`,
      by: 'buying',
      reason: 'The payment could not be taken.',
      at: event.at,
    })
  }
}

async function payOrder(tx: Tx, id: string, { ordinal, quote }: Attempt, at: Date): Promise<void> {
  const orderId = orderIdOf(id, ordinal)
  await applyOrderEvent(tx, { orderId, event: 'paid', key: `${orderId}:paid`, by: 'buying', at })
  await applyOrderEvent(tx, {
    orderId,
    event: 'accepted',
    key: `${orderId}:accepted`,
    by: `seller:${quote.sellerId}`,
    at,
  })
}
