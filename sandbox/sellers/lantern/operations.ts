// What Lantern does, whatever carried the request: REST and JSON-RPC call the same operations.
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import { Refusal } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import type { Checkout } from './checkout.ts'
import { AcpError, NoSale } from './errors.ts'
import {
  CancelOrder,
  CompleteSession,
  CreateSession,
  DelegatePayment,
  UpdateSession,
  parseBody,
  toOrder,
  toVariant,
} from './wire.ts'

export interface Operation {
  name: string
  method: 'GET' | 'POST'
  /** Below `/lantern`; `:id` is the session's. */
  path: string
  kind: 'read' | 'place' | 'cancel'
  act(call: Call): HttpReply
}

export interface Call {
  seller: Seller
  checkout: Checkout
  /** The session's. */
  id: string
  query: URLSearchParams
  body: unknown
}

const sessions = '/checkout_sessions'

export const operations: readonly Operation[] = [
  {
    name: 'products',
    method: 'GET',
    path: '/products',
    kind: 'read',
    act: ({ seller, query }) => json(200, { products: productsOf(seller, query.get('gtin') ?? '') }),
  },
  {
    name: 'create_checkout_session',
    method: 'POST',
    path: sessions,
    kind: 'cancel', // may keep something, but loses no order when its answer is lost
    act: ({ checkout, body }) => json(201, checkout.create(parseBody(CreateSession, body))),
  },
  {
    name: 'get_checkout_session',
    method: 'GET',
    path: `${sessions}/:id`,
    kind: 'read',
    act: ({ checkout, id }) => json(200, checkout.read(id)),
  },
  {
    name: 'update_checkout_session',
    method: 'POST',
    path: `${sessions}/:id`,
    kind: 'cancel',
    act: ({ checkout, id, body }) => json(200, checkout.update(id, parseBody(UpdateSession, body))),
  },
  {
    name: 'complete_checkout_session',
    method: 'POST',
    path: `${sessions}/:id/complete`,
    kind: 'place',
    act({ checkout, id, body }) {
      const { shown, sold } = checkout.complete(id, parseBody(CompleteSession, body))
      if (sold) return json(200, shown)
      throw new NoSale(json(200, shown))
    },
  },
  {
    name: 'cancel_checkout_session',
    method: 'POST',
    path: `${sessions}/:id/cancel`,
    kind: 'cancel',
    act: ({ checkout, id }) => json(200, checkout.cancel(id)),
  },
  {
    name: 'delegate_payment',
    method: 'POST',
    path: '/agentic_commerce/delegate_payment',
    kind: 'cancel',
    act({ checkout, seller, body }) {
      const { allowance } = parseBody(DelegatePayment, body)
      const created = new Date(seller.now()).toISOString()
      return json(201, { id: checkout.delegate(allowance), created, metadata: {} })
    },
  },
  {
    name: 'get_order',
    method: 'GET',
    path: '/orders',
    kind: 'read',
    act: ({ seller, checkout, query }) => orderReply(seller, checkout, query.get('client_reference_id') ?? ''),
  },
  {
    name: 'cancel_order',
    method: 'POST',
    path: '/orders/cancel',
    kind: 'cancel',
    act({ seller, checkout, body }) {
      const { client_reference_id: reference } = parseBody(CancelOrder, body)
      return json(200, toOrder(seller.cancel(reference), checkout.sessionIdOf(reference)))
    },
  },
]

function productsOf({ catalogue, profile }: Seller, gtin: string): Record<string, unknown>[] {
  const offers = catalogue.offers(gtin, 'US', profile.currencies[0])
  return offers.length === 0 ? [] : [{ id: gtin, title: `Book ${gtin}`, variants: offers.map(toVariant) }]
}

function orderReply(seller: Seller, checkout: Checkout, reference: string): HttpReply {
  try {
    return json(200, toOrder(seller.get(reference), checkout.sessionIdOf(reference)))
  } catch (error) {
    if (error instanceof Refusal) throw new AcpError('order_not_found', error.message)
    throw error
  }
}
