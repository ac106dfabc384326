// A buyer at Foxed & Sons, in pounds.
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { XMLParser } from 'fast-xml-parser'
import { toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'
import { address, map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder, SeenQuote } from './buyer.ts'

/** Buys at Foxed & Sons, in pounds. */
export function foxedBuyer(sandbox: Sandbox): Buyer {
  const ask = (sent: Promise<Response>) =>
    over(sent, (text, { status }): Outcome<FoxedAnswer> => {
      if (status === 429 || status >= 500) return { kind: 'trouble', what: String(status) }
      const read = JSON.parse(text) as FoxedAnswer
      if (read.code === 2003) return { kind: 'trouble', what: 'in work' }
      if (status < 400) return { kind: 'ok', value: read }
      return { kind: 'refused', code: read.code === 4090 ? 'REFERENCE_REUSED' : String(read.code) }
    })
  return {
    seller: 'foxed',
    currency: 'GBP',
    async quote(isbn13, signal) {
      return over(searchFoxed(sandbox, { isbn: isbn13 }, { signal }), (text, { status }) => {
        if (status !== 200) return { kind: 'trouble', what: String(status) }
        return { kind: 'ok', value: readBooks(text).map(toQuote) }
      })
    },
    async place(reference, quote, signal) {
      const body = JSON.stringify(toOrderBody(reference, quote))
      const placed = await ask(sendSigned(sandbox, { method: 'POST', body, requestId: reference, signal }))
      if (placed.kind !== 'ok') return placed
      const order = placed.value.order ?? {}
      if (order.status === '14') return { kind: 'refused', code: 'SOLD_OUT' }
      if (order.status === '53') return { kind: 'refused', code: 'PRICE_CHANGED', total: readTotal(order.currentTotal) }
      return map(placed, () => toOrder(order))
    },
    async get(reference) {
      const found = await ask(sendSigned(sandbox, { method: 'GET', query: `?referenceId=${reference}` }))
      const [order] = found.kind === 'ok' ? (found.value.orders ?? []) : []
      if (found.kind === 'ok' && !order) return { kind: 'refused', code: 'ORDER_NOT_FOUND' }
      return map(found, () => toOrder(order ?? {}))
    },
    cancel: async () => ({ kind: 'refused', code: 'CANNOT_CANCEL' }),
    close() {},
  }
}

export function searchFoxed(
  sandbox: Sandbox,
  query: Record<string, string>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Response> {
  const all = { clientkey: 'foxed-client-key', currency: 'GBP', destinationcountry: 'GBR', ...query }
  return fetch(`${sandbox.url}/foxed/search?${new URLSearchParams(all).toString()}`, { signal: signal ?? null })
}

/** The books of a search's answer. */
export function readBooks(text: string): Record<string, string>[] {
  const { searchResults } = xml.parse(text, true) as { searchResults: { Book?: Record<string, string>[] } }
  return searchResults.Book ?? []
}

export interface SignedAsk {
  method: 'GET' | 'POST'
  query?: string
  body?: string
  requestId?: string
  /** Instead of what would be right. */
  date?: string
  accessKey?: string
  secret?: string
  /** What goes out instead of what was signed. */
  tampered?: { query?: string; body?: string }
  signal?: AbortSignal | undefined
}

/** Sends a signed request to `/foxed/v1/orders`. */
export function sendSigned(sandbox: Sandbox, ask: SignedAsk): Promise<Response> {
  const { method, query = '', body = '', requestId = randomUUID(), date = new Date().toISOString() } = ask
  const path = `/foxed/v1/orders${query}`
  const lines = [method, path, date, requestId, createHash('sha256').update(body).digest('hex')]
  const signature = createHmac('sha256', ask.secret ?? 'foxed-secret')
    .update(lines.join('\n'))
    .digest('hex')
  const sent = { query, body, ...ask.tampered }
  return fetch(`${sandbox.url}/foxed/v1/orders${sent.query}`, {
    method,
    headers: {
      'foxed-accesskey': ask.accessKey ?? 'foxed-access-key',
      'foxed-date': date,
      'foxed-requestid': requestId,
      'foxed-signature': signature,
    },
    body: method === 'POST' ? sent.body : null,
    signal: ask.signal ?? null,
  })
}

export function toOrderBody(referenceId: string, { id, total }: SeenQuote) {
  const { recipient, lines, city, postalCode } = address
  return {
    referenceId,
    items: [{ bookId: id, quantity: 1 }],
    maxPrice: { amount: toDecimal(total), currency: total.currency },
    shipTo: { name: recipient, address1: lines[0], address2: lines[1], city, postalCode, country: 'GBR' },
  }
}

function toQuote({
  bookId = '',
  totalListingPrice,
  listingCurrency = '',
  quantity,
}: Record<string, string>): SeenQuote {
  return { id: bookId, total: readMoney(totalListingPrice, listingCurrency), quantity: Number(quantity) }
}

function toOrder({ orderId = '', status = '', total }: FoxedOrder): SeenOrder {
  return { orderId, state: states[status] ?? status, total: total ? readTotal(total) : null }
}

function readTotal(total: FoxedMoney | null | undefined) {
  return readMoney(total?.amount, total?.currency ?? '')
}

const states: Record<string, string> = { '05': 'ACCEPTED', '14': 'UNFILLED', '53': 'UNFILLED' }
const xml = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Book' })

interface FoxedMoney {
  amount: string
  currency: string
}

export interface FoxedOrder {
  orderId?: string
  status?: string
  total?: FoxedMoney | null
  currentTotal?: FoxedMoney | null
}

export interface FoxedAnswer {
  code: number
  message?: string
  order?: FoxedOrder
  orders?: FoxedOrder[]
}
