// Harbor Marketplace over REST + JSON. wire.md is the contract; this file is its table of contents.
import { cut, json } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import { Refusal } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import type { Access } from './access.ts'
import { Checkout } from './checkout.ts'
import { toErrorReply, toHarborError } from './errors.ts'
import { search } from './search.ts'
import { Cancel, Initiate, parseBody, toPurchaseOrder } from './wire.ts'

/** Harbor's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function harborRoutes(current: () => Seller, access: Access): Route[] {
  const checkouts = new WeakMap<Seller, Checkout>()
  const checkoutOf = (seller: Seller) => {
    const checkout = checkouts.get(seller) ?? new Checkout(seller)
    checkouts.set(seller, checkout)
    return checkout
  }
  const route = (method: string, path: string, operation: Operation): Route => ({
    method,
    path: `/harbor${path}`,
    handler: (request) => serve(current(), access, operation, request),
  })

  return [
    { method: 'POST', path: '/harbor/identity/v1/oauth2/token', handler: (request) => access.grant(request) },
    route('GET', '/buy/browse/v1/item_summary/search', {
      name: 'search',
      kind: 'read',
      reference: () => null,
      act: ({ seller, request, currency }) => search(seller, request.url, currency),
    }),
    route('POST', '/buy/order/v1/checkout_session/initiate', {
      name: 'initiate',
      kind: 'cancel', // may change something, but loses no order when its answer is lost
      reference: ({ request }) => referenceIn(request.body),
      act: ({ seller, request, currency }) => checkoutOf(seller).initiate(parseBody(Initiate, request.body), currency),
    }),
    route('POST', '/buy/order/v1/checkout_session/:id/place_order', {
      name: 'place_order',
      kind: 'place',
      reference: ({ seller, request }) => checkoutOf(seller).referenceOf(request.params.id ?? ''),
      act: ({ seller, request, currency }) => checkoutOf(seller).place(request.params.id ?? '', currency),
    }),
    route('GET', '/buy/order/v1/purchase_order', {
      name: 'purchase_order',
      kind: 'read',
      reference: ({ request }) => request.url.searchParams.get('clientReference'),
      act: ({ seller, request }) =>
        json(200, toPurchaseOrder(seller.get(request.url.searchParams.get('clientReference') ?? ''))),
    }),
    route('POST', '/buy/order/v1/purchase_order/cancel', {
      name: 'cancel',
      kind: 'cancel',
      reference: ({ request }) => referenceIn(request.body),
      act: ({ seller, request }) =>
        json(200, toPurchaseOrder(seller.cancel(parseBody(Cancel, request.body).clientReference))),
    }),
  ]
}

async function serve(
  seller: Seller,
  access: Access,
  operation: Operation,
  request: HttpRequest,
): Promise<HttpReply | typeof cut> {
  const { name, kind, reference, act } = operation
  try {
    const currency = access.currencyOf(request)
    const call = { seller, request, currency }
    seller.journal.record({
      operation: name,
      kind: kind === 'read' ? 'read' : 'order',
      reference: reference(call),
      body: request.method === 'GET' ? `${request.url.pathname}${request.url.search}` : request.body,
    })
    const served = await seller.serve(kind, request.signal, () => act(call))
    if (served.kind === 'cut') return cut
    if (served.kind === 'garbage')
      return { status: 200, headers: { 'content-type': 'application/json' }, body: garbage }
    return served.value
  } catch (error) {
    return toErrorReply(error instanceof Refusal ? toHarborError(error) : error)
  }
}

function referenceIn(body: string): string | null {
  try {
    const { clientReference } = JSON.parse(body)
    return typeof clientReference === 'string' ? clientReference : null
  } catch {
    return null
  }
}

const garbage = '{"itemSummaries":[{"itemId":"v1|97'

interface Operation {
  name: string
  kind: 'read' | 'place' | 'cancel'
  reference: (call: Call) => string | null
  act: (call: Call) => HttpReply
}

interface Call {
  seller: Seller
  request: HttpRequest
  currency: string
}
