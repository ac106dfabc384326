// What the shopper consents to: the cart as it was shown, with each line's shares of shipping and tax.
import type { PricedCart } from '#cart'
import { toShares } from '#rates'
import type { KnownTotals } from '#rates'
import type { PostalAddress } from '#sellers'
import { add, money } from '#platform/money'
import type { CopyTerms, Terms } from './checkout.ts'

/** Of a cart that can be ordered; one whose copies have no totals is a mistake of the caller's and throws. */
export function toTerms(
  { lines, totals }: PricedCart,
  {
    titles,
    shipTo,
    paymentMethod,
  }: {
    titles: ReadonlyMap<string, { readonly title: string }>
    shipTo: PostalAddress
    paymentMethod: string
  },
): Terms {
  const copies = lines.filter((line) => line.kind === 'copy')
  const cheapest = lines.filter((line) => line.kind === 'cheapest')
  const known = totals?.kind === 'known' ? totals : null
  if (copies.length > 0 && !known) throw new RangeError('copies without totals cannot be ordered')
  const costs = known ? costsOf(known) : new Map<string, Costs>()
  return {
    copies: copies.map(({ id, isbn13, condition, quantity }) => {
      const cost = costs.get(id)
      if (!cost) throw new RangeError(`line ${id} has no price`)
      return { id, isbn13, title: titles.get(isbn13)?.title ?? isbn13, condition, quantity, ...cost }
    }),
    cheapest: cheapest.map(({ id, isbn13, conditions, maxTotal }) => ({
      id,
      isbn13,
      title: titles.get(isbn13)?.title ?? isbn13,
      conditions,
      maxTotal,
    })),
    total: known?.total ?? null,
    shipTo: postal(shipTo),
    paymentMethod,
  }
}

type Costs = Pick<CopyTerms, 'item' | 'shipping' | 'tax' | 'total'>

/** Shipping, and the tax on it, divided among the lines in proportion to their goods; the parts add up to the order's total. */
function costsOf({ lines, shipping, shippingTax }: KnownTotals): Map<string, Costs> {
  const { currency } = shipping
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

/** The label, without what an address book knows beside it. */
function postal({ recipient, lines, city, region, postalCode, country }: PostalAddress): PostalAddress {
  return { recipient, lines, city, region, postalCode, country }
}
