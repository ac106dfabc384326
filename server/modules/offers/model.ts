// Live offers for one book: what is asked, and what is known so far.
import type { Coverage, Quote, QuoteEvent, Sellers } from '#sellers'
import { z } from 'zod'
import { Condition, Destination } from '#sellers'
import { parseIsbn } from '#platform/isbn'
import { compare, exponentOf } from '#platform/money'
import type { Clock } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'

export interface OffersDeps {
  readonly db: Db
  readonly sellers: Sellers
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Told of the books whose last seen offers are replaced, in the transaction that replaces them. */
  announceSeen?(tx: Tx, isbns: readonly string[]): Promise<void>
}

/** What a board is about: one book, to one place, in one currency. */
export interface BoardKey {
  readonly isbn13: string
  readonly destination: Destination
  readonly currency: string
}

/** What is known after some events. */
export interface Collected {
  readonly quotes: readonly Quote[]
  readonly coverage: Coverage
  /** Sellers that have not answered, with why: a failure, a skip, or still asking. */
  readonly unanswered: readonly { sellerId: string; sellerName: string; why: string }[]
  /** True when every seller has answered, failed or been skipped. */
  readonly isFinal: boolean
}

/** Folds what happened, in any order of sellers, into what is known. */
export function collect(events: readonly QuoteEvent[]): Collected {
  const quotes: Quote[] = []
  const open = new Map<string, { sellerName: string; why: string }>()
  const coverage = { asked: 0, answered: 0, failed: 0, skipped: 0 }
  let isFinal = false
  for (const event of events) {
    switch (event.type) {
      case 'started':
        coverage.asked++
        open.set(event.sellerId, { sellerName: event.sellerName, why: 'ASKING' })
        break
      case 'quote':
        quotes.push(event.quote)
        break
      case 'done':
        coverage.answered++
        open.delete(event.sellerId)
        break
      case 'failed':
        coverage.failed++
        open.set(event.sellerId, { sellerName: event.sellerName, why: event.kind })
        break
      case 'skipped':
        coverage.skipped++
        open.set(event.sellerId, { sellerName: event.sellerName, why: event.reason })
        break
      case 'summary':
        isFinal = true
    }
  }
  const unanswered = [...open].map(([sellerId, { sellerName, why }]) => ({ sellerId, sellerName, why }))
  return { quotes: quotes.toSorted(byTotal), coverage, unanswered, isFinal }
}

/**
 * Cheapest landed total first, unknown totals last (by their item price); ties by sooner delivery, then by name: a total order, so
 * that the same quotes are always in the same order.
 */
export function byTotal(a: Quote, b: Quote): number {
  return (
    byPrice(a, b) ||
    (a.deliveryDays?.max ?? daysUnknown) - (b.deliveryDays?.max ?? daysUnknown) ||
    a.sellerId.localeCompare(b.sellerId) ||
    a.quoteId.localeCompare(b.quoteId)
  )
}

const daysUnknown = 1_000 // later than any delivery that is promised

function byPrice(a: Quote, b: Quote): number {
  if (a.total && b.total) return compare(a.total, b.total)
  return Number(!a.total) - Number(!b.total) || compare(a.item, b.item)
}

const Isbn = z
  .string()
  .max(32)
  .transform((text, ctx) => {
    const parsed = parseIsbn(text)
    if ('isbn13' in parsed) return parsed.isbn13
    ctx.addIssue({ code: 'custom', message: 'is not a valid ISBN' })
    return z.NEVER
  })

const Currency = z.string().refine((code) => {
  try {
    return exponentOf(code) >= 0
  } catch {
    return false
  }
}, 'is not a currency Quire trades in')

/** What `offers.best` and `offers.live` take. */
export const BestInput = z.strictObject({
  isbn13: Isbn,
  destination: Destination,
  currency: Currency,
  conditions: z.array(Condition).min(1).max(5).optional(),
})
