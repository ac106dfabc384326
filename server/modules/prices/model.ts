// Prices as they are looked at: the question, what came of asking, what the history keeps. Amounts are minor units of the question's currency.
import type { Condition, Quote } from '#sellers'

/** One question serves everybody who watches this book to this country in this currency. */
export interface QuestionKey {
  readonly isbn13: string
  readonly country: string
  readonly currency: string
}

/** A price somebody named. */
export interface Seen {
  readonly totalMinor: bigint
  readonly sellerId: string
  readonly sellerName: string
  readonly at: Date
}

/** What came of asking. */
export interface Look {
  readonly at: Date
  readonly quotes: readonly Quote[]
  /** Sellers that were to be asked and gave no answer. */
  readonly silent: ReadonlySet<string>
}

/** What one purchase really paid, landed. */
export interface Paid extends QuestionKey {
  readonly purchaseId: string
  readonly accountId: string
  readonly condition: Condition
  readonly at: Date
  readonly totalMinor: bigint
  readonly sellerName: string
}

/** A line of the price history. */
export interface Point {
  readonly condition: Condition
  readonly at: Date
  /** Null: nobody offered a copy. */
  readonly seen: Omit<Seen, 'at'> | null
}
