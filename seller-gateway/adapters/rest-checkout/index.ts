// Sellers that speak REST with checkout sessions (eBay's model): search, a session that fixes the price, then the order.
// Promises: the session carries our reference and the quoted total; only `place_order` can buy, so every failure before it is harmless.
import type { AdapterDeps, PlaceAsk, QuoteAsk, SellerAdapter, SellerOrder } from '../../core/adapter.ts'
import { formatAmount } from '../../core/amounts.ts'
import { createGuardedHttp, pathSegment } from '../../core/guarded-http.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, SellerFailure, withEffect } from '../../core/seller-failure.ts'
import { createRestClient } from './client.ts'
import type { RestAnswer, RestCheckoutConnection } from './client.ts'
import { parseQuoteRef, toOrder, toQuote, toRefusal, toSessionAsk } from './normalize.ts'
import { Placed, PurchaseOrder, SearchPage, Session } from './wire.ts'

const paths = {
  search: '/buy/browse/v1/item_summary/search',
  initiate: '/buy/order/v1/checkout_session/initiate',
  place: (sessionId: string) => `/buy/order/v1/checkout_session/${pathSegment(sessionId)}/place_order`,
  order: '/buy/order/v1/purchase_order',
  cancel: '/buy/order/v1/purchase_order/cancel',
}

// Four pages of fifty: nobody looks at the 201st copy, and each page is a request against the seller's rate.
const pageSize = 50
const pagesMax = 4
// Without a Cache-Control, prices are taken to hold this long.
const defaultValidMs = 60_000

const alreadyPlaced = 15006
const noSuchOrder = 15100

/** An adapter for one seller. */
export function connectRestCheckout(
  entry: SellerEntry,
  connection: RestCheckoutConnection,
  { clock, onRequest }: AdapterDeps,
): SellerAdapter {
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createRestClient(http, connection, clock)
  const { currencies } = entry
  const { home, byCountry } = connection.marketplaces

  async function* getQuotes(ask: QuoteAsk, signal: AbortSignal) {
    const marketplace = byCountry[ask.destination.country] ?? home
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await client.get(`${paths.search}?${searchQuery(ask, page)}`, marketplace, signal)
      if (answer.trouble) throw new SellerFailure('rejected', describe(answer))
      const { itemSummaries, next } = parseAnswer(SearchPage, answer.json)
      const context = { currencies, marketplace, fetchedAt: new Date(clock.now()), validMs: validMs(answer.headers) }
      yield* itemSummaries.map((item) => toQuote(item, ask, context)).filter((quote) => quote !== null)
      if (next === undefined) return
    }
  }

  async function placeOrder(ask: PlaceAsk, signal: AbortSignal): Promise<SellerOrder> {
    const { marketplace, itemId } = parseQuoteRef(ask.quoteRef)
    const openSession = async () => {
      const wanted = toSessionAsk(ask, itemId, formatAmount(ask.limit))
      const answer = await client.post(paths.initiate, wanted, marketplace, signal)
      if (answer.trouble) throw toRefusal(answer.trouble, currencies) ?? new SellerFailure('rejected', describe(answer))
      return parseAnswer(Session, answer.json).checkoutSessionId
    }
    const sessionId = await openSession().catch((error: unknown) => {
      throw withEffect(error, 'no') // a session sells nothing
    })
    const answer = await client.post(paths.place(sessionId), {}, marketplace, signal)
    if (answer.trouble && answer.trouble.errorId !== alreadyPlaced)
      throw toRefusal(answer.trouble, currencies) ?? new SellerFailure('rejected', describe(answer))
    return toOrder(parseAnswer(Placed, answer.json).purchaseOrder, currencies)
  }

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    getQuotes,
    placeOrder,
    async findOrder(reference, signal) {
      const query = new URLSearchParams({ clientReference: reference }).toString()
      const answer = await client.get(`${paths.order}?${query}`, home, signal)
      if (answer.trouble?.errorId === noSuchOrder) return null
      if (answer.trouble) throw new SellerFailure('rejected', describe(answer))
      return toOrder(parseAnswer(PurchaseOrder, answer.json), currencies)
    },
    async cancelOrder(reference, signal) {
      const answer = await client.post(paths.cancel, { clientReference: reference }, home, signal)
      if (answer.trouble) throw new CancelRefused(describe(answer))
      return toOrder(parseAnswer(PurchaseOrder, answer.json), currencies)
    },
    close: () => http.close(),
  }
}

function searchQuery({ isbn13, destination }: QuoteAsk, page: number): string {
  return new URLSearchParams({
    q: isbn13,
    deliveryCountry: destination.country,
    ...(destination.postalCode && { deliveryPostalCode: destination.postalCode }),
    limit: String(pageSize),
    offset: String(page * pageSize),
  }).toString()
}

function validMs(headers: Record<string, string>): number {
  const [, seconds] = /max-age=(\d{1,6})/.exec(headers['cache-control'] ?? '') ?? []
  return seconds === undefined ? defaultValidMs : Number(seconds) * 1000
}

function describe({ status, trouble }: RestAnswer): string {
  return `answered ${status}, error ${trouble?.errorId ?? 'unknown'}`
}
