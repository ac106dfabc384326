// Pure: ACP's sessions and orders → ours. What a session's status means for money is decided here, and tested as a table.
import type { Money } from '@quire/proto/money'
import type { Condition, OrderState, PlaceAsk, QuoteAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { readMinor, sum } from '../../core/amounts.ts'
import { ownValue } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { AgenticCheckoutConnection } from './client.ts'
import type { Order, Session, Trouble, Variant } from './wire.ts'

const conditions: Readonly<Record<string, Condition>> = {
  new: 'NEW',
  like_new: 'LIKE_NEW',
  very_good: 'VERY_GOOD',
  good: 'GOOD',
  acceptable: 'ACCEPTABLE',
}

const states: Readonly<Record<string, OrderState>> = {
  created: 'ACCEPTED',
  confirmed: 'ACCEPTED',
  manual_review: 'ACCEPTED',
  processing: 'ACCEPTED',
  shipped: 'SHIPPED',
  completed: 'DELIVERED',
  canceled: 'CANCELLED',
}

const dayMs = 24 * 60 * 60 * 1000
// Without expires_at, a session's price is taken to hold this long.
const defaultValidMs = 60_000

/** Whether a variant is a copy of this book that a reader can put on a shelf and buy now. An ebook may share the barcode. */
export function isPaperCopy(variant: Variant, isbn13: string, skip: AgenticCheckoutConnection['skip']): boolean {
  const isSkipped = variant.variant_options.some(
    ({ name, value }) => name === skip.option && skip.values.includes(value),
  )
  const isOfBook = variant.barcodes.some(({ value }) => value === isbn13)
  return isOfBook && !isSkipped && variant.availability?.available !== false
}

/** A session that was opened to learn a price → a quote; null when the copy cannot be bought or is not sent there. */
export function toQuote(
  session: Session,
  variant: Variant,
  { isbn13, currencies, fetchedAt }: { isbn13: string; currencies: readonly string[]; fetchedAt: Date },
): SellerQuote | null {
  const option = selectedOption(session)
  if (session.totals.length === 0 || option?.type !== 'shipping') return null
  if (hasMessage(session, 'out_of_stock')) return null
  const { item, shipping, tax, total } = readTotals(session.totals, session.currency, currencies)
  const days = (date: string | undefined) =>
    date ? Math.max(0, Math.ceil((Date.parse(date) - fetchedAt.getTime()) / dayMs)) : 0
  return {
    quoteRef: `${total.currency}/${variant.id}`,
    isbn13,
    condition: toCondition(variant.condition),
    item,
    shipping,
    tax,
    quantity: session.line_items[0]?.available_quantity ?? 0,
    shipsFrom: '', // ACP does not say
    deliveryDays: { min: days(option.earliest_delivery_time), max: days(option.latest_delivery_time) },
    expiresAt: session.expires_at ? new Date(session.expires_at) : new Date(fetchedAt.getTime() + defaultValidMs),
  }
}

/** A session's or order's total, upper-case currency. Throws SellerFailure `bad_data`. */
export function readTotal(
  { totals, currency }: Pick<Session, 'totals' | 'currency'>,
  currencies: readonly string[],
): Money {
  return readTotals(totals, currency, currencies).total
}

/** Their order → ours. `currency` is the session's, for orders that do not say theirs. */
export function toOrder(order: Order, currency: string, currencies: readonly string[]): SellerOrder {
  const [line] = order.line_items
  const totals = order.totals
  return {
    reference: order.client_reference_id,
    sellerOrderId: order.id ?? '',
    state: ownValue(states, order.status) ?? 'UNSPECIFIED',
    isbn13: line?.barcodes[0]?.value ?? '',
    condition: toCondition(line?.condition),
    total: totals ? readTotal({ totals, currency: order.currency ?? currency }, currencies) : null,
    createdAt: order.created_at ? new Date(order.created_at) : null,
  }
}

/** What opens a session: for a price, or, with a reference and the whole address, for an order. */
export function toSessionBody(
  quoteRef: string,
  to: Pick<QuoteAsk, 'destination'> | Pick<PlaceAsk, 'reference' | 'shipTo'>,
): unknown {
  const { currency, itemId } = parseQuoteRef(quoteRef)
  return {
    currency: currency.toLowerCase(),
    line_items: [{ id: itemId }],
    capabilities: {},
    fulfillment_details: { address: toAddress(to) },
    ...('reference' in to && { metadata: { client_reference_id: to.reference } }),
  }
}

/** What a session that was not completed means for an order; null when its status does not prove that nothing was bought. */
export function toRefusal(session: Session, limit: Money, currencies: readonly string[]): OrderRefused | null {
  const [message] = session.messages.filter(({ type }) => type === 'error')
  const text = message?.content ?? `the session is ${session.status}`
  if (session.status === 'canceled') return new OrderRefused('ORDER_CANCELLED', text)
  if (session.status === 'expired') return new OrderRefused('QUOTE_EXPIRED', text)
  if (session.status !== 'ready_for_payment' && session.status !== 'not_ready_for_payment') return null
  switch (message?.code) {
    case 'out_of_stock':
    case 'not_found':
      return new OrderRefused('SOLD_OUT', text)
    case 'expired':
      return new OrderRefused('QUOTE_EXPIRED', text)
    default: {
      const newTotal = risenTotal(session, limit, currencies)
      return newTotal ? new OrderRefused('PRICE_CHANGED', text, newTotal) : new OrderRefused('REJECTED', text)
    }
  }
}

/** What a flat error means for an order; null when it proves nothing. */
export function toTroubleRefusal({ code, message }: Trouble): OrderRefused | null {
  switch (code) {
    case 'idempotency_conflict':
      return new OrderRefused('REQUEST_ID_REUSED', message)
    case 'client_reference_canceled':
    case 'session_canceled': // before anything was bought
      return new OrderRefused('ORDER_CANCELLED', message)
    case 'invalid':
    case 'missing_api_version':
    case 'unsupported_api_version':
    case 'idempotency_key_required':
      return new OrderRefused('REJECTED', `${code}: ${message}`)
    default:
      return null
  }
}

interface ReadTotals {
  item: Money
  shipping: Money | null
  tax: Money | null
  total: Money
}

/** Checks that the parts come to the total: what we would compare must be what they will take. A fee counts as part of the price. */
function readTotals(totals: Session['totals'], code: string, currencies: readonly string[]): ReadTotals {
  const currency = code.toUpperCase()
  const read = (type: string, mayBeZero: boolean): Money | null => {
    const [found, ...others] = totals.filter((one) => one.type === type)
    if (others.length > 0) throw new SellerFailure('bad_data', `two totals of type ${type}`)
    return found ? readMinor(found.amount, currency, { currencies, mayBeZero }) : null
  }
  const total = read('total', false)
  const subtotal = read('subtotal', false)
  if (!total || !subtotal) throw new SellerFailure('bad_data', `${total ? 'subtotal' : 'total'} is missing`)
  const [shipping, tax, fee] = [read('fulfillment', true), read('tax', true), read('fee', true)]
  const item = fee ? sum(subtotal, fee) : subtotal
  const parts = sum(item, ...[shipping, tax].filter((part) => part !== null))
  if (parts.minor !== total.minor) throw new SellerFailure('bad_data', 'the parts do not come to the total')
  return { item, shipping, tax, total }
}

/** The session's total when it is above the limit and can be trusted. */
function risenTotal(session: Session, limit: Money, currencies: readonly string[]): Money | null {
  try {
    const total = readTotal(session, currencies)
    return total.currency === limit.currency && total.minor > limit.minor ? total : null
  } catch (error) {
    if (error instanceof SellerFailure) return null // a refusal is a refusal without a price
    throw error
  }
}

function parseQuoteRef(quoteRef: string): { currency: string; itemId: string } {
  const at = quoteRef.indexOf('/')
  return { currency: quoteRef.slice(0, at), itemId: quoteRef.slice(at + 1) }
}

function toAddress(to: Pick<QuoteAsk, 'destination'> | Pick<PlaceAsk, 'shipTo'>): Record<string, string> {
  if ('destination' in to) {
    const { country, postalCode } = to.destination
    return { name: '', line_one: '', city: '', state: '', country, postal_code: postalCode }
  }
  const { recipient, lines, city, region, postalCode, country } = to.shipTo
  const [line_one = '', ...rest] = lines
  const line_two = rest.join(', ')
  return {
    name: recipient,
    line_one,
    ...(line_two && { line_two }),
    city,
    state: region,
    country,
    postal_code: postalCode,
  }
}

function selectedOption({ fulfillment_options: options, selected_fulfillment_options: [selected] }: Session) {
  return options.find(({ id }) => id === selected?.option_id) ?? options[0]
}

function hasMessage({ messages }: Session, code: string): boolean {
  return messages.some((message) => message.type === 'error' && message.code === code)
}

function toCondition(name: string | undefined): Condition {
  return ownValue(conditions, name ?? '') ?? 'UNSPECIFIED'
}
