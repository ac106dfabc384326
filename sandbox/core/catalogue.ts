// What a seller has on offer now: the seeded copies, what was set over control, what has been sold, what has moved.
// Owns stock and prices. Promises: stock never goes below zero; a price stays until it is moved.
import type { Money } from '@quire/proto/money'
import { fromUsdCents, share, sum } from './amount.ts'
import { isIsbn13 } from './isbn.ts'
import type { Condition, Profile, SeededCopy } from './profile.ts'

/** One kind of copy, priced to a country. */
export interface Offer {
  /** Stable: `<isbn13>-<nth>`. An offer set over control is the book's first and only one. */
  offerId: string
  isbn13: string
  condition: Condition
  /** How many there are; 0 when sold out. */
  quantity: number
  item: Money
  /** Null when it is not sent there. */
  shipping: Money | null
  tax: Money
  /** Null when it is not sent there. */
  total: Money | null
  vendor: number
  /** The quote must not tell shipping, tax and total; the checkout does. */
  isShippingHidden: boolean
  weightBand: SeededCopy['weightBand']
  taxBasisPoints: number
}

/** An offer as set over control: no tax, the same shipping everywhere. */
export interface FixedOffer {
  price: Money
  shipping: Money
  condition: Condition
  quantity: number
}

/** Numbers of the demo's own ebooks (server/modules/ebooks/demo): nobody has a copy on paper. */
const filesOnly = '9799900000'

export class Catalogue {
  readonly #profile: Profile
  readonly seed: number
  readonly #fixed = new Map<string, FixedOffer>()
  readonly #stock = new Map<string, number>()
  readonly #movedPercent = new Map<string, number>()
  readonly #changedAt = new Map<string, number>()
  #version = 0

  constructor(profile: Profile, seed: number) {
    this.#profile = profile
    this.seed = seed
  }

  /** Makes this the only offer of the book; with quantity 0 the book is not carried. Forgets what was sold and moved before. */
  fix(isbn13: string, offer: FixedOffer): void {
    this.#fixed.set(isbn13, offer)
    this.#stock.set(firstOf(isbn13), offer.quantity)
    this.#movedPercent.delete(firstOf(isbn13))
    this.#touch(isbn13)
  }

  /** Every offer of one book, sold-out ones with quantity 0; empty when it is not carried. */
  offers(isbn13: string, country: string, currency: string): Offer[] {
    const fixed = this.#fixed.get(isbn13)
    if (fixed) return fixed.quantity === 0 ? [] : [this.#fixedOffer(isbn13, fixed)]
    return this.#copies(isbn13).map((copy) => this.#seededOffer(isbn13, copy, country, currency))
  }

  /** One offer as it is now, or null when there is no such. */
  find(offerId: string, country: string, currency: string): Offer | null {
    return this.offers(isbnOf(offerId), country, currency).find((offer) => offer.offerId === offerId) ?? null
  }

  /** Whether the book is carried at all, if only sold out. */
  carries(isbn13: string): boolean {
    const fixed = this.#fixed.get(isbn13)
    return fixed ? fixed.quantity > 0 : this.#copies(isbn13).length > 0
  }

  /** Grows with every change of an offer. */
  get version(): number {
    return this.#version
  }

  /** The books whose offers changed after `version`, each once. */
  changedSince(version: number): string[] {
    return [...this.#changedAt].flatMap(([isbn13, at]) => (at > version ? [isbn13] : []))
  }

  /** Whether the book's offer was set over control. */
  isFixed(isbn13: string): boolean {
    return this.#fixed.has(isbn13)
  }

  /** Adds to the stock of an offer; `by` is negative for a sale. */
  changeStock(offer: Pick<Offer, 'offerId' | 'quantity'>, by: number): void {
    const left = (this.#stock.get(offer.offerId) ?? offer.quantity) + by
    if (left < 0) throw new RangeError(`${offer.offerId} would be sold ${-left} times too often`)
    this.#stock.set(offer.offerId, left)
    this.#touch(isbnOf(offer.offerId))
  }

  /** Raises the item's price, for good. */
  raisePrice(offerId: string, percent: number): void {
    const before = this.#movedPercent.get(offerId) ?? 100
    this.#movedPercent.set(offerId, (before * (100 + percent)) / 100)
    this.#touch(isbnOf(offerId))
  }

  #touch(isbn13: string): void {
    this.#version += 1
    this.#changedAt.set(isbn13, this.#version)
  }

  #copies(isbn13: string): SeededCopy[] {
    return isIsbn13(isbn13) && !isbn13.startsWith(filesOnly) ? this.#profile.stockOf(isbn13, this.seed) : []
  }

  #seededOffer(isbn13: string, copy: SeededCopy, country: string, currency: string): Offer {
    const offerId = `${isbn13}-${copy.nth}`
    const item = this.#moved(offerId, fromUsdCents(copy.usdCents, currency))
    const shipping = this.#profile.shipping(copy, country, currency, item)
    const taxBasisPoints = this.#profile.taxBasisPoints(country)
    const tax = share(shipping ? sum(item, shipping) : item, taxBasisPoints)
    const { condition, vendor, isShippingHidden, weightBand } = copy
    return {
      offerId,
      isbn13,
      condition,
      vendor,
      isShippingHidden,
      weightBand,
      item,
      shipping,
      tax,
      taxBasisPoints,
      total: shipping ? sum(item, shipping, tax) : null,
      quantity: this.#stock.get(offerId) ?? copy.quantity,
    }
  }

  #fixedOffer(isbn13: string, { price, shipping, condition }: FixedOffer): Offer {
    const offerId = firstOf(isbn13)
    const item = this.#moved(offerId, price)
    const tax = { currency: price.currency, minor: 0n }
    return {
      offerId,
      isbn13,
      condition,
      item,
      shipping,
      tax,
      total: sum(item, shipping),
      vendor: 0,
      isShippingHidden: false,
      weightBand: 'A',
      taxBasisPoints: 0,
      quantity: this.#stock.get(offerId) ?? 0,
    }
  }

  #moved(offerId: string, price: Money): Money {
    const percent = this.#movedPercent.get(offerId)
    if (percent === undefined) return price
    // At least one minor unit more, or a cheap book would not have moved at all.
    const raised = BigInt(Math.ceil((Number(price.minor) * percent) / 100))
    return { currency: price.currency, minor: raised > price.minor ? raised : price.minor + 1n }
  }
}

function isbnOf(offerId: string): string {
  return offerId.split('-')[0] ?? ''
}

function firstOf(isbn13: string): string {
  return `${isbn13}-1`
}
