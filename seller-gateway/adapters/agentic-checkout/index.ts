// Sellers that speak the Agentic Commerce Protocol: sessions that say what something costs, payment tokens, webhooks that only nudge.
// Promises: an order's token allows exactly the quoted total's session; every POST has a key that makes it safe to send again.
import { randomUUID } from 'node:crypto'
import type { AdapterDeps, QuoteAsk, SellerAdapter } from '../../core/adapter.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import { parseAnswer, parseJson } from '../../core/parse-answer.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, SellerFailure } from '../../core/seller-failure.ts'
import { createAcpClient } from './client.ts'
import type { AgenticCheckoutConnection } from './client.ts'
import { isPaperCopy, toOrder, toQuote, toSessionBody } from './normalize.ts'
import { createNudges } from './nudges.ts'
import { paths } from './paths.ts'
import { placeOrder } from './place-order.ts'
import { isSignedBy } from './webhook.ts'
import { OrderAnswer, OrderEvent, Products, Session } from './wire.ts'

// Each copy needs a session of its own, and each session is a request against the seller's rate.
const copiesMax = 4

/** An adapter for one seller. */
export function connectAgenticCheckout(
  entry: SellerEntry,
  connection: AgenticCheckoutConnection,
  { clock, onRequest }: AdapterDeps,
): SellerAdapter {
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createAcpClient(http, connection)
  const nudges = createNudges(clock)
  const { currencies } = entry
  const placing = { client, payment: connection.payment, currencies, nudges }

  async function* getQuotes(ask: QuoteAsk, signal: AbortSignal) {
    const { isbn13 } = ask
    const found = await client.get(paths.products(isbn13), signal)
    if (found.trouble) throw new SellerFailure('rejected', `error ${found.trouble.code}`)
    const currency = connection.pricesIn.find((one) => one === ask.currency) ?? connection.pricesIn[0]
    const { products } = parseAnswer(Products, found.json)
    const copies = products
      .flatMap(({ variants }) => variants)
      .filter((one) => isPaperCopy(one, isbn13, connection.skip))
    for (const variant of copies.slice(0, copiesMax)) {
      const body = toSessionBody(`${currency}/${variant.id}`, ask)
      const opened = await client.post(paths.sessions, body, randomUUID(), signal)
      if (opened.trouble) throw new SellerFailure('rejected', `error ${opened.trouble.code}`)
      const session = parseAnswer(Session, opened.json)
      const quote = toQuote(session, variant, { isbn13, currencies, fetchedAt: new Date(clock.now()) })
      if (quote) yield quote
    }
  }

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    getQuotes,
    placeOrder: (ask, signal) => placeOrder(placing, ask, signal),
    async findOrder(reference, signal) {
      const { json, trouble } = await client.get(paths.order(reference), signal)
      if (trouble?.code === 'order_not_found') return null
      if (trouble) throw new SellerFailure('rejected', `error ${trouble.code}`)
      return toOrder(parseAnswer(OrderAnswer, json), entry.currency, currencies)
    },
    async cancelOrder(reference, signal) {
      const body = { client_reference_id: reference }
      const { json, trouble } = await client.post(paths.cancelOrder, body, `${reference}.cancel`, signal)
      if (trouble?.code === 'idempotency_in_flight') throw new SellerFailure('unavailable', 'it is still cancelling')
      if (trouble) throw new CancelRefused(`error ${trouble.code}`)
      return toOrder(parseAnswer(OrderAnswer, json), entry.currency, currencies)
    },
    takeWebhook(webhook) {
      if (!isSignedBy(connection.webhookSecret, webhook, clock.now())) return false
      const sessionId = sessionIdIn(webhook.body)
      if (sessionId !== null) nudges.nudge(sessionId)
      return true
    },
    close: () => http.close(),
  }
}

/** What a webhook is about; null when it cannot be read. */
function sessionIdIn(body: string): string | null {
  try {
    return OrderEvent.parse(parseJson(body)).data.checkout_session_id
  } catch {
    return null
  }
}
