// Harbor's search: everything that the keyword finds, also what the buyer did not ask for.
import { toDecimal } from '../../core/amount.ts'
import type { Offer } from '../../core/catalogue.ts'
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import { uniform } from '../../core/rng.ts'
import type { Seller } from '../../core/seller.ts'
import { HarborError } from './errors.ts'
import { homeOf, vendorOf } from './profile.ts'
import { conditionNames, toMoney } from './wire.ts'

/** `GET …/item_summary/search`. */
export function search(seller: Seller, url: URL, currency: string): HttpReply {
  const isbn13 = (url.searchParams.get('q') ?? '').replaceAll('-', '').trim()
  if (isbn13 === '') throw new HarborError(12001, 'The call must have a q')
  const limit = pageNumber(url, 'limit', { least: 1, most: 200, otherwise: 50 })
  const offset = pageNumber(url, 'offset', { least: 0, most: 10_000, otherwise: 0 })
  const country = url.searchParams.get('deliveryCountry') ?? homeOf(currency)
  const found = findAll(seller, isbn13, country, currency)
  const isLast = offset + limit >= found.length
  const page = found.slice(offset, offset + limit)
  return json(
    200,
    {
      href: `${url.pathname}${url.search}`,
      ...(!isLast && { next: pageAddress(url, limit, offset + limit) }),
      total: found.length,
      limit,
      offset,
      ...(page.length > 0 && { itemSummaries: page }),
    },
    { 'cache-control': 'private, max-age=60' },
  )
}

function findAll(seller: Seller, isbn13: string, country: string, currency: string): unknown[] {
  const offers = seller.catalogue.offers(isbn13, country, currency).filter((offer) => offer.quantity > 0)
  const items: unknown[] = offers.map((offer) => toItem(offer, currency, seller.now()))
  const first = offers[0]
  if (!first || seller.catalogue.isFixed(isbn13)) return items
  const luck = uniform(isbn13, 'noise')
  if (luck < 0.3) items.splice(1, 0, toAuction(first, currency))
  if (luck > 0.85) items.unshift(toNeighbour(first, currency))
  return items
}

function toItem(offer: Offer, currency: string, nowMs: number) {
  const { username, feedbackPercentage, feedbackScore } = vendorOf(offer.vendor)
  const { name, id } = conditionNames[offer.condition]
  return {
    itemId: `v1|${offer.offerId}|0`,
    title: `Book ${offer.isbn13}, ${name.toLowerCase()}`,
    gtin: offer.isbn13,
    price: toMoney(offer.item),
    condition: name,
    conditionId: id,
    buyingOptions: ['FIXED_PRICE'],
    shippingOptions: shippingOptions(offer, nowMs),
    ...(offer.shipping && !offer.isShippingHidden && { estimatedTax: toMoney(offer.tax) }),
    estimatedAvailableQuantity: offer.quantity,
    seller: { username, feedbackPercentage, feedbackScore },
    itemLocation: { country: homeOf(currency) },
    itemEndDate: dayAfter(nowMs, 30),
  }
}

function shippingOptions({ shipping, isShippingHidden }: Offer, nowMs: number): unknown[] {
  if (!shipping) return []
  if (isShippingHidden) return [{ shippingCostType: 'CALCULATED' }]
  return [
    {
      shippingCostType: 'FIXED',
      shippingCost: toMoney(shipping),
      minEstimatedDeliveryDate: dayAfter(nowMs, 4),
      maxEstimatedDeliveryDate: dayAfter(nowMs, 10),
    },
  ]
}

function toAuction({ isbn13, item }: Offer, currency: string) {
  const bid = { currency, minor: item.minor / 3n + 1n } // tempting, and not a price
  return {
    itemId: `v1|auction-${isbn13}|0`,
    title: `Book ${isbn13}, auction`,
    gtin: isbn13,
    currentBidPrice: { value: toDecimal(bid), currency },
    condition: 'Good',
    conditionId: '5000',
    buyingOptions: ['AUCTION'],
    shippingOptions: [],
  }
}

function toNeighbour({ isbn13, item }: Offer, currency: string) {
  return {
    itemId: `v1|guide-${isbn13}|0`,
    title: `Study guide to ${isbn13}`,
    price: { value: toDecimal({ currency, minor: item.minor / 2n + 1n }), currency },
    condition: 'Good',
    conditionId: '5000',
    buyingOptions: ['FIXED_PRICE'],
    shippingOptions: [{ shippingCostType: 'FIXED', shippingCost: { value: '0.00', currency } }],
    estimatedTax: { value: '0.00', currency },
    seller: { username: 'crib_notes', feedbackPercentage: '91.0', feedbackScore: 12 },
  }
}

function pageNumber(url: URL, name: string, { least, most, otherwise }: PageRange): number {
  const text = url.searchParams.get(name)
  if (text === null) return otherwise
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new HarborError(12023, `${name} must be from ${least} to ${most}`)
}

function pageAddress(url: URL, limit: number, offset: number): string {
  const query = new URLSearchParams(url.searchParams)
  query.set('limit', String(limit))
  query.set('offset', String(offset))
  return `${url.pathname}?${query.toString()}`
}

function dayAfter(nowMs: number, days: number): string {
  return new Date(Math.floor(nowMs / dayMs + days) * dayMs).toISOString()
}

const dayMs = 86_400_000

interface PageRange {
  least: number
  most: number
  otherwise: number
}
