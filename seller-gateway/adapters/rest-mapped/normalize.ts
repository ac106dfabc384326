// Pure: a seller's answers → ours, field by field as its mapping says.
import type { Money } from '@quire/proto/money'
import type { PlaceAsk, QuoteAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { formatAmount } from '../../core/amounts.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { valueAt } from './path.ts'
import type { OrderMapping, RestMapping } from './mapping.ts'
import { holds, readCondition, readCount, readDate, readMoney, readState, readText } from './readers.ts'
import type { Source } from './readers.ts'
import type { Value } from './template.ts'

// Without expiresAt, a price is taken to hold this long.
const defaultValidMs = 60_000
// More offers of one book than this help nobody.
const offersMax = 1_000

type Context = Pick<Source, 'currencies' | 'nowMs'>

/** An answer that means offers → quotes; what is not of this book, not for sale or sold out is left out. */
export function toQuotes(
  mapping: RestMapping['quotes'],
  answer: unknown,
  { isbn13, ...context }: QuotesContext,
): SellerQuote[] {
  const list = valueAt(mapping.each, { element: answer, answer })
  if (!Array.isArray(list)) throw new SellerFailure('bad_data', `${mapping.each.text} is no list`)
  if (list.length > offersMax) throw new SellerFailure('bad_data', `${list.length} offers of one book`)
  return list
    .map((element: unknown) => ({ element, answer, ...context }))
    .filter((source) => mapping.only.every((condition) => holds(condition, source)))
    .flatMap((source) => toQuote(mapping.quote, source, isbn13) ?? [])
}

type QuotesContext = Context & { isbn13: string }

function toQuote(fields: QuoteFields, source: Source, isbn13: string): SellerQuote | null {
  if (fields.isbn13 && readText(fields.isbn13, source) !== isbn13) return null
  const quantity = fields.quantity ? readCount(fields.quantity, source) : null
  if (quantity === 0) return null
  return {
    quoteRef: needed(readText(fields.ref, source), 'ref'),
    isbn13,
    condition: readCondition(fields.condition, source),
    item: needed(readMoney(fields.item, source), 'item'),
    shipping: fields.shipping ? readMoney(fields.shipping, source, { mayBeZero: true }) : null,
    tax: fields.tax ? readMoney(fields.tax, source, { mayBeZero: true }) : null,
    quantity: quantity ?? 0,
    shipsFrom: fields.shipsFrom ? (readText(fields.shipsFrom, source) ?? '') : '',
    deliveryDays: toDays(fields.deliveryDays, source),
    expiresAt: toExpiry(fields.expiresAt, source),
  }
}

type QuoteFields = RestMapping['quotes']['quote']

function toDays(days: QuoteFields['deliveryDays'], source: Source): { min: number; max: number } {
  const [min, max] = days ? [readCount(days.min, source), readCount(days.max, source)] : []
  return { min: min ?? 0, max: max ?? 0 }
}

function toExpiry(field: QuoteFields['expiresAt'], source: Source): Date {
  const said = field && readDate(field, source)
  return said ?? new Date(source.nowMs + defaultValidMs)
}

/** An answer that means an order → ours. Without a reference in it, it is taken to be of the one that was asked for. */
export function toOrder(
  fields: OrderMapping['fields'],
  answer: unknown,
  { reference, ...context }: Context & { reference: string },
): SellerOrder {
  const source = { element: answer, answer, ...context }
  return {
    reference: fields.reference ? needed(readText(fields.reference, source), 'reference') : reference,
    sellerOrderId: readText(fields.sellerOrderId, source) ?? '',
    state: readState(fields.state, source),
    isbn13: (fields.isbn13 && readText(fields.isbn13, source)) ?? '',
    condition: fields.condition ? readCondition(fields.condition, source) : 'UNSPECIFIED',
    total: readMoney(fields.total, source),
    createdAt: (fields.createdAt && readDate(fields.createdAt, source)) ?? null,
  }
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
export function readNewTotal(
  field: OrderMapping['place']['newTotal'],
  answer: unknown,
  context: Context,
): Money | undefined {
  try {
    return (field && readMoney(field, { element: answer, answer, ...context })) ?? undefined
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}

/** What templates of a quote request may use. */
export function quoteValues({ isbn13, destination, currency }: QuoteAsk): Record<string, Value> {
  return { isbn13, currency, country: destination.country, postalCode: destination.postalCode }
}

/** What templates of an order may use: the quoted total, and nothing of what the shopper would pay. */
export function orderValues({ reference, quoteRef, isbn13, limit, shipTo }: PlaceAsk): Record<string, Value> {
  const [line1 = '', line2 = '', line3 = ''] = shipTo.lines
  return {
    reference,
    ref: quoteRef,
    isbn13,
    'limit.decimal': formatAmount(limit),
    'limit.minor': Number(limit.minor),
    'limit.currency': limit.currency,
    'shipTo.recipient': shipTo.recipient,
    'shipTo.lines': shipTo.lines,
    'shipTo.line1': line1,
    'shipTo.line2': line2,
    'shipTo.line3': line3,
    'shipTo.city': shipTo.city,
    'shipTo.region': shipTo.region,
    'shipTo.postalCode': shipTo.postalCode,
    'shipTo.country': shipTo.country,
  }
}

function needed<T>(value: T | null, field: string): T {
  if (value === null) throw new SellerFailure('bad_data', `${field} is missing`)
  return value
}
