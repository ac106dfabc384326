// Second-hand sellers with an XML search and signed JSON orders (AbeBooks' model). No cancellation: an order stands, or never was.
// Promises: our reference is request id and referenceId, so an order is made once and found again; the quoted total goes with it. What proves
// that nothing was bought: a status of the created order, or a code under the HTTP status that it names.
import type { AdapterDeps, SellerAdapter } from '../../core/adapter.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, SellerFailure } from '../../core/seller-failure.ts'
import { createSignedSearchClient } from './client.ts'
import type { SignedSearchConnection } from './client.ts'
import { chooseOrder, toOrder, toOrderBody, toQuote, toRefusal, toSearchQuery, toUnfilled } from './normalize.ts'
import type { Verdict } from './wire.ts'
import { Found, Placed, SearchResults } from './wire.ts'

const done = 2000
const stillInWork = 2003
const created = 2010

/** An adapter for one seller. */
export function connectSignedSearch(
  entry: SellerEntry,
  connection: SignedSearchConnection,
  { clock, onRequest }: AdapterDeps,
): SellerAdapter {
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createSignedSearchClient(http, connection, clock)
  const { currencies } = entry
  const { pricesAreFinal, quotesIn } = connection

  return {
    can: { quote: true, order: true, cancel: false, replayOrders: true, lookUp: true },
    async *getQuotes(ask, signal) {
      const query = toSearchQuery(ask, quotesIn)
      if (!query) return
      const { searchResults } = parseAnswer(SearchResults, await client.search(query, signal))
      const context = { currencies, pricesAreFinal, fetchedAt: new Date(clock.now()) }
      for (const book of searchResults.Book) {
        const quote = toQuote(book, ask.isbn13, context)
        if (quote) yield quote
      }
    },
    async placeOrder(ask, signal) {
      const { verdict, json } = await client.sendOrder(ask.reference, toOrderBody(ask), signal)
      if (verdict.code !== created && verdict.code !== done) throw toRefusal(verdict) ?? unproven(verdict)
      const { order } = parseAnswer(Placed, json)
      const unfilled = toUnfilled(order, currencies)
      if (unfilled) throw unfilled
      return toOrder(order, currencies)
    },
    async findOrder(reference, signal) {
      const { verdict, json } = await client.findOrders(reference, signal)
      if (verdict.code !== done) throw unproven(verdict)
      return chooseOrder(parseAnswer(Found, json).orders, reference, currencies)
    },
    async cancelOrder() {
      throw new CancelRefused(`${entry.name} cancels no orders`)
    },
    close: () => http.close(),
  }
}

function unproven({ code, message }: Verdict): SellerFailure {
  const isBusy = code === stillInWork // the first request under this id: it may yet become an order
  return new SellerFailure(isBusy ? 'unavailable' : 'rejected', `code ${code}: ${message}`)
}
