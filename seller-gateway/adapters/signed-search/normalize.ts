// Pure: a second-hand seller's messages → ours.
import type { Money } from '@quire/proto/money'
import type { Condition, OrderState, PlaceAsk, QuoteAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { formatAmount, parseAmount, sum } from '../../core/amounts.ts'
import { ownValue } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { RefusalReason } from '../../core/seller-failure.ts'
import { toAlpha2, toAlpha3 } from './countries.ts'
import type { Book, Order, Verdict } from './wire.ts'

export interface Context {
  /** The currencies that this seller may use. */
  currencies: readonly string[]
  fetchedAt: Date
  /** Whether nothing comes on top of its prices. */
  pricesAreFinal: boolean
}

// A price has no expiry here; the limit in the order is what protects the buyer.
const validMs = 60_000

const usedConditions: Readonly<Record<string, Condition>> = {
  'As New': 'LIKE_NEW',
  Fine: 'LIKE_NEW',
  'Near Fine': 'VERY_GOOD',
  'Very Good': 'VERY_GOOD',
  Good: 'GOOD',
  Fair: 'ACCEPTABLE',
}

/** What a status means: the state of the order, or why nothing was bought. Those that are missing wait for somebody's decision. */
const statuses: Readonly<Record<string, OrderState | RefusalReason>> = {
  '04': 'ACCEPTED', // extra shipping accepted
  '05': 'ACCEPTED',
  '14': 'SOLD_OUT', // item unavailable
  '17': 'CANCELLED',
  '19': 'REJECTED', // payment refused
  '24': 'CANCELLED', // refunded
  '35': 'SHIPPED',
  '53': 'PRICE_CHANGED',
  '54': 'REJECTED', // seller inactive
  '90': 'CANCELLED', // extra shipping rejected
}
const liveStates: readonly string[] = ['ACCEPTED', 'SHIPPED', 'CANCELLED'] satisfies OrderState[]

/** What to search for; null for a country that does not exist. */
export function toSearchQuery(ask: QuoteAsk, quotesIn: readonly [string, ...string[]]): Record<string, string> | null {
  const destinationcountry = toAlpha3(ask.destination.country)
  const currency = quotesIn.find((one) => one === ask.currency) ?? quotesIn[0]
  return destinationcountry === null ? null : { isbn: ask.isbn13, currency, destinationcountry }
}

/** One copy → a quote; null for another book. */
export function toQuote(book: Book, isbn13: string, context: Context): SellerQuote | null {
  if (book.isbn13 !== isbn13) return null // a reprint, or a book that only mentions it
  const { currencies, fetchedAt, pricesAreFinal } = context
  const currency = book.listingCurrency
  const item = parseAmount(book.listingPrice, currency, { currencies })
  const shipping =
    book.firstBookShipCost === undefined
      ? null
      : parseAmount(book.firstBookShipCost, currency, { currencies, mayBeZero: true })
  checkTotal(book, shipping && sum(item, shipping), currencies)
  return {
    quoteRef: book.bookId,
    isbn13,
    condition: toCondition(book),
    item,
    shipping,
    tax: pricesAreFinal ? { currency, minor: 0n } : null,
    quantity: Number(book.quantity ?? 0),
    shipsFrom: toAlpha2(book.vendorLocation ?? ''),
    deliveryDays: { min: Number(book.minShipDays ?? 0), max: Number(book.maxShipDays ?? 0) },
    expiresAt: new Date(fetchedAt.getTime() + validMs),
  }
}

/** Their order → ours. One that could not be filled is CANCELLED: it holds no copy, and never will. */
export function toOrder(order: Order, currencies: readonly string[]): SellerOrder {
  const meaning = statuses[order.status]
  const isLive = meaning !== undefined && liveStates.includes(meaning)
  return {
    reference: order.referenceId,
    sellerOrderId: order.orderId,
    state: isLive ? (meaning as OrderState) : meaning ? 'CANCELLED' : 'UNSPECIFIED',
    isbn13: order.item.isbn13,
    condition: toCondition(order.item),
    // Of an order that waits for a decision the total is not settled, whatever it says.
    total: isLive && order.total ? toMoney(order.total, currencies) : null,
    createdAt: new Date(order.orderDate),
  }
}

/** The one order under a reference; null when there is none. Throws SellerFailure when several stand. */
export function chooseOrder(
  orders: readonly Order[],
  reference: string,
  currencies: readonly string[],
): SellerOrder | null {
  const ours = orders.filter(({ referenceId }) => referenceId === reference).map((order) => toOrder(order, currencies))
  const standing = ours.filter(({ state }) => state !== 'CANCELLED')
  if (standing.length > 1) throw new SellerFailure('bad_data', `${standing.length} orders stand under one reference`)
  return standing[0] ?? ours[0] ?? null
}

/** Why an order that was created could not be filled; null for one that stands or was cancelled since. */
export function toUnfilled(order: Order, currencies: readonly string[]): OrderRefused | null {
  const meaning = statuses[order.status]
  if (meaning === undefined || liveStates.includes(meaning)) return null
  const words = `status ${order.status}: ${order.statusText}`
  const total = order.currentTotal ? newTotal(order.currentTotal, currencies) : undefined
  return new OrderRefused(meaning as RefusalReason, words, total)
}

/** What a code means for an order; null when it proves nothing. */
export function toRefusal({ code, message }: Verdict): OrderRefused | null {
  const reason = reasons[code]
  return reason === undefined ? null : new OrderRefused(reason, `code ${code}: ${message}`)
}

const reasons: Readonly<Record<number, RefusalReason>> = {
  4040: 'SOLD_OUT', // no such copy, or no longer
  4090: 'REQUEST_ID_REUSED',
  4220: 'REJECTED',
  4222: 'REJECTED', // not sent there
}

/** Our order → theirs. Throws OrderRefused for a country that does not exist. */
export function toOrderBody({ reference, quoteRef, limit, shipTo }: PlaceAsk): unknown {
  const { recipient, lines, city, region, postalCode } = shipTo
  const [address1, address2, address3] = lines
  const country = toAlpha3(shipTo.country)
  if (country === null) throw new OrderRefused('REJECTED', `${shipTo.country} is no country`)
  return {
    referenceId: reference,
    items: [{ bookId: quoteRef, quantity: 1 }],
    maxPrice: { amount: formatAmount(limit), currency: limit.currency },
    shipTo: {
      name: recipient,
      address1,
      ...(address2 && { address2 }),
      ...(address3 && { address3 }),
      city,
      ...(region && { province: region }),
      postalCode,
      country,
    },
  }
}

/** A total that is not the sum of its parts hides one that we do not know. */
function checkTotal({ totalListingPrice, listingCurrency }: Book, parts: Money | null, currencies: readonly string[]) {
  if (totalListingPrice === undefined || !parts) return
  const total = parseAmount(totalListingPrice, listingCurrency, { currencies })
  if (total.minor !== parts.minor)
    throw new SellerFailure('bad_data', `a total of ${totalListingPrice} is not the sum of its parts`)
}

function toCondition({
  listingCondition,
  itemCondition = '',
}: Pick<Book, 'listingCondition' | 'itemCondition'>): Condition {
  if (listingCondition === 'NEW BOOK') return 'NEW'
  return ownValue(usedConditions, itemCondition) ?? 'UNSPECIFIED'
}

function toMoney({ amount, currency }: { amount: string; currency: string }, currencies: readonly string[]): Money {
  return parseAmount(amount, currency, { currencies })
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
function newTotal(amount: { amount: string; currency: string }, currencies: readonly string[]): Money | undefined {
  try {
    return toMoney(amount, currencies)
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}
