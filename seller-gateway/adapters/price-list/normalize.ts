// Pure: a list's lines and result codes → ours, our orders → lines.
import type { Money } from '@quire/proto/money'
import type { Condition, OrderState, PlaceAsk, QuoteAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { formatAmount } from '../../core/amounts.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { PriceList, PriceListConnection } from './client.ts'
import { writeRecord } from './records.ts'
import { conditionOf, readComma } from './wire.ts'
import type { ListedCopy, Result, ResultFile } from './wire.ts'

const columns =
  'ACTION;REFERENCE;LIST;ISBN;CONDITION;QUANTITY;TOTAL;CURRENCY;NAME;STREET1;STREET2;STREET3;CITY;REGION;POSTCODE;COUNTRY'

const states = new Map<string, OrderState>([
  ['ACCEPTED', 'ACCEPTED'],
  ['SHIPPED', 'SHIPPED'],
  ['DELIVERED', 'DELIVERED'],
  ['CANCELLED', 'CANCELLED'],
])

type Terms = Pick<PriceListConnection, 'zones' | 'listLifeMs' | 'shipsFrom'>

/** The copies of a book that are listed, in stock and sent there. Throws SellerFailure when the list is too old to order from. */
export function toQuotes(list: PriceList, ask: QuoteAsk, terms: Terms, nowMs: number): SellerQuote[] {
  // A seller's clock that runs ahead must not make its list younger than our copy of it.
  const madeAtMs = Math.min(list.madeAt.getTime(), nowMs)
  const expiresAt = new Date(madeAtMs + terms.listLifeMs)
  if (expiresAt.getTime() <= nowMs)
    throw new SellerFailure('bad_data', `its price list of ${list.madeAt.toISOString()} is too old to order from`)
  const { country } = ask.destination
  const zone = terms.zones.findIndex((countries) => countries.includes(country))
  const dates = { listedAt: new Date(madeAtMs), expiresAt }
  return (list.books.get(ask.isbn13) ?? []).flatMap((copy) => {
    const postage = copy.postage[zone]
    if (!postage || copy.quantity === 0) return []
    return [{ ...toQuote(copy, postage, ask.isbn13, list.id), shipsFrom: terms.shipsFrom, ...dates, ...delivery(zone) }]
  })
}

/** Which list and condition a quote was of. */
export function parseQuoteRef(quoteRef: string): { list: string; condition: string } {
  const at = quoteRef.lastIndexOf('/')
  return { list: quoteRef.slice(0, at), condition: quoteRef.slice(at + 1) }
}

/** Our order → the file that places it. */
export function toOrderFile({ reference, quoteRef, isbn13, limit, shipTo }: PlaceAsk): string {
  const { list, condition } = parseQuoteRef(quoteRef)
  const { recipient, lines, city, region, postalCode, country } = shipTo
  const [street1 = '', street2 = '', street3 = ''] = lines
  const total = formatAmount(limit).replace('.', ',')
  const what = ['ORDER', reference, list, isbn13, condition, '1', total, limit.currency]
  return toFile([...what, recipient, street1, street2, street3, city, region, postalCode, country])
}

/** The file that cancels a reference. */
export function toCancelFile(reference: string): string {
  return toFile(['CANCEL', reference, ...Array<string>(14).fill('')])
}

/** What a code means for an order; null for one that proves nothing. `01` is no result yet and does not come here. */
export function toRefusal(result: Result, currencies: readonly string[]): OrderRefused | null {
  switch (result.code) {
    case '10':
    case '30': // not in the books any more
      return new OrderRefused('SOLD_OUT', result.text)
    case '20': // also when the list has grown too old; then there is no new total
      return new OrderRefused('PRICE_CHANGED', result.text, newTotal(result, currencies))
    case '31': // not sent to this country
    case '50': // our line was not understood
      return new OrderRefused('REJECTED', result.text)
    case '40':
      return new OrderRefused('REQUEST_ID_REUSED', result.text)
    case '41':
      return new OrderRefused('ORDER_CANCELLED', result.text)
    default:
      return null
  }
}

/** What stands under a reference → our order; null when nothing does. */
export function toOrder({ reference, standing }: ResultFile, currencies: readonly string[]): SellerOrder | null {
  if (!standing) return null
  const { state, orderId, isbn13, condition, total, currency, at } = standing
  return {
    reference,
    sellerOrderId: orderId,
    state: states.get(state) ?? 'UNSPECIFIED',
    isbn13,
    condition: conditionOf.get(condition) ?? 'UNSPECIFIED',
    total: total === '' ? null : readComma(total, currency, { currencies }),
    createdAt: at === '' ? null : new Date(at),
  }
}

function toQuote({ condition, price, quantity }: ListedCopy, shipping: Money, isbn13: string, list: string) {
  return {
    quoteRef: `${list}/${codeOf(condition)}`,
    isbn13,
    condition,
    item: price,
    shipping,
    tax: { currency: price.currency, minor: 0n }, // their prices include it
    quantity,
  }
}

/** By zone: home, the same continent, overseas. They do not say; this is what parcels take. */
function delivery(zone: number): Pick<SellerQuote, 'deliveryDays'> {
  return {
    deliveryDays: [
      { min: 2, max: 4 },
      { min: 4, max: 9 },
    ][zone] ?? { min: 10, max: 28 },
  }
}

function codeOf(condition: Condition): string {
  return [...conditionOf].find(([, known]) => known === condition)?.[0] ?? ''
}

function toFile(fields: readonly string[]): string {
  return `${columns}\r\n${writeRecord(fields)}`
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
function newTotal({ total, currency }: Result, currencies: readonly string[]): Money | undefined {
  if (total === '') return undefined
  try {
    return readComma(total, currency, { currencies })
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}
