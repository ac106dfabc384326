// Foxed & Sons: XML search, signed JSON orders. wire.md is the contract.
import { cut } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import { Trouble } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import { admit } from './access.ts'
import type { FoxedAccess } from './access.ts'
import { Desk, NotFilled } from './desk.ts'
import { coded, toErrorReply } from './errors.ts'
import { BadSearch, search, searchError, xml } from './search.ts'
import { readOrder, referenceIn } from './wire.ts'

type Reply = Promise<HttpReply | typeof cut>

/** Foxed's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function foxedRoutes(current: () => Seller, access: FoxedAccess): Route[] {
  const desks = new WeakMap<Seller, Desk>()
  const deskOf = (seller: Seller) => {
    const desk = desks.get(seller) ?? new Desk(seller)
    desks.set(seller, desk)
    return desk
  }
  const route = (method: string, path: string, serve: (call: Call) => Reply): Route => ({
    method,
    path: `/foxed${path}`,
    handler(request) {
      const seller = current()
      return serve({ seller, desk: deskOf(seller), request, access })
    },
  })
  return [
    route('GET', '/search', searchBooks),
    route('POST', '/v1/orders', placeOrder),
    route('GET', '/v1/orders', findOrders),
  ]
}

async function searchBooks({ seller, request, access }: Call): Reply {
  const { url, signal } = request
  if (url.searchParams.get('clientkey') !== access.clientKey) return xml(401, searchError('The client key is wrong'))
  seller.journal.record({ operation: 'search', kind: 'read', reference: null, body: `${url.pathname}${url.search}` })
  try {
    const served = await seller.serve('read', signal, () => search(seller, url.searchParams))
    if (served.kind === 'cut') return cut
    return served.kind === 'garbage' ? xml(200, garbage.xml) : served.value
  } catch (error) {
    if (error instanceof BadSearch) return xml(400, searchError(error.message))
    if (!(error instanceof Trouble)) throw error
    const { kind, message } = error
    return kind === 'throttled'
      ? xml(429, searchError(message), { 'retry-after': '1' })
      : xml(500, searchError(message))
  }
}

async function placeOrder({ seller, desk, request, access }: Call): Reply {
  try {
    const signed = admit(access, request, seller.now())
    const { body, signal } = request
    seller.journal.record({ operation: 'placeOrder', kind: 'order', reference: referenceIn(body), body })
    // What comes late is bound by the signature's validity, too.
    const act = () => desk.place(readOrder(body, signed.validUntilMs))
    const served = await desk.take(signed, () => seller.serve('place', signal, act))
    return served.kind === 'answer' ? coded(2010, 'Created', { order: served.value }) : unreadable(served.kind)
  } catch (error) {
    return error instanceof NotFilled ? coded(2010, 'Created', { order: error.order }) : toErrorReply(error)
  }
}

async function findOrders({ seller, desk, request, access }: Call): Reply {
  try {
    admit(access, request, seller.now())
    const { url, signal } = request
    const reference = url.searchParams.get('referenceId') ?? ''
    seller.journal.record({ operation: 'findOrders', kind: 'read', reference, body: `${url.pathname}${url.search}` })
    const served = await seller.serve('read', signal, () => desk.find(reference))
    return served.kind === 'answer' ? coded(2000, 'OK', { orders: served.value }) : unreadable(served.kind)
  } catch (error) {
    return toErrorReply(error)
  }
}

function unreadable(kind: 'cut' | 'garbage'): HttpReply | typeof cut {
  if (kind === 'cut') return cut
  return { status: 201, headers: { 'content-type': 'application/json' }, body: garbage.json }
}

const garbage = { xml: '<searchResults><Book><bookId>97', json: '{"code":2010,"order":{"orderId":"FX' }

interface Call {
  seller: Seller
  desk: Desk
  request: HttpRequest
  access: FoxedAccess
}
