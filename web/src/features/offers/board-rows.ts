// The rows of the board: one place for every seller from the moment it is asked, the cheapest first.
import type { Condition, Money, Quote } from '../../api/shapes.ts'
import type { LiveOffers, SellerOffers, SellerStatus } from './offer-reducer.ts'

export interface BoardRow {
  sellerId: string
  sellerName: string
  status: SellerStatus
  /** The copy shown on the seller's line: its cheapest that would do, else its cheapest. */
  shown: Quote | null
  /** The seller's other copies, cheapest first. */
  others: Quote[]
  /** Whether `shown` could be bought: in an accepted condition, with every part of its price known. */
  isEligible: boolean
}

/** Sellers in the order of the board: by landed total; then those with an unknown total, still asking, without a copy, failed. */
export function boardRows({ sellers }: LiveOffers, accepted: readonly Condition[]): BoardRow[] {
  return Object.values(sellers)
    .map((seller) => toRow(seller, accepted))
    .toSorted((a, b) => group(a) - group(b) || totalOf(a) - totalOf(b) || a.sellerName.localeCompare(b.sellerName))
}

/** A way to get the book that is no seller's: its place by `minor` of the board's currency, null where it cannot be compared. */
export interface OtherRow {
  id: string
  minor: number | null
}

/** All ways in one list: what is not a seller's among those with a known total, by what it costs; what cannot be compared after them. */
export function oneList<O extends OtherRow>(rows: readonly BoardRow[], others: readonly O[]): (BoardRow | O)[] {
  const list: (BoardRow | O)[] = [...rows]
  for (const other of others.toSorted((a, b) => (a.minor ?? Infinity) - (b.minor ?? Infinity))) {
    const at = list.findIndex((row) => isAfter(row, other))
    list.splice(at < 0 ? list.length : at, 0, other)
  }
  return list
}

function isAfter(row: BoardRow | OtherRow, { minor }: OtherRow): boolean {
  if ('minor' in row) return false // placed already, and cheaper
  return group(row) > 0 || (minor !== null && totalOf(row) > minor)
}

/** Why a copy is shown but not bought. The server decides; this says the same beforehand. */
export type Obstacle = 'otherCondition' | 'incomplete' | 'taxLater' | 'notBuyable'

/** The server's name for ourselves among the sellers. */
export const ownSellerId = 'quire'

/**
 * Item and delivery of a copy of our own whose tax waits for a postal code: what stands in the place of its total, as it does for an ebook. Null where
 * the total is known, and for sellers, of whose taxes nobody knows how high they are.
 */
export function beforeTax({ sellerId, total, item, shipping }: Quote): Money | null {
  if (sellerId !== ownSellerId || total !== undefined || shipping === undefined) return null
  return { currency: item.currency, minor: item.minor + shipping.minor }
}

/** Null for a copy that Quire would buy. */
export function obstacleOf(quote: Quote, accepted: readonly Condition[]): Obstacle | null {
  if (quote.total === undefined) return beforeTax(quote) ? 'taxLater' : 'incomplete'
  if (!quote.buyable) return 'notBuyable'
  return accepted.some((condition) => condition === quote.condition) ? null : 'otherCondition'
}

const ordersMin = 10 // before that the figure is mostly what is usual elsewhere

/** Of a hundred promises, how many the seller keeps, rounded down; null while it has too few orders to say. */
export function keptOf({ keptBasisPoints, orderCount }: NonNullable<Quote['standing']>): number | null {
  return orderCount < ordersMin ? null : Math.floor(keptBasisPoints / 100)
}

function toRow({ sellerId, sellerName, status, quotes }: SellerOffers, accepted: readonly Condition[]): BoardRow {
  const byTotal = Object.values(quotes).toSorted(
    (a, b) => minorOf(a) - minorOf(b) || a.quoteId.localeCompare(b.quoteId),
  )
  const shown = byTotal.find((quote) => obstacleOf(quote, accepted) === null) ?? byTotal[0] ?? null
  return {
    sellerId,
    sellerName,
    status,
    shown,
    others: byTotal.filter((quote) => quote !== shown),
    isEligible: shown !== null && obstacleOf(shown, accepted) === null,
  }
}

function group({ shown, status }: BoardRow): number {
  if (shown) return costOf(shown) === undefined ? 1 : 0
  return { asking: 2, answered: 3, failed: 4, skipped: 5 }[status.kind]
}

function totalOf({ shown }: BoardRow): number {
  return shown ? minorOf(shown) : 0
}

function minorOf(quote: Quote): number {
  return costOf(quote)?.minor ?? Number.MAX_SAFE_INTEGER
}

function costOf(quote: Quote): Money | undefined {
  return quote.total ?? beforeTax(quote) ?? undefined
}
