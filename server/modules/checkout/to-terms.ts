// What the shopper consents to: the cart as it was shown, with each line's shares of shipping and tax.
import type { PricedCart } from '#cart'
import { toShares } from '#rates'
import type { KnownTotals } from '#rates'
import type { Destination, PostalAddress } from '#sellers'
import { add, money } from '#platform/money'
import type { CopyTerms, Terms } from './checkout.ts'

/** Of a cart that can be ordered; one whose copies have no totals is a mistake of the caller's and throws. */
export function toTerms(
  { lines, totals }: PricedCart,
  {
    titles,
    shipTo,
    taxedIn,
    paymentMethod,
  }: {
    titles: ReadonlyMap<string, { readonly title: string }>
    shipTo: PostalAddress | null
    taxedIn: Destination
    paymentMethod: string
  },
): Terms {
  const copies = lines.filter((line) => line.kind === 'copy')
  const ebooks = lines.filter((line) => line.kind === 'ebook')
  const cheapest = lines.filter((line) => line.kind === 'cheapest')
  const known = totals?.kind === 'known' ? totals : null
  if (copies.length + ebooks.length > 0 && !known) throw new RangeError('what has no totals cannot be ordered')
  const copyCosts = known ? costsOf(known, copies) : new Map<string, Costs>()
  const titleOf = ({ isbn13 }: { isbn13: string }) => titles.get(isbn13)?.title ?? isbn13
  return {
    copies: copies.map((line) => {
      const { id, isbn13, condition, quantity } = line
      return { id, isbn13, title: titleOf(line), condition, quantity, ...required(copyCosts.get(id), id) }
    }),
    ebooks: ebooks.map((line) => {
      const { id, isbn13 } = line
      const { goods: item, tax } = required(
        known?.lines.find((each) => each.id === id),
        id,
      )
      return { id, isbn13, title: titleOf(line), item, tax, total: add(item, tax) }
    }),
    cheapest: cheapest.map((line) => {
      const { id, isbn13, conditions, maxTotal } = line
      return { id, isbn13, title: titleOf(line), conditions, maxTotal }
    }),
    total: known?.total ?? null,
    shipTo: shipTo && postal(shipTo),
    taxedIn: toDestination(taxedIn),
    paymentMethod,
  }
}

function required<T>(cost: T | undefined, lineId: string): T {
  if (!cost) throw new RangeError(`line ${lineId} has no price`)
  return cost
}

type Costs = Pick<CopyTerms, 'item' | 'shipping' | 'tax' | 'total'>

/** Shipping, and the tax on it, divided among the lines of copies in proportion to their goods; the parts add up to what the copies cost. */
function costsOf(totals: KnownTotals, copies: readonly { readonly id: string }[]): Map<string, Costs> {
  const { shipping, shippingTax } = totals
  const { currency } = shipping
  const lines = totals.lines.filter(({ id }) => copies.some((copy) => copy.id === id))
  const weights = lines.map(({ goods }) => goods.minor)
  const shippings = toShares(shipping.minor, weights)
  const taxes = toShares(shippingTax.minor, weights)
  return new Map(
    lines.map(({ id, goods: item, tax: ownTax }, i) => {
      const share = money(shippings[i] ?? 0n, currency)
      const tax = add(ownTax, money(taxes[i] ?? 0n, currency))
      return [id, { item, shipping: share, tax, total: add(item, add(share, tax)) }]
    }),
  )
}

/** As far as a tax depends on it. */
function toDestination({ country, postalCode }: Destination): Destination {
  return { country, ...(postalCode && { postalCode }) }
}

/** The label, without what an address book knows beside it. */
function postal({ recipient, lines, city, region, postalCode, country }: PostalAddress): PostalAddress {
  return { recipient, lines, city, region, postalCode, country }
}
