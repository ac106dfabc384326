// A small shop that keeps every rule of quire.seller.v1, in memory: what an integrator may read as an example, and what planted defects are
// planted in. One JavaScript turn is its transaction; a real shop needs a database with request_id unique and stock never below zero.
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { status } from '@grpc/grpc-js'
import type { seller } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { toTimestamp } from '@quire/proto/time'

/** One kind of copy. Prices are kept in US cents. */
export interface Copy {
  isbn13: string
  condition: 'NEW' | 'GOOD'
  cents: number
  quantity: number
}

export interface Quoted {
  quoteId: string
  copy: Copy
  total: Money
  expiresAtMs: number
}

export interface Held {
  orderId: string
  reference: string
  state: 'ACCEPTED' | 'CANCELLED'
  /** Absent for a reference that was cancelled before any order arrived. */
  sale?: { quoted: Quoted; asked: seller.PlaceOrderRequest__Output; at: Date }
}

export interface ShopOptions {
  copies: Copy[]
  key: string
  /** How long a quote holds. */
  quoteValidMs?: number
  challenge?: string
}

const shippingCents = 350
const taxPercent = 5
// What a cent is in minor units of each currency it sells in.
const rates: Readonly<Record<string, number>> = { USD: 1, JPY: 1.5, KWD: 3 }
const tenMinutesMs = 10 * 60_000

export class ReferenceShop {
  readonly copies: Copy[]
  readonly key: string
  readonly challenge: string
  readonly quoteValidMs: number
  readonly quoted = new Map<string, Quoted>()
  readonly orders = new Map<string, Held>()

  constructor({ copies, key, quoteValidMs = tenMinutesMs, challenge = '' }: ShopOptions) {
    this.copies = copies.map((copy) => ({ ...copy }))
    this.key = key
    this.quoteValidMs = quoteValidMs
    this.challenge = challenge
  }

  isAuthorized(authorization: string | undefined): boolean {
    return authorization === `Bearer ${this.key}`
  }

  *quotes({ isbn13, destination, currency }: seller.GetQuotesRequest__Output): Iterable<seller.Quote> {
    if (!isIsbn13(isbn13)) throw invalid('isbn13', 'is not an ISBN-13')
    if (!/^[A-Z]{2}$/.test(destination?.country ?? '')) throw invalid('destination.country', 'is not a country code')
    if (destination?.country === 'AQ') return // no parcel goes there
    const chosen = currency in rates ? currency : 'USD'
    for (const copy of this.copies) if (copy.isbn13 === isbn13 && copy.quantity > 0) yield this.quote(copy, chosen)
  }

  quote(copy: Copy, currency: string): seller.Quote {
    const item = this.price(copy.cents, currency)
    const shipping = this.price(shippingCents, currency)
    const tax = { currency, minor: ((item.minor + shipping.minor) * BigInt(taxPercent)) / 100n }
    const total = { currency, minor: item.minor + shipping.minor + tax.minor }
    const expiresAtMs = Date.now() + this.quoteValidMs
    const quoteId = randomUUID()
    this.quoted.set(quoteId, { quoteId, copy, total, expiresAtMs })
    return {
      quoteId,
      isbn13: copy.isbn13,
      condition: `CONDITION_${copy.condition}`,
      item: this.toMoney(item),
      shipping: this.toMoney(shipping),
      tax: this.toMoney(tax),
      quantity: copy.quantity,
      shipsFrom: 'US',
      deliveryDaysMin: 2,
      deliveryDaysMax: 6,
      expireTime: toTimestamp(new Date(expiresAtMs)),
    }
  }

  price(cents: number, currency: string): Money {
    return { currency, minor: BigInt(Math.round(cents * (rates[currency] ?? 1))) }
  }

  toMoney(money: Money): NonNullable<seller.Quote['item']> {
    return toProtoMoney(money)
  }

  place(request: seller.PlaceOrderRequest__Output): seller.Order | Promise<seller.Order> {
    const reference = this.validate(request)
    const held = this.held(reference)
    if (held) return this.toOrder(this.replay(held, request))
    return this.toOrder(this.sell(reference, request))
  }

  /** The reference of an order that says all it must. */
  validate({ requestId, shipTo, limitTotal }: seller.PlaceOrderRequest__Output): string {
    if (!shipTo?.recipient) throw invalid('ship_to', 'is missing')
    if (!limitTotal) throw invalid('limit_total', 'is missing')
    return this.requireReference(requestId)
  }

  held(reference: string): Held | undefined {
    return this.orders.get(reference)
  }

  /** The first order again. Throws when the reference was cancelled, or stands for other content. */
  replay(held: Held, request: seller.PlaceOrderRequest__Output): Held {
    if (held.state === 'CANCELLED') throw refused('ORDER_CANCELLED', 'This reference was cancelled')
    if (!isDeepStrictEqual(held.sale?.asked, request))
      throw rpcError(status.ALREADY_EXISTS, 'This reference was used for another order', {
        reason: 'REQUEST_ID_REUSED',
      })
    return held
  }

  sell(reference: string, request: seller.PlaceOrderRequest__Output): Held {
    const quoted = this.quoted.get(request.quoteId)
    if (!quoted || this.isExpired(quoted)) throw refused('QUOTE_EXPIRED', 'This quote does not hold any more')
    this.mustAllow(request, quoted.total)
    this.take(quoted.copy)
    const order: Held = {
      reference,
      orderId: `RS-${randomUUID()}`,
      state: 'ACCEPTED',
      sale: { quoted, asked: request, at: new Date() },
    }
    this.orders.set(reference, order)
    return order
  }

  isExpired({ expiresAtMs }: Quoted): boolean {
    return expiresAtMs <= Date.now()
  }

  mustAllow({ limitTotal }: seller.PlaceOrderRequest__Output, total: Money): void {
    if (limitTotal?.currencyCode !== total.currency) throw invalid('limit_total', `must be in ${total.currency}`)
    if (fromProtoMoney(limitTotal).minor >= total.minor) return
    const metadata = { currency: total.currency, minor: total.minor.toString() }
    throw refused('PRICE_CHANGED', 'It costs more', metadata)
  }

  take(copy: Copy): void {
    if (copy.quantity === 0) throw refused('SOLD_OUT', 'The last copy was sold')
    copy.quantity -= 1
  }

  find(requestId: string): seller.Order {
    const held = this.held(this.requireReference(requestId))
    if (!held) throw rpcError(status.NOT_FOUND, 'There is no such order', { reason: 'ORDER_NOT_FOUND' })
    return this.toOrder(held)
  }

  cancel(requestId: string): seller.Order {
    const reference = this.requireReference(requestId)
    const held = this.held(reference) ?? { reference, orderId: '', state: 'ACCEPTED' }
    if (held.state === 'ACCEPTED' && held.sale) held.sale.quoted.copy.quantity += 1
    held.state = 'CANCELLED'
    this.orders.set(reference, held)
    return this.toOrder(held)
  }

  requireReference(requestId: string): string {
    if (requestId === '' || requestId.length > 64) throw invalid('request_id', 'must have 1 to 64 characters')
    return requestId
  }

  toOrder({ orderId, reference, state, sale }: Held): seller.Order {
    const order: seller.Order = { orderId, requestId: reference, state: `ORDER_STATE_${state}` }
    if (!sale) return order
    const { copy, total } = sale.quoted
    return {
      ...order,
      isbn13: copy.isbn13,
      condition: `CONDITION_${copy.condition}`,
      total: this.toMoney(total),
      createTime: toTimestamp(sale.at),
    }
  }
}

export function refused(reason: string, text: string, metadata: Record<string, string> = {}): Error {
  return rpcError(status.FAILED_PRECONDITION, text, { reason, metadata })
}

function invalid(field: string, description: string): Error {
  return rpcError(status.INVALID_ARGUMENT, `${field} ${description}`, { violations: [{ field, description }] })
}

function isIsbn13(text: string): boolean {
  const digits = [...text].map(Number)
  const weighted = digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0)
  return /^97[89]\d{10}$/.test(text) && weighted % 10 === 0
}
