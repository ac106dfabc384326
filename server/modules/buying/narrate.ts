// A purchase's history in plain words: what happened, whether money moved, what comes next.
import { sayDecline } from '#payments'
import { format } from '#platform/money'
import type { PurchaseState, PurchaseTransition } from './machine.ts'
import type { Purchase, PurchaseEvent } from './purchase.ts'

/** The figures a sentence needs; kept with the history row, so that sentences may be rewritten later. */
export interface Narrated extends Record<string, unknown> {
  readonly sellerName?: string
  readonly total?: string
  readonly refused?: string
  readonly refusedBy?: string
  readonly copies?: number
  readonly answered?: number
  readonly asked?: number
  readonly reason?: string
  /** Nobody asked this time: a mandate allowed it. */
  readonly isStanding?: boolean
}

/** What there is to tell after `event`. */
export function narrated(purchase: Purchase, event: PurchaseEvent): Narrated {
  const last = purchase.attempts.at(-1)
  const earlier = purchase.attempts.findLast(({ state }) => state === 'REFUSED' || state === 'CANCELLED')
  const round = purchase.rounds.at(-1)
  const charge = last?.charge ?? last?.quote.total
  return {
    ...(last && { sellerName: last.quote.sellerName }),
    ...(charge && { total: format(charge) }),
    ...(earlier?.reason && { refused: earlier.reason, refusedBy: earlier.quote.sellerName }),
    ...(event.type === 'quoted' && { copies: event.quotes.length }),
    ...(round && { answered: round.coverage.answered, asked: round.coverage.asked }),
    ...(purchase.reason && { reason: purchase.reason }),
  }
}

/** One sentence for one row of history. */
export function tell(row: { event: string; to: PurchaseState; data: Narrated }): string {
  const write = sentences[row.event as PurchaseTransition | 'requested']
  return write ? write(row.data) : row.event
}

const price = ({ total }: Narrated) => total ?? 'the quoted price'
const name = ({ sellerName }: Narrated) => sellerName ?? 'the seller'

const sentences: Record<PurchaseTransition | 'requested', (data: Narrated) => string> = {
  requested: ({ isStanding }) =>
    isStanding
      ? 'The price fell to what your standing purchase waits for. Buying the cheapest copy, as you allowed.'
      : 'You asked us to buy the cheapest copy.',
  quotesAsked: () => 'Asking every seller for a price.',
  offerChosen: ({ answered, asked }) =>
    `${answered ?? 0} of ${asked ?? 0} sellers answered. Reserving the most you would pay on your card; only what the book costs will be charged.`,
  held: (data) => `The amount is reserved, not charged. Ordering from ${name(data)} for ${price(data)}.`,
  nextOfferChosen: (data) => `${refusal(data)} Trying the next cheapest: ${name(data)} for ${price(data)}.`,
  quotesStale: (data) => `${refusal(data)} Asking all sellers again, as the prices are getting old.`,
  noOffer: ({ reason }) =>
    reason === 'NOBODY_ANSWERED'
      ? 'No seller could be reached. Nothing was reserved or charged.'
      : 'No seller offers an acceptable copy at or below your maximum. Nothing was reserved or charged.',
  noOfferLeft: (data) =>
    `${refusal(data)} No other copy is within your maximum. Releasing the reservation on your card.`,
  actionNeeded: () => 'Your bank wants to hear from you before it reserves the amount.',
  actionTaken: () => 'Checking with your bank.',
  actionExpired: () => 'Your bank did not hear from you in time. Releasing the payment; nothing was charged.',
  declined: () => 'Your bank declined the payment. Nothing was ordered and nothing was charged.',
  answerLost: (data) => `Checking with ${name(data)} whether they have the order. You cannot be charged twice.`,
  orderConfirmed: (data) => `${name(data)} confirmed the order. Charging ${price(data)}.`,
  captured: (data) =>
    `Bought from ${name(data)} for ${price(data)}. Only that was charged; the rest of what was reserved on your card is free again.`,
  captureRefused: (data) =>
    `The payment could not be taken, so the order at ${name(data)} is being cancelled. You were not charged.`,
  cancelled: () => 'Cancelled, as you asked. Nothing was reserved or charged.',
  cancelRequested: () => 'Cancelling, as you asked. Releasing the reservation on your card.',
  releasedWithoutOffer: () => 'The reservation on your card is released. Nothing was charged.',
  releasedOnCancel: () => 'Cancelled. The reservation on your card is released and nothing was charged.',
  releasedUnpaid: () => 'The reservation on your card is released. Nothing was charged.',
  stuck: () =>
    'One of our people is looking at this purchase. You cannot be charged twice. This page shows what they find.',
  searchResumed: (data) => `One of our people has us ask ${name(data)} again whether they have the order.`,
  chargeResumed: (data) =>
    `One of our people checked the order with ${name(data)}. Making sure that ${price(data)} is charged, once.`,
  givenUp: () =>
    'One of our people is ending this purchase without a book. The reservation on your card is being released.',
  closed: () => 'One of our people ended this purchase. Nothing was reserved or charged.',
}

const refusals: Readonly<Record<string, (seller: string) => string>> = {
  SOLD_OUT: (seller) => `${seller} sold the last copy a moment ago.`,
  PRICE_CHANGED: (seller) => `${seller} has raised the price.`,
  QUOTE_EXPIRED: (seller) => `${seller}'s price had run out.`,
  UNREACHABLE: (seller) => `${seller} cannot be reached.`,
  NOT_MADE: (seller) => `${seller} never got the order.`,
  NOT_AS_QUOTED: (seller) => `${seller} confirmed something other than what was quoted, so that order was cancelled.`,
  CANCELLED_BY_SELLER: (seller) => `${seller} cancelled the order.`,
}

function refusal({ refused, refusedBy }: Narrated): string {
  if (!refused) return ''
  const write = refusals[refused] ?? ((seller: string) => `${seller} could not sell the copy.`)
  return write(refusedBy ?? 'The seller')
}

/** Why a purchase ended without a book, for the shopper; undefined when its state says it all. */
export function explain({ reason, state }: Pick<Purchase, 'reason' | 'state'>): string | undefined {
  if (!reason) return undefined
  if (state === 'NEEDS_REVIEW')
    return `${reviews[reason] ?? 'Something happened that only a person can sort out.'} You cannot be charged twice.`
  return reasons[reason] ?? (state === 'DECLINED' ? sayDecline(reason) : undefined)
}

const reasons: Readonly<Record<string, string>> = {
  BY_STAFF: 'We could not settle this purchase with the seller, so we ended it. Nothing was charged.',
  BY_SHOPPER: 'You cancelled this purchase. Nothing was charged.',
  NOBODY_ANSWERED: 'No seller could be reached. Nothing was charged. Please try again in a few minutes.',
  ACTION_EXPIRED: 'Your bank wanted you to confirm the payment and did not hear from you in time. Nothing was charged.',
}

const reviews: Readonly<Record<string, string>> = {
  SELLER_SILENT: 'The seller has not told us whether they have your order.',
  SELLER_UNSURE: 'The seller cannot tell us whether they have your order.',
  PAYMENT_UNKNOWN: 'The payment provider has not told us whether the amount was reserved.',
  CAPTURE_UNKNOWN: 'The payment provider has not told us whether the payment was taken.',
  RELEASE_UNKNOWN: 'The payment provider has not told us whether the reservation was released.',
  WRONG_ORDER_STANDS: 'The seller confirmed something other than what was quoted and will not cancel it.',
  UNWANTED_ORDER_STANDS: 'The seller has your order after all and will not cancel it.',
  UNPAID_ORDER_STANDS: 'The payment could not be taken and the seller will not cancel the order.',
}
