// Foxed's search: XML in ISO-8859-1 over GET, for whoever has a client key.
import { fromDecimal, fromUsdCents, toDecimal } from '../../core/amount.ts'
import type { Offer } from '../../core/catalogue.ts'
import type { HttpReply } from '../../core/http.ts'
import type { Seller } from '../../core/seller.ts'
import { bookIdOf, conditionNames, toAlpha2 } from './wire.ts'

/** A search that cannot be done; 400. */
export class BadSearch extends Error {}

/** `GET /foxed/search`. Throws BadSearch. */
export function search(seller: Seller, query: URLSearchParams): HttpReply {
  const isbn13 = query.get('isbn') ?? ''
  const currency = query.get('currency') ?? 'USD'
  if (isbn13 === '') throw new BadSearch('isbn is missing')
  if (!seller.profile.currencies.includes(currency)) throw new BadSearch(`currency must be GBP or USD`)
  const alpha3 = query.get('destinationcountry') ?? 'USA'
  if (!/^[A-Z]{3}$/.test(alpha3)) throw new BadSearch('destinationcountry must have three letters')
  const country = toAlpha2(alpha3)
  const isWithin = priceFilter(query)
  const offers = country === null ? [] : seller.catalogue.offers(isbn13, country, currency)
  const books = offers.filter((offer) => offer.quantity > 0 && offer.shipping && isWithin(offer)).map(toBook)
  return xml(
    200,
    `<searchResults><resultCount>${books.length}</resultCount>${books.map((book) => `\n ${book}`).join('')}\n</searchResults>`,
  )
}

/** An XML reply, encoded as it says. */
export function xml(status: number, root: string, headers: Record<string, string> = {}): HttpReply {
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?>\n${root}`
  return {
    status,
    headers: { 'content-type': 'text/xml; charset=ISO-8859-1', ...headers },
    body: Buffer.from(text, 'latin1'),
  }
}

export function searchError(message: string): string {
  return `<error><message>${escape(message)}</message></error>`
}

function toBook(offer: Offer): string {
  const { shipping, total, item, condition, isbn13 } = offer
  if (!shipping || !total) throw new Error('only what is sent there is shown')
  const { listing, grade } = conditionNames[condition]
  const elements: [string, string][] = [
    ['bookId', bookIdOf(offer.offerId)],
    ['title', `Book ${isbn13}`],
    ['author', 'Zoë Brontë'],
    ['isbn13', isbn13],
    ['listingCondition', listing],
    ['itemCondition', grade],
    ['quantity', String(offer.quantity)],
    ['listingCurrency', item.currency],
    ['listingPrice', toDecimal(item)],
    ['firstBookShipCost', toDecimal(shipping)],
    ['extraBookShipCost', toDecimal({ ...shipping, minor: shipping.minor / 2n })],
    ['totalListingPrice', toDecimal(total)],
    ['minShipDays', '3'],
    ['maxShipDays', '8'],
    ['vendorName', 'Foxed & Sons'],
    ['vendorLocation', 'GBR'],
  ]
  return `<Book>${elements.map(([name, text]) => `<${name}>${escape(text)}</${name}>`).join('')}</Book>`
}

// In dollars, whatever the prices are in: that is how it has always been.
function priceFilter(query: URLSearchParams): (offer: Offer) => boolean {
  const bound = (name: string): number | null => {
    const text = query.get(name)
    if (text === null) return null
    const money = fromDecimal(text, 'USD')
    if (!money) throw new BadSearch(`${name} must be an amount in USD`)
    return Number(money.minor)
  }
  const [least, most] = [bound('minprice'), bound('maxprice')]
  return ({ item }) => {
    const inList = (cents: number) => Number(fromUsdCents(cents, item.currency).minor)
    const price = Number(item.minor)
    return (least === null || price >= inList(least)) && (most === null || price <= inList(most))
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
