// A receipt as a shopper reads it: what was bought, then all that was not, grouped by why. Pure.
import type { Purchase } from '../../api/shapes.ts'

type Receipt = NonNullable<Purchase['receipt']>
export type ReceiptQuote = Receipt['quotes'][number]

export interface ReasonGroup {
  why: string
  /** Cheapest first; those without a known total last. */
  quotes: ReceiptQuote[]
}

/** The quote that was bought; null when none was. */
export function boughtQuote({ quotes }: Receipt): ReceiptQuote | null {
  return quotes.find(({ verdict }) => verdict === 'CHOSEN') ?? null
}

/** The others by the reason they were passed over, the reason of the cheapest first. */
export function passedOver({ quotes }: Receipt): ReasonGroup[] {
  const others = quotes
    .filter(({ verdict }) => verdict !== 'CHOSEN')
    .toSorted((a, b) => (a.total?.minor ?? Infinity) - (b.total?.minor ?? Infinity))
  return [...Map.groupBy(others, ({ why }) => why)].map(([why, group]) => ({ why, quotes: group }))
}

/** Those without an answer, by why. */
export function silentSellers({ unanswered }: Receipt): { why: string; names: string[] }[] {
  return [...Map.groupBy(unanswered, ({ why }) => why)].map(([why, sellers]) => ({
    why,
    names: sellers.map(({ sellerName }) => sellerName),
  }))
}

/** How old a price was when it counted, in whole seconds. A clock that is a little ahead makes none negative. */
export function ageSeconds({ fetchedAt }: ReceiptQuote, decidedAt: string): number {
  return Math.max(0, Math.round((Date.parse(decidedAt) - Date.parse(fetchedAt)) / 1000))
}
