// The sellers' port with our own shop among them: whoever asks everybody asks us too, and whoever orders from us orders from PostgreSQL.
import { readRates } from '#rates'
import { ownSeller } from '#sellers'
import type { Quote, QuoteEvent, QuotesRequest, Sellers } from '#sellers'
import { findOwnOffers } from '#stock'
import { compare } from '#platform/money'
import type { Money } from '#platform/money'
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import { cancelOrder } from './cancel-order.ts'
import { shop, toSellerOrder } from './model.ts'
import type { ShopDeps } from './model.ts'
import { placeOrder } from './place-order.ts'
import { findOrder } from './queries.ts'
import { toQuotes } from './to-quotes.ts'

/** `sellers`, and beside them the shop. A call about our own copies never leaves this process; one that broke is of unknown outcome. */
export function connectShop<S extends Sellers>(sellers: S, deps: ShopDeps): S {
  const isOwn = ({ sellerId }: { sellerId: string }) => sellerId === ownSeller.id
  return {
    ...sellers,
    streamQuotes: (request, options) => withOwn(deps, sellers.streamQuotes(request, options), request),
    placeOrder: (order, options) =>
      isOwn(order) ? settled(() => placeOrder(deps, order)) : sellers.placeOrder(order, options),
    findOrder: (ref, options) =>
      isOwn(ref)
        ? settled(async () => {
            const found = await findOrder(deps.db, ref.reference)
            return found ? ok(toSellerOrder(found)) : { kind: 'refused', reason: 'NOT_FOUND' }
          })
        : sellers.findOrder(ref, options),
    cancelOrder: (ref, options) =>
      isOwn(ref) ? settled(async () => ok(await cancelOrder(deps, ref.reference))) : sellers.cancelOrder(ref, options),
    list: async (options) => [...(await sellers.list(options)), shop],
  }
}

/** Both are asked at the same time; our own answer, a matter of milliseconds, is told first. Where we have no copy we are not mentioned. */
async function* withOwn(
  deps: ShopDeps,
  others: AsyncIterable<QuoteEvent>,
  request: QuotesRequest,
): AsyncGenerator<QuoteEvent> {
  const asked = others[Symbol.asyncIterator]()
  try {
    const first = asked.next()
    first.catch(() => {}) // told below, when its turn comes
    const told = await ownEvents(deps, request)
    yield* told
    let best = cheapest(told.flatMap((event) => (event.type === 'quote' ? [event.quote] : [])))
    for (let next = await first; !next.done; next = await asked.next()) {
      const event = next.value
      if (event.type === 'quote') best = cheapest([...(best ? [best] : []), event.quote])
      yield event.type === 'summary' && told.length > 0 ? summed(event, best) : event
    }
  } finally {
    await asked.return?.()
  }
}

/** What our shelf says of this book; nothing when it has none, or cannot be read: others may have it. */
async function ownEvents(deps: ShopDeps, request: QuotesRequest): Promise<QuoteEvent[]> {
  const { id: sellerId, name: sellerName } = ownSeller
  const begun = deps.clock.now()
  try {
    const offers = await findOwnOffers(deps.db, request.isbn13)
    if (offers.length === 0) return []
    const at = deps.clock.now()
    const quotes = toQuotes(offers, request, { rates: await readRates(deps.db), at })
    const elapsedMs = deps.clock.now().getTime() - begun.getTime()
    const done: QuoteEvent = { type: 'done', sellerId, sellerName, quoteCount: quotes.length, elapsedMs }
    return [
      { type: 'started', sellerId, sellerName },
      ...quotes.map((quote): QuoteEvent => ({ type: 'quote', quote })),
      done,
    ]
  } catch (error) {
    deps.log.warn({ err: error, isbn13: request.isbn13 }, 'our own shelf could not be read')
    return []
  }
}

type Priced = Quote & { readonly total: Money }

function cheapest(quotes: readonly Quote[]): Priced | null {
  const priced = quotes.filter((quote): quote is Priced => quote.total !== null)
  return priced.toSorted((a, b) => compare(a.total, b.total))[0] ?? null
}

function summed(summary: QuoteEvent & { type: 'summary' }, best: Priced | null): QuoteEvent {
  const { asked, answered, ...rest } = summary.coverage
  const coverage = { ...rest, asked: asked + 1, answered: answered + 1 }
  return { ...summary, coverage, bestQuoteId: best?.quoteId ?? summary.bestQuoteId }
}

/** A transaction that broke may have committed: nobody knows until it is looked up. */
async function settled<T, R extends string>(call: () => Promise<Outcome<T, R>>): Promise<Outcome<T, R>> {
  try {
    return await call()
  } catch (error) {
    return { kind: 'unknown', detail: String(error) }
  }
}
