// How the report writes down what was sent and what came back. Pure; short enough to be read, and never a secret.
import type { QuoteAsk } from '../core/adapter.ts'
import type { PlaceAsk, SeenMoney, SeenOrder, SeenQuote } from './subject.ts'

const quotesShown = 5

/** `GBP 11.39`, with the decimals that were sent. */
export function describeMoney(money: SeenMoney | null): string {
  if (!money) return 'no amount'
  const { currencyCode, units, nanos } = money
  const fraction = String(Math.abs(nanos)).padStart(9, '0').replace(/0+$/, '')
  const sign = nanos < 0 && !units.startsWith('-') ? '-' : ''
  return `${currencyCode || 'no currency'} ${sign}${units}${fraction && `.${fraction}`}`
}

/** What a stream of quotes held. */
export function describeQuotes(quotes: readonly SeenQuote[]): string {
  if (quotes.length === 0) return 'no quotes'
  const shown = quotes.slice(0, quotesShown).map(describeQuote)
  const more = quotes.length > quotesShown ? `; and ${quotes.length - quotesShown} more` : ''
  return `${quotes.length === 1 ? '1 quote' : `${quotes.length} quotes`}: ${shown.join('; ')}${more}`
}

function describeQuote({ quoteId, isbn13, condition, item, shipping, tax, quantity, expiresAt }: SeenQuote): string {
  const price = [item, shipping, tax].map(describeMoney).join(' + ')
  return `${quoteId.slice(0, 60)} ${isbn13} ${condition} ${price}, quantity ${quantity}, until ${describeDate(expiresAt)}`
}

/** An order, or that there is none. */
export function describeOrder(order: SeenOrder | null): string {
  if (!order) return 'no such order'
  const { reference, orderId, state, isbn13, condition, total, createdAt } = order
  if (orderId === '') return `no order id, request_id ${reference}, ${state}`
  return `order ${orderId}, request_id ${reference}, ${state}, ${isbn13} ${condition}, total ${describeMoney(total)}, made ${describeDate(createdAt)}`
}

/** What a quote was asked for. */
export function describeAsk({ isbn13, destination, currency }: QuoteAsk): string {
  return `isbn13 ${isbn13 || '(empty)'} to ${destination.country || '(no country)'} in ${currency}`
}

/** What was ordered; of the address only what checks change. */
export function describePlace({ reference, quoteId, limit, shipTo }: PlaceAsk): string {
  const to = shipTo ? `to ${shipTo.recipient}, ${shipTo.city}` : 'without ship_to'
  return `request_id ${reference || '(empty)'}, quote ${quoteId.slice(0, 60)}, limit ${describeMoney(limit)}, ${to}`
}

function describeDate(date: Date | null): string {
  return date && !Number.isNaN(date.getTime()) ? date.toISOString() : 'no time'
}
