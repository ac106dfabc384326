// Papertrail over plain REST. wire.md is the contract; this file is its table of contents.
import { timingSafeEqual } from 'node:crypto'
import { cut, json } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import type { Seller } from '../../core/seller.ts'
import { PapertrailError, toErrorReply, toOffers, toOrder, toPlaceOrder } from './wire.ts'

// Prices stay until they are moved; ten minutes is what it promises.
const priceValidMs = 10 * 60_000

/** Papertrail's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function papertrailRoutes(current: () => Seller, key: string): Route[] {
  const route = (method: string, path: string, operation: Operation): Route => ({
    method,
    path: `/papertrail/v1${path}`,
    handler: (request) => serve(current(), key, operation, request),
  })
  return [
    route('GET', '/books/:isbn/offers', { name: 'offers', kind: 'read', act: listOffers }),
    route('PUT', '/orders/:id', { name: 'place', kind: 'place', act: place }),
    route('GET', '/orders/:id', {
      name: 'get',
      kind: 'read',
      act: (seller, { params }) => json(200, toOrder(seller.get(params.id ?? ''))),
    }),
    route('DELETE', '/orders/:id', {
      name: 'cancel',
      kind: 'cancel',
      act: (seller, { params }) => json(200, toOrder(seller.cancel(params.id ?? ''))),
    }),
  ]
}

function listOffers(seller: Seller, { params, url }: HttpRequest): HttpReply {
  const isbn = params.isbn ?? ''
  const offers = seller.catalogue.offers(isbn, url.searchParams.get('country') ?? 'DE', 'EUR')
  if (offers.length === 0) throw new PapertrailError(404, 'unknown_book', 'This book is not in the catalogue')
  return json(200, toOffers(isbn, offers, new Date(seller.now() + priceValidMs)))
}

function place(seller: Seller, { params, body }: HttpRequest): HttpReply {
  const wanted = toPlaceOrder(params.id ?? '', body)
  const before = seller.orders().length
  const order = seller.place(wanted)
  return json(seller.orders().length > before ? 201 : 200, toOrder(order))
}

async function serve(
  seller: Seller,
  key: string,
  { name, kind, act }: Operation,
  request: HttpRequest,
): Promise<HttpReply | typeof cut> {
  try {
    if (!isKey(request.headers['x-api-key'], key)) throw new PapertrailError(401, 'wrong_key', 'X-Api-Key is wrong')
    seller.journal.record({
      operation: name,
      kind: kind === 'read' ? 'read' : 'order',
      reference: request.params.id ?? null,
      body: request.body === '' ? `${request.url.pathname}${request.url.search}` : request.body,
    })
    const served = await seller.serve(kind, request.signal, () => act(seller, request))
    if (served.kind === 'cut') return cut
    if (served.kind === 'garbage')
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"offers":[{"offer_id":"97' }
    return served.value
  } catch (error) {
    return toErrorReply(error)
  }
}

function isKey(given: string | string[] | undefined, key: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(key)]
  return a.length === b.length && timingSafeEqual(a, b)
}

interface Operation {
  name: string
  kind: 'read' | 'place' | 'cancel'
  act: (seller: Seller, request: HttpRequest) => HttpReply
}
