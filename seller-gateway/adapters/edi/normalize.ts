// Pure: what trade documents say → quotes, orders, refusals. One table for both standards.
import { createHash } from 'node:crypto'
import type { Money } from '@quire/proto/money'
import type { QuoteAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { parseAmount } from '../../core/amounts.ts'
import { OrderPending, OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { EdiConnection } from './client.ts'
import type { Answer, Incoming, ListedBook } from './documents.ts'

/** A seller's price list: the same books in each currency. */
export interface Catalogue {
  /** Its number in the mailbox. */
  document: number
  /** By currency. */
  parts: ReadonlyMap<string, Incoming & { kind: 'catalogue' }>
}

/**
 * The purchase order number of a reference: short enough for both standards (22 characters), the same each time, and so rare a coincidence
 * (2^-108) that two references never share one.
 */
export function toNumber(reference: string): string {
  const hash = createHash('sha256').update(`quire order ${reference}`).digest('hex')
  return `Q${BigInt(`0x${hash}`).toString(36).toUpperCase().padStart(50, '0').slice(-21)}`
}

interface Context {
  /** What the seller charges where nothing else is asked for. */
  currency: string
  /** All that it may charge in. */
  currencies: readonly string[]
  nowMs: number
}

/** The one copy of a book that is listed, in stock and sent there; null when there is none. Throws SellerFailure for a price that cannot be. */
export function toQuote(
  catalogue: Catalogue,
  { isbn13, destination: { country } }: QuoteAsk,
  { currencyByCountry, zones, shipsFrom }: Pick<EdiConnection, 'currencyByCountry' | 'zones' | 'shipsFrom'>,
  { currency, currencies, nowMs }: Context,
): SellerQuote | null {
  const part = choosePart(catalogue, isbn13, currencyByCountry[country] ?? currency)
  const book = part?.books.get(isbn13)
  const zone = zones.findIndex((countries) => countries.includes(country))
  const carriage = book?.carriage.get(`Z${zone + 1}`)
  if (!part || !book || book.quantity === 0 || carriage === undefined) return null
  if (part.validUntil.getTime() <= nowMs)
    throw new SellerFailure('bad_data', `the prices of its list ${part.id} have ended`)
  return {
    quoteRef: part.id,
    isbn13,
    condition: 'NEW', // trade documents know no other
    ...amounts(book, carriage, part.currency, currencies),
    quantity: book.quantity,
    shipsFrom,
    deliveryDays: [
      { min: 3, max: 6 },
      { min: 5, max: 10 },
    ][zone] ?? { min: 10, max: 25 },
    expiresAt: part.validUntil,
    listedAt: new Date(Math.min(part.madeAt.getTime(), nowMs)),
  }
}

/** The list in the wanted currency where it has the book, else any that has. */
function choosePart({ parts }: Catalogue, isbn13: string, currency: string) {
  const wanted = parts.get(currency)
  return wanted?.books.has(isbn13) ? wanted : [...parts.values()].find(({ books }) => books.has(isbn13))
}

function amounts({ price }: ListedBook, carriage: string, currency: string, currencies: readonly string[]) {
  return {
    item: parseAmount(price, currency, { currencies }),
    shipping: parseAmount(carriage, currency, { currencies, mayBeZero: true }),
    tax: { currency, minor: 0n }, // their prices include it
  }
}

/**
 * What an answer means for an order that was placed. An order that stands is returned as what it is, also where it is not what was ordered: the
 * caller compares and cancels. Throws OrderRefused where nothing was bought, and SellerFailure where that is not proven.
 */
export function toPlaced(answer: Answer, reference: string, currencies: readonly string[]): SellerOrder {
  const order = toStanding(answer, reference, currencies)
  if (order) return order
  if (answer.status === 'held') throw new OrderPending('it has not decided yet')
  if (answer.status === 'refused') throw toRefusal(answer, currencies)
  throw new SellerFailure('bad_data', 'its answer to our order proves nothing')
}

/** The order that stands or stood; null when the answer tells of none. Throws SellerFailure for an order without its parts. */
export function toStanding(answer: Answer, reference: string, currencies: readonly string[]): SellerOrder | null {
  const { status, sellerOrderId, isbn13, quantity, total, orderedAt } = answer
  if (status !== 'accepted' && status !== 'changed' && status !== 'cancelled') return null
  if (status === 'cancelled' && sellerOrderId === '')
    return { ...none, reference, state: 'CANCELLED', createdAt: orderedAt }
  if (sellerOrderId === '' || !total) throw new SellerFailure('bad_data', 'an order without a number or a total')
  return {
    reference,
    sellerOrderId,
    state: status === 'cancelled' ? 'CANCELLED' : 'ACCEPTED',
    // An order of which no copy is sent now, or more than one, is not the order of this book: nobody must be charged for it.
    isbn13: quantity === 1 ? isbn13 : '',
    condition: 'NEW',
    total: parseAmount(total.amount, total.currency, { currencies }),
    createdAt: orderedAt,
  }
}

const none = { sellerOrderId: '', isbn13: '', condition: 'UNSPECIFIED', total: null } as const

/** The agreed reasons. One that is not agreed proves nothing: it may be that the number stands for an order. */
function toRefusal({ reason, total }: Answer, currencies: readonly string[]): OrderRefused | SellerFailure {
  const text = `refused: ${reason}`
  switch (reason) {
    case 'OS':
    case 'NF': // not listed any more
      return new OrderRefused('SOLD_OUT', text)
    case 'PC':
      return new OrderRefused('PRICE_CHANGED', text, newTotal(total, currencies))
    case 'NS': // not sent to this country
    case 'IN': // our document was not understood
      return new OrderRefused('REJECTED', text)
    case 'CX':
      return new OrderRefused('ORDER_CANCELLED', text)
    case 'DP':
      return new OrderRefused('REQUEST_ID_REUSED', text)
    default:
      return new SellerFailure('rejected', `refused for a reason that is not agreed: ${JSON.stringify(reason)}`)
  }
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
function newTotal(total: Answer['total'], currencies: readonly string[]): Money | undefined {
  if (!total) return undefined
  try {
    return parseAmount(total.amount, total.currency, { currencies })
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}
