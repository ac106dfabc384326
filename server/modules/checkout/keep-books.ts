// Everybody's books after an event: the payment, the order, the purchases, the copies. All in the transaction of the checkout itself.
import { returnLines } from '#cart'
import type { OrderedLine } from '#cart'
import { releasePurchases } from '#ebooks'
import { applyOrderEvent } from '#orders'
import { recordAuthorization, recordCapture, recordCaptureRefused, recordVoid } from '#payments'
import { consumeReservation, releaseReservation, returnStock } from '#stock'
import type { Tx } from '#platform/db'
import { money } from '#platform/money'
import type { Checkout, CheckoutEvent, Decided } from './checkout.ts'
import { ebookOrderIdOf, orderIdOf, paymentIdOf } from './keys.ts'
import { grantEbooks } from './keep-ebooks.ts'
import type { CheckoutState, CheckoutTransition } from './machine.ts'
import type { CheckoutDeps, StoredCheckout } from './model.ts'
import { savePurchases } from './queries.ts'

/** Writes what follows from `event`, which made `decided` of the checkout in `row`, but for the copies. */
export async function keepBooks(
  deps: CheckoutDeps,
  tx: Tx,
  row: StoredCheckout,
  { checkout, transition }: Decided,
  event: CheckoutEvent,
): Promise<void> {
  await keepPayment(tx, row, event)
  if (transition && isVain(checkout.state)) await keepCart(deps, tx, row, event.at)
  if (event.type === 'purchasesStarted') await savePurchases(tx, row.id, checkout.purchases)
  if (transition) await keepOrders(deps, tx, row, { checkout, transition }, event.at)
}

/** What was in the cart is in it again, as it was accepted, once the checkout has come to nothing. */
async function keepCart(
  deps: Pick<CheckoutDeps, 'ids'>,
  tx: Tx,
  { accountId, createdAt: acceptedAt, checkout }: StoredCheckout,
  at: Date,
): Promise<void> {
  const { copies, ebooks, cheapest } = checkout.terms
  const lines: OrderedLine[] = [
    ...copies.map(({ isbn13, condition, quantity, item }): OrderedLine => {
      const accepted = money(item.minor / BigInt(quantity), item.currency) // item is price × quantity
      return { kind: 'copy', isbn13, condition, quantity, accepted }
    }),
    ...ebooks.map(({ isbn13, item: accepted }) => ({ kind: 'ebook' as const, isbn13, accepted })),
    ...cheapest.map(({ isbn13, conditions, maxTotal }) => ({
      kind: 'cheapest' as const,
      isbn13,
      conditions,
      maxTotal,
    })),
  ]
  await returnLines(deps, tx, { accountId, acceptedAt, at }, lines)
}

function isVain(state: CheckoutState): boolean {
  return state === 'DECLINED' || state === 'CANCELLED' || state === 'EXPIRED'
}

/**
 * The copies leave the shelf in the transaction that writes the intent to charge, so that money is asked for only when they are ours to give.
 * What has left comes back when it was not paid for; what was only promised is promised no more.
 */
export async function keepStock(
  deps: Pick<CheckoutDeps, 'ids'>,
  tx: Tx,
  { id, checkout }: StoredCheckout,
  transition: CheckoutTransition,
  at: Date,
): Promise<void> {
  if (checkout.terms.copies.length === 0) return
  const settle = { id: orderIdOf(id), by: `checkout:${id}`, at }
  if (transition === 'held') return await consumeReservation(tx, settle)
  if (orderHears[transition] !== 'cancelled') return
  if (transition !== 'captureRefused') return await releaseReservation(tx, settle)
  const lines = checkout.terms.copies.map(({ isbn13, condition, quantity }) => ({ isbn13, condition, quantity }))
  const back = { reservationId: settle.id, lines, key: `unpaid:${id}`, note: 'not paid' }
  await returnStock(deps, tx, { ...back, by: settle.by, at })
}

async function keepPayment(tx: Tx, { id, checkout }: StoredCheckout, event: CheckoutEvent): Promise<void> {
  const paymentId = paymentIdOf(id)
  const { at } = event
  switch (event.type) {
    case 'authorized': {
      const { ref, amount, expiresAt } = event
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
      const { total } = checkout.terms
      if (total) await recordCapture(tx, paymentId, { amount: total, payTo: null }, at)
      return
    }
    case 'captureRefused':
      return await recordCaptureRefused(tx, paymentId, at)
    case 'voided':
      return await recordVoid(tx, paymentId, at)
    default:
  }
}

/** What the orders of our own copies and ebooks hear. An order is over as soon as its copies are free again, before the hold is known to be gone. */
const orderHears: Partial<Record<CheckoutTransition, 'paid' | 'cancelled'>> = {
  captured: 'paid',
  capturedOwn: 'paid',
  declined: 'cancelled',
  cancelRequested: 'cancelled',
  actionExpired: 'cancelled',
  reservationLost: 'cancelled',
  captureRefused: 'cancelled',
  givenUp: 'cancelled',
}

async function keepOrders(
  deps: CheckoutDeps,
  tx: Tx,
  { id, accountId }: StoredCheckout,
  { checkout, transition }: { checkout: Checkout; transition: CheckoutTransition },
  at: Date,
): Promise<void> {
  const event = orderHears[transition]
  if (!event) return
  const { copies, ebooks } = checkout.terms
  const reason = event === 'cancelled' ? { reason: sayCancelled(checkout) } : {}
  const orderId = orderIdOf(id)
  const heard = { event, by: 'checkout', ...reason, at }
  if (copies.length > 0) await applyOrderEvent(deps, tx, { orderId, key: `${orderId}:${event}`, ...heard })
  if (ebooks.length === 0) return
  if (event === 'paid') return await grantEbooks(deps, tx, { id, accountId, ebooks, at })
  const ebookOrderId = ebookOrderIdOf(id)
  await applyOrderEvent(deps, tx, { orderId: ebookOrderId, key: `${ebookOrderId}:${event}`, ...heard })
  await releasePurchases(tx, { orderId: ebookOrderId, by: 'checkout', at })
}

function sayCancelled({ reason }: Checkout): string {
  switch (reason) {
    case 'BY_SHOPPER':
      return 'Cancelled by the shopper.'
    case 'ACTION_EXPIRED':
      return 'The bank’s question was not answered in time.'
    case 'RESERVATION_LOST':
      return 'The bank answered too late: the copies were not reserved any more.'
    case 'GIVEN_UP':
      return 'Your bank did not say whether it agreed.'
    default:
      return 'The payment could not be taken.'
  }
}
