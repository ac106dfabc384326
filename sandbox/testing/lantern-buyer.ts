// A buyer at Lantern, as the Agentic Commerce Protocol wants it: session, payment token, completion.
import { randomUUID } from 'node:crypto'
import type { Money } from '@quire/proto/money'
import type { Sandbox } from '../index.ts'
import { map, over } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder, SeenQuote } from './buyer.ts'

/** Buys at Lantern. It quotes by opening a session for the paper copy, whose item id it knows. */
export function lanternBuyer(sandbox: Sandbox): Buyer {
  const ask = (method: string, path: string, sent: Sent = {}): Promise<Outcome<Session & Order>> =>
    over(askLantern(sandbox, method, path, sent), (text, { status }): Outcome<Session & Order> => {
      if (status >= 500 || status === 429) return { kind: 'trouble', what: String(status) }
      const read = JSON.parse(text) as Session & Order & { code?: string }
      if (status < 300) return { kind: 'ok', value: read }
      return { kind: 'refused', code: errorCodes[read.code ?? ''] ?? String(read.code) }
    })

  async function place(reference: string, quote: SeenQuote, signal?: AbortSignal): Promise<Outcome<SeenOrder>> {
    const withKey = (body: unknown): Sent => ({ body, key: `${reference}.order`, signal })
    const created = await ask('POST', '/checkout_sessions', withKey(toSession(quote, reference)))
    if (created.kind !== 'ok') return created
    const { id, currency } = created.value
    const token = await ask('POST', '/agentic_commerce/delegate_payment', withKey(toDelegation(id, quote.total)))
    if (token.kind !== 'ok') return token
    const completed = await ask('POST', `/checkout_sessions/${id}/complete`, withKey(toCompletion(token.value.id)))
    if (completed.kind !== 'ok') return completed
    const { status, order, messages, totals } = completed.value
    if (status === 'completed') return { kind: 'ok', value: toSeenOrder(order ?? {}) }
    if (status === 'complete_in_progress') return { kind: 'trouble', what: status }
    const code = messageCodes[messages[0]?.code ?? ''] ?? status
    const total = code === 'PRICE_CHANGED' ? totalIn(totals, currency) : null
    return { kind: 'refused', code, ...(total && { total }) }
  }

  return {
    seller: 'lantern',
    currency: 'USD',
    async quote(isbn13, signal) {
      const wanted = { id: `lt_${isbn13}-1`, total: { currency: 'USD', minor: 0n }, quantity: 1 }
      const answer = await ask('POST', '/checkout_sessions', { body: toSession(wanted), key: randomUUID(), signal })
      return map(answer, ({ line_items: [line], totals, currency }) => {
        const total = totalIn(totals, currency)
        return line && total && line.available_quantity > 0
          ? [{ id: line.item.id, total, quantity: line.available_quantity }]
          : []
      })
    },
    place,
    get: async (reference) => map(await ask('GET', `/orders?client_reference_id=${reference}`), toSeenOrder),
    cancel: async (reference) =>
      map(
        await ask('POST', '/orders/cancel', { body: { client_reference_id: reference }, key: `${reference}.cancel` }),
        toSeenOrder,
      ),
    close() {},
  }
}

interface Sent {
  body?: unknown
  key?: string | undefined
  signal?: AbortSignal | undefined
  headers?: Record<string, string>
}

/** One request to Lantern with good credentials. */
export function askLantern(sandbox: Sandbox, method: string, path: string, sent: Sent = {}): Promise<Response> {
  return fetch(`${sandbox.url}/lantern${path}`, {
    method,
    headers: {
      authorization: 'Bearer lantern-key',
      'api-version': '2026-04-17',
      ...(sent.key !== undefined && { 'idempotency-key': sent.key }),
      ...sent.headers,
    },
    body: sent.body === undefined ? null : JSON.stringify(sent.body),
    signal: sent.signal ?? null,
  })
}

export function toSession({ id }: Pick<SeenQuote, 'id'>, reference?: string) {
  return {
    currency: 'usd',
    line_items: [{ id }],
    capabilities: {},
    fulfillment_details: {
      address: {
        name: 'A Reader',
        line_one: '1 High Street',
        line_two: 'Flat 2',
        city: 'York',
        country: 'GB',
        postal_code: 'YO1 7AA',
      },
    },
    ...(reference !== undefined && { metadata: { client_reference_id: reference } }),
  }
}

export function toDelegation(sessionId: string, { currency, minor }: Money) {
  return {
    payment_method: { type: 'seller_backed', handler_id: 'lantern_credit' },
    allowance: {
      reason: 'one_time',
      max_amount: Number(minor),
      currency: currency.toLowerCase(),
      checkout_session_id: sessionId,
      merchant_id: 'lantern',
      expires_at: '2099-01-01T00:00:00.000Z',
    },
    risk_signals: [{ type: 'card_testing', score: 0, action: 'authorized' }],
    metadata: {},
  }
}

export function toCompletion(token: string) {
  const credential = { type: 'vault_token', token }
  return { payment_data: { handler_id: 'lantern_credit', instrument: { type: 'seller_backed', credential } } }
}

const orderStates: Record<string, string> = { confirmed: 'ACCEPTED', canceled: 'CANCELLED' }

function toSeenOrder({ id = '', status = '', totals, currency }: Order): SeenOrder {
  return { orderId: id, state: orderStates[status] ?? status, total: totals ? totalIn(totals, currency ?? '') : null }
}

function totalIn(totals: Total[], currency: string): Money | null {
  const total = totals.find(({ type }) => type === 'total')
  return total ? { currency: currency.toUpperCase(), minor: BigInt(total.amount) } : null
}

const messageCodes: Record<string, string> = {
  out_of_stock: 'SOLD_OUT',
  conflict: 'PRICE_CHANGED',
  not_found: 'NO_SUCH_OFFER',
}

const errorCodes: Record<string, string> = {
  idempotency_conflict: 'REFERENCE_REUSED',
  client_reference_canceled: 'ORDER_CANCELLED',
  order_not_found: 'ORDER_NOT_FOUND',
}

interface Total {
  type: string
  amount: number
}

interface Session {
  id: string
  status: string
  currency: string
  line_items: { item: { id: string }; available_quantity: number }[]
  totals: Total[]
  messages: { code: string }[]
  order?: Order
}

interface Order {
  id?: string
  status?: string
  currency?: string
  totals?: Total[]
}
