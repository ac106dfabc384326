// The outcome of a step, in one transaction with everything that follows from it: the books of payments and orders, the
// attempts, the effects, the history, the receipt, the next intent and the alarm clock.
import { recordAuthorization, recordCapture, recordCaptureRefused, recordVoid } from '#payments'
import { applyOrderEvent, createOrder } from '#orders'
import type { Tx } from '#platform/db'
import { decide } from './decide.ts'
import { intend, leaseMs } from './intend.ts'
import type { Intent } from './intend.ts'
import { drivePurchase } from './jobs.ts'
import { attemptId, cancelKey, effectKey, orderIdOf, paymentIdOf } from './keys.ts'
import { purchaseMachine } from './machine.ts'
import type { BuyingDeps, StoredPurchase } from './model.ts'
import { narrated } from './narrate.ts'
import type { Attempt, AttemptState, Decided, Pending, Purchase, PurchaseEvent, Step } from './purchase.ts'
import { recordEvent, saveAttempt, savePurchase, settleEffect } from './queries.ts'
import type { EffectState } from './queries.ts'
import { toReceipt } from './to-receipt.ts'

/** What the driver does next: a call whose intent is committed. */
export interface Turn {
  readonly id: string
  readonly version: number
  readonly pending: Pending
  readonly intent: Intent
  /** After this another driver may have the step: the call must not be made any more. */
  readonly sendBy: Date
}

/**
 * Applies `event` to the locked purchase and commits what follows. Gives the next turn when its step is due now: its intent is
 * committed with the outcome, so a purchase costs one transaction a step.
 */
export async function recordOutcome(
  deps: BuyingDeps,
  tx: Tx,
  row: StoredPurchase,
  event: PurchaseEvent,
  by: string,
): Promise<Turn | null> {
  const before = row.purchase
  const decided = decide(before, event)
  await keepBooks(tx, row, decided, event)
  if (decided.transition) {
    const { purchase, transition } = decided
    await recordEvent(tx, row.id, {
      from: before.state,
      to: purchase.state,
      event: transition,
      data: narrated(purchase, event),
      by,
      at: event.at,
    })
  }
  return await moveOn(deps, tx, row, decided.purchase, event.at)
}

/** Commits the intent of the pending step if it is due, sets the alarm, and writes the row. */
export async function moveOn(
  deps: BuyingDeps,
  tx: Tx,
  row: StoredPurchase,
  purchase: Purchase,
  at: Date,
): Promise<Turn | null> {
  const { pending } = purchase
  const isDue = pending !== null && !pending.isInFlight && pending.dueAt <= at
  const sending = isDue
    ? { ...pending, tries: pending.tries + 1, isInFlight: true, firstSentAt: pending.firstSentAt ?? at }
    : null
  const intent = sending && (await intend(tx, row, purchase, sending.step, at))
  const after = sending ? { ...purchase, pending: sending } : purchase
  // A step that changes hands, or changes, moves the fence; a note on the side (the shopper wants to cancel) does not.
  const version = after.pending === row.purchase.pending ? row.version : row.version + 1
  const lease = sending ? leaseMs(sending.step) : null
  const isLeftInFlight = after.pending?.isInFlight === true && !sending
  const isOver = purchaseMachine.isTerminal(after.state)
  if (isLeftInFlight) {
    await savePurchase(tx, row.id, {
      ...kept(row, after),
      version,
      leaseMs: leaseMs(after.pending.step),
      nextActionAt: null,
      at,
    })
    return null
  }
  const alarm = isOver ? null : new Date(lease === null ? (after.pending?.dueAt ?? at).getTime() : at.getTime() + lease)
  await savePurchase(tx, row.id, { ...kept(row, after), version, leaseMs: lease, nextActionAt: alarm, at })
  if (alarm) await deps.jobs.send(tx, drivePurchase, { purchaseId: row.id }, { startAfter: alarm })
  else await deps.jobs.drop(tx, drivePurchase, { purchaseId: row.id })
  return sending && intent
    ? { id: row.id, version, pending: sending, intent, sendBy: new Date(at.getTime() + (lease ?? 0)) }
    : null
}

function kept(row: StoredPurchase, purchase: Purchase) {
  const confirmed = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  const isOver = purchaseMachine.isTerminal(purchase.state)
  return {
    purchase,
    orderId: confirmed ? orderIdOf(row.id, confirmed.ordinal) : null,
    receipt: row.receipt ?? (isOver ? toReceipt(purchase) : null),
  }
}

async function keepBooks(
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
    case 'authorized':
      return await recordAuthorization(tx, paymentId, { kind: 'authorized', ref: event.ref, amount: event.amount }, at)
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
      line: { isbn13: quote.isbn13, title: row.title, condition: quote.condition, ...parts },
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
