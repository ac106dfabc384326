// A buyer at Papertrail.
import { toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'
import { address, map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder } from './buyer.ts'

/** Buys at Papertrail. */
export function papertrailBuyer(sandbox: Sandbox): Buyer {
  const ask = (method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    over(askPapertrail(sandbox, method, path, { body, signal }), (text, { status }): Outcome<PapertrailBody> => {
      if (status >= 500 || status === 429) return { kind: 'trouble', what: String(status) }
      const read = JSON.parse(text) as PapertrailBody
      if (status < 300) return { kind: 'ok', value: read }
      const { code = '', total } = read.error ?? {}
      return {
        kind: 'refused',
        code: codes[code] ?? code,
        ...(total && { total: readMoney(total.amount, total.currency) }),
      }
    })
  return {
    seller: 'papertrail',
    currency: 'EUR',
    async quote(isbn13, signal) {
      const answer = await ask('GET', `/books/${isbn13}/offers?country=GB`, undefined, signal)
      if (answer.kind === 'refused' && answer.code === 'NO_SUCH_OFFER') return { kind: 'ok', value: [] }
      return map(answer, ({ offers = [], currency = '' }) =>
        offers.flatMap(({ offer_id: id, price, postage, vat, stock }) => {
          if (stock === 0 || postage === undefined || vat === undefined) return []
          const parts = [price, String(postage), String(vat)].map((text) => readMoney(text, currency).minor)
          return [{ id, total: { currency, minor: parts.reduce((all, minor) => all + minor) }, quantity: stock }]
        }),
      )
    },
    async place(reference, { id, total }, signal) {
      const { recipient, lines, city, postalCode, country } = address
      const wanted = {
        offer_id: id,
        max_total: { amount: toDecimal(total), currency: total.currency },
        deliver_to: { name: recipient, street: lines, town: city, postcode: postalCode, country },
      }
      return map(await ask('PUT', `/orders/${reference}`, wanted, signal), toSeenOrder)
    },
    get: async (reference) => map(await ask('GET', `/orders/${reference}`), toSeenOrder),
    cancel: async (reference) => map(await ask('DELETE', `/orders/${reference}`), toSeenOrder),
    close() {},
  }
}

/** One request to Papertrail, with its key unless another is given. */
export function askPapertrail(
  sandbox: Sandbox,
  method: string,
  path: string,
  { body, signal, key = 'papertrail-key' }: { body?: unknown; signal?: AbortSignal | undefined; key?: string } = {},
): Promise<Response> {
  return fetch(`${sandbox.url}/papertrail/v1${path}`, {
    method,
    headers: { 'x-api-key': key },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  })
}

function toSeenOrder({ order_no: orderId = '', status, total }: PapertrailBody): SeenOrder {
  const state = status === 'placed' ? 'ACCEPTED' : 'CANCELLED'
  return { orderId, state, total: total ? readMoney(total.amount, total.currency) : null }
}

const codes: Record<string, string> = {
  unknown_book: 'NO_SUCH_OFFER',
  sold_out: 'SOLD_OUT',
  price_changed: 'PRICE_CHANGED',
  order_id_reused: 'REFERENCE_REUSED',
  order_cancelled: 'ORDER_CANCELLED',
  no_such_order: 'ORDER_NOT_FOUND',
}

interface PapertrailBody {
  error?: { code: string; total?: { amount: string; currency: string } }
  currency?: string
  offers?: { offer_id: string; price: string; postage?: number; vat?: number; stock: number }[]
  order_no?: string
  status?: string
  total?: { amount: string; currency: string }
}
