// REST sellers that need no code: paths, templates and tables of one seller are data, checked when it is registered.
// Promises: what the mapping does not know is never taken for a "no"; what a seller cannot do by its mapping is not offered.
import type { AdapterDeps, SellerAdapter } from '../../core/adapter.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import type { HttpAnswer } from '../../core/guarded-http.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import { readAnswer } from './answers.ts'
import { readChallenge } from './challenge.ts'
import { parseMapping } from './mapping.ts'
import type { OrderMapping } from './mapping.ts'
import { orderValues, quoteValues, readNewTotal, toOrder, toQuotes } from './normalize.ts'
import { renderRequest } from './request.ts'
import type { RequestTemplate } from './request.ts'
import type { Value } from './template.ts'

export interface RestMappedConnection {
  protocol: 'rest-mapped'
  baseUrl: string
  /** Named by templates as `{secret.name}`. */
  secrets: Readonly<Record<string, string>>
  /** docs/rest-mapping.md. */
  mapping: unknown
}

/** An adapter for one seller. Throws InvalidMapping, which names every field of the mapping that is wrong. */
export function connectRestMapped(
  entry: SellerEntry,
  connection: RestMappedConnection,
  { clock, onRequest }: AdapterDeps,
): SellerAdapter {
  const { quotes, orders, headers } = parseMapping(connection.mapping, Object.keys(connection.secrets))
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const root = new URL(connection.baseUrl).pathname.replace(/\/$/, '')
  const secrets = Object.fromEntries(
    Object.entries(connection.secrets).map(([name, value]) => [`secret.${name}`, value] as const),
  )
  const context = () => ({ currencies: entry.currencies, nowMs: clock.now() })

  function send(request: RequestTemplate, values: Record<string, Value>, signal: AbortSignal): Promise<HttpAnswer> {
    const rendered = renderRequest(request, headers, { ...values, ...secrets })
    return http.send({
      method: request.method,
      path: root + rendered.path,
      headers: {
        accept: 'application/json',
        ...(rendered.body !== undefined && { 'content-type': 'application/json' }),
        ...rendered.headers,
      },
      ...(rendered.body !== undefined && { body: rendered.body }),
      signal,
    })
  }

  const readOrder = (fields: OrderMapping['fields'], answer: unknown, reference: string) =>
    toOrder(fields, answer, { ...context(), reference })

  return {
    can: {
      quote: true,
      order: orders !== undefined,
      cancel: orders?.cancel !== undefined,
      replayOrders: orders?.place.replays ?? false,
      lookUp: orders?.find !== undefined,
    },
    async *getQuotes(ask, signal) {
      const { means, json } = readAnswer(await send(quotes.request, quoteValues(ask), signal), quotes.answers)
      if (means === 'offers') yield* toQuotes(quotes, json, { ...context(), isbn13: ask.isbn13 })
    },
    async placeOrder(ask, signal) {
      if (!orders) throw cannot('take orders')
      const { request, answers, newTotal } = orders.place
      const { means, json } = readAnswer(await send(request, orderValues(ask), signal), answers)
      if (means === 'order') return readOrder(orders.fields, json, ask.reference)
      const total = means === 'PRICE_CHANGED' ? readNewTotal(newTotal, json, context()) : undefined
      throw new OrderRefused(means, `it says ${means}`, total)
    },
    async findOrder(reference, signal) {
      if (!orders?.find) throw cannot('look orders up')
      const { request, answers } = orders.find
      const { means, json } = readAnswer(await send(request, { reference }, signal), answers)
      return means === 'none' ? null : readOrder(orders.fields, json, reference)
    },
    async cancelOrder(reference, signal) {
      if (!orders?.cancel) throw new CancelRefused(`${entry.name} cancels no orders`)
      const { request, answers } = orders.cancel
      const { means, json } = readAnswer(await send(request, { reference }, signal), answers)
      if (means === 'CANNOT_CANCEL') throw new CancelRefused('it says that it cannot')
      return readOrder(orders.fields, json, reference)
    },
    getChallenge: (signal) => readChallenge(http, signal),
    close: () => http.close(),
  }
}

function cannot(what: string): SellerFailure {
  return new SellerFailure('rejected', `its mapping does not ${what}`, { actedOn: 'no' })
}
