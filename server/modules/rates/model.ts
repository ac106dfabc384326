// What sending costs and which tax is added: tables by destination, and the totals that come of them.
import { z } from 'zod'
import { MoneyView } from '#platform/money'
import type { Money } from '#platform/money'

/** Every country without a row of its own. */
export const everywhereElse = '*'

/** What a parcel costs to a country, for copies that are priced in this currency. */
export interface ShippingRate {
  /** Two letters, or `everywhereElse`. */
  readonly country: string
  readonly currency: string
  readonly firstMinor: bigint
  /** For each copy after the first. */
  readonly furtherMinor: bigint
  /** Sent free from goods of this worth; null for never. */
  readonly freeFromMinor: bigint | null
  readonly daysMin: number
  readonly daysMax: number
}

/** Which tax is added where the postal code begins so; the longest prefix that fits counts, '' fits everywhere in the country. */
export interface TaxRate {
  readonly country: string
  readonly postalPrefix: string
  /** As people know it: `New York sales tax`. */
  readonly name: string
  /** Of a million: 88,750 is 8.875 %. */
  readonly partsPerMillion: number
  readonly isShippingTaxed: boolean
}

export interface RateTables {
  readonly shipping: readonly ShippingRate[]
  readonly tax: readonly TaxRate[]
}

/** So many copies at this price each. */
export interface TotalsLine {
  readonly id: string
  readonly quantity: number
  readonly price: Money
}

/** All parts in one currency: goods + shipping + tax = total, Σ lines' goods = goods, Σ lines' tax + shippingTax = tax. */
export interface KnownTotals {
  readonly kind: 'known'
  readonly lines: readonly { readonly id: string; readonly goods: Money; readonly tax: Money }[]
  readonly goods: Money
  readonly shipping: Money
  readonly shippingTax: Money
  readonly tax: Money
  /** Null where no tax is added. */
  readonly taxName: string | null
  readonly total: Money
  /** True when the tax depends on a postal code that is not known yet. */
  readonly isEstimate: boolean
  readonly days: { readonly min: number; readonly max: number }
}

export const refusedTotals = ['not_delivered', 'currency_mixed'] as const

/** `not_delivered`: no rate for this country and currency. `currency_mixed`: the lines cannot be added up. */
export type Totals = KnownTotals | { readonly kind: 'refused'; readonly reason: (typeof refusedTotals)[number] }

export const TotalsView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('known'),
    goods: MoneyView,
    shipping: MoneyView,
    tax: MoneyView,
    taxName: z.string().nullable(),
    total: MoneyView,
    isEstimate: z.boolean(),
    days: z.strictObject({ min: z.int(), max: z.int() }),
    /** What each line adds to goods and tax; delivery and its tax are of all together. */
    lines: z.array(z.strictObject({ id: z.string(), goods: MoneyView, tax: MoneyView })),
  }),
  z.strictObject({ kind: z.literal('refused'), reason: z.enum(refusedTotals) }),
])
export type TotalsView = z.infer<typeof TotalsView>
