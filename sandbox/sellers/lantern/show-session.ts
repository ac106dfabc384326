// A checkout session as ACP shows it: always whole, always as things stand now.
import type { Offer } from '../../core/catalogue.ts'
import type { Address, Order } from '../../core/orders.ts'
import type { Session } from './checkout.ts'
import { apiVersion } from './errors.ts'
import { isEbook } from './profile.ts'
import { toOrder, total, totalsOf } from './wire.ts'

export type SessionStatus =
  | 'not_ready_for_payment'
  | 'ready_for_payment'
  | 'complete_in_progress'
  | 'completed'
  | 'canceled'
  | 'expired'

export interface Message {
  type: 'error'
  code: 'missing' | 'out_of_stock' | 'not_found' | 'region_restricted' | 'conflict' | 'payment_declined' | 'expired'
  severity: 'high'
  resolution: 'recoverable'
  param: string
  content_type: 'plain'
  content: string
}

export function messageOf(code: Message['code'], content: string, param = '$.line_items[0]'): Message {
  return { type: 'error', code, severity: 'high', resolution: 'recoverable', param, content_type: 'plain', content }
}

interface Shown {
  session: Session
  /** What was bought. */
  order: Order | null
  /** What is on offer now; null when there is no such item. */
  offer: Offer | null
  status: SessionStatus
  /** What went wrong just now. */
  message: Message | null
  now: number
}

export function showSession({ session, order, offer, status, message, now }: Shown): Record<string, unknown> {
  const parts = order ?? completeParts(offer)
  const currency = (parts ?? offer)?.item.currency ?? session.currency
  return {
    id: session.id,
    protocol: { version: apiVersion },
    capabilities: { payment: { handlers: [handler] } },
    status,
    currency: currency.toLowerCase(),
    line_items: offer ? [lineOf(offer, session)] : [],
    ...(session.shipTo && { fulfillment_details: { address: showAddress(session.shipTo) } }),
    ...optionsOf(session, parts, now),
    totals: parts ? totalsOf(parts) : [],
    messages: message ? [message] : problemsOf(session, offer, status),
    links: [],
    created_at: new Date(session.createdAtMs).toISOString(),
    expires_at: new Date(session.expiresAtMs).toISOString(),
    ...(order && { order: toOrder(order, session.id) }),
  }
}

type Parts = Pick<Order, 'item' | 'shipping' | 'tax' | 'total'>

function completeParts(offer: Offer | null): Parts | null {
  if (!offer?.shipping || !offer.total) return null
  return { item: offer.item, shipping: offer.shipping, tax: offer.tax, total: offer.total }
}

function problemsOf(session: Session, offer: Offer | null, status: SessionStatus): Message[] {
  if (status === 'expired') return [messageOf('expired', 'This session has expired', '$')]
  if (status !== 'not_ready_for_payment') return []
  if (!offer) return [messageOf('not_found', 'There is no such item')]
  if (offer.quantity === 0) return [messageOf('out_of_stock', 'The last copy was sold')]
  const address = '$.fulfillment_details.address'
  if (!offer.total)
    return [messageOf('region_restricted', `It is not sent to ${session.shipTo?.country}`, `${address}.country`)]
  return [messageOf('missing', 'The address is not complete', address)]
}

function lineOf({ isbn13, item, quantity }: Offer, { itemId }: Session): Record<string, unknown> {
  return {
    id: 'li_1',
    item: { id: itemId },
    quantity: 1,
    name: `Book ${isbn13}`,
    unit_amount: Number(item.minor),
    available_quantity: quantity,
    totals: [total('items_base_amount', 'Item', item), total('subtotal', 'Subtotal', item)],
  }
}

function optionsOf({ itemId, shipTo }: Session, parts: Parts | null, now: number): Record<string, unknown> {
  if (!parts) return { fulfillment_options: [] }
  const totals = [total('total', 'Shipping', parts.shipping)]
  const type = isEbook(itemId) ? 'digital' : 'shipping'
  const option = type === 'digital' ? { title: 'Download' } : { title: 'Standard', ...deliveryOf(shipTo, now) }
  const id = type === 'digital' ? 'dl' : 'std'
  return {
    fulfillment_options: [{ type, id, ...option, totals }],
    selected_fulfillment_options: [{ type, option_id: id, item_ids: [itemId] }],
  }
}

function deliveryOf(shipTo: Address | null, now: number): Record<string, string> {
  const isNear = shipTo?.country === 'US' || shipTo?.country === 'JP'
  const inDays = (days: number) => new Date(Math.ceil(now / dayMs + days) * dayMs).toISOString()
  return { earliest_delivery_time: inDays(isNear ? 2 : 6), latest_delivery_time: inDays(isNear ? 6 : 15) }
}

function showAddress({ recipient, lines, city, region, postalCode, country }: Address): Record<string, string> {
  const [line_one = '', ...rest] = lines
  return { name: recipient, line_one, line_two: rest.join(', '), city, state: region, country, postal_code: postalCode }
}

const dayMs = 24 * 60 * 60 * 1000

const handler = {
  id: 'lantern_credit',
  name: 'dev.acp.seller_backed.store_credit',
  version: '2026-02-05',
  requires_delegate_payment: true,
  requires_pci_compliance: false,
  psp: 'seller_managed',
  config: { merchant_id: 'lantern', psp: 'seller_managed', display_name: 'Account' },
}
