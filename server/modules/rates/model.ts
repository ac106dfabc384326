// What sending costs and which tax is added: tables by destination, and the totals that come of them.
import { z } from 'zod'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import { MoneyView, isKnownCurrency } from '#platform/money'
import type { Money } from '#platform/money'

export interface RatesDeps {
  readonly db: Db
}

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
  /** An ebook: taxed like a copy, and never sent. */
  readonly isDigital?: boolean
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
  /** Null when nothing is sent. */
  readonly days: { readonly min: number; readonly max: number } | null
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
    /** Null when nothing is sent. */
    days: z.strictObject({ min: z.int(), max: z.int() }).nullable(),
    /** What each line adds to goods and tax; delivery and its tax are of all together. */
    lines: z.array(z.strictObject({ id: z.string(), goods: MoneyView, tax: MoneyView })),
  }),
  z.strictObject({ kind: z.literal('refused'), reason: z.enum(refusedTotals) }),
])
export type TotalsView = z.infer<typeof TotalsView>

/** Each table fits one request (64 KiB) and one screen of a patient clerk. */
const ratesMax = 200
const minorMax = 100_000_000
const daysMax = 365
const Minor = z.int('must be an amount').min(0, 'must not be below 0').max(minorMax, 'is too much')
const Days = z.int('must be a whole number').min(0, 'must not be below 0').max(daysMax, `must be at most ${daysMax}`)
const Country = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')

const ShippingRateRow = z.strictObject({
  country: z.union(
    [z.literal(everywhereElse), Country],
    'must be a two-letter country code such as US, or * for everywhere else',
  ),
  currency: z.string().refine(isKnownCurrency, 'must be a currency such as USD'),
  firstMinor: Minor,
  furtherMinor: Minor,
  freeFromMinor: Minor.min(1, 'must be above 0').nullable(),
  daysMin: Days,
  daysMax: Days,
})

const TaxRateRow = z.strictObject({
  country: Country,
  postalPrefix: z.string().regex(/^[0-9A-Z]{0,8}$/, 'must be up to 8 digits and capital letters'),
  name: z.string().trim().min(1, 'must not be empty').max(60, 'must be at most 60 characters'),
  partsPerMillion: z.int('must be a percentage').min(0, 'must not be below 0').max(1_000_000, 'must be at most 100 %'),
  isShippingTaxed: z.boolean(),
})

export const RatesView = z.strictObject({
  shipping: z.array(ShippingRateRow),
  tax: z.array(TaxRateRow),
  fingerprint: z.string(),
})
export type RatesView = z.infer<typeof RatesView>

/** Both tables whole, as they shall be, and the fingerprint of what they were when the change began. */
export const RatesInput = z
  .strictObject({
    shipping: z.array(ShippingRateRow).max(ratesMax, `must be at most ${ratesMax} rows`),
    tax: z.array(TaxRateRow).max(ratesMax, `must be at most ${ratesMax} rows`),
    fingerprint: z.string().max(100),
  })
  .superRefine(({ shipping, tax }, ctx) => {
    const complain = (path: (string | number)[], message: string) => ctx.addIssue({ code: 'custom', path, message })
    shipping.forEach(({ daysMin, daysMax: latest }, row) => {
      if (latest < daysMin) complain(['shipping', row, 'daysMax'], 'must not be before the earliest')
    })
    for (const row of repeated(shipping.map(({ country, currency }) => `${country} ${currency}`)))
      complain(['shipping', row, 'country'], 'has a rate in this currency already')
    for (const row of repeated(tax.map(({ country, postalPrefix }) => `${country} ${postalPrefix}`)))
      complain(['tax', row, 'postalPrefix'], 'has a rate already')
  })
export type RatesInput = z.infer<typeof RatesInput>

/** Where something stands that has stood before. */
function repeated(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []))
}

export const refuse = defineRefusals('rates', {
  changed: {
    trpc: 'CONFLICT',
    say: 'Somebody else has changed the rates meanwhile. Nothing was saved. Please look at them again.',
  },
})
