// Rates for the demo. Rounded and simplified, and no advice on tax: whoever runs a shop fills the tables in with its own.
import { everywhereElse } from './model.ts'
import type { RateTables, ShippingRate, TaxRate } from './model.ts'

/** Tables that know the United States (two states with tax), Great Britain, Germany, France, Japan, and everywhere else for dollars only. */
export function chooseDemoRates(): RateTables {
  return {
    shipping: [
      ship('US', 'USD', [399, 100, 3_500], [3, 6]),
      ship('GB', 'USD', [899, 250, null], [6, 12]),
      ship('GB', 'GBP', [699, 200, null], [6, 12]),
      ship('DE', 'USD', [999, 300, null], [6, 12]),
      ship('DE', 'EUR', [899, 275, null], [6, 12]),
      ship('FR', 'USD', [999, 300, null], [6, 12]),
      ship('FR', 'EUR', [899, 275, null], [6, 12]),
      ship('JP', 'USD', [1_299, 400, null], [8, 15]),
      ship('JP', 'JPY', [1_900, 600, null], [8, 15]),
      ship(everywhereElse, 'USD', [1_899, 600, null], [10, 25]),
    ],
    tax: [
      ...['005', '063', '10', '11', '12', '13', '14'].map((prefix) => tax('US', prefix, 'New York sales tax', 88_750)),
      ...['90', '91', '92', '93', '94', '95', '960', '961'].map((prefix) => ({
        ...tax('US', prefix, 'California sales tax', 72_500),
        isShippingTaxed: false,
      })),
      tax('GB', '', 'VAT', 0),
      tax('DE', '', 'Mehrwertsteuer', 70_000),
      tax('FR', '', 'TVA', 55_000),
      tax('JP', '', 'Consumption tax', 100_000),
    ],
  }
}

function ship(
  country: string,
  currency: string,
  [first, further, freeFrom]: [first: number, further: number, freeFrom: number | null],
  [daysMin, daysMax]: [min: number, max: number],
): ShippingRate {
  return {
    country,
    currency,
    firstMinor: BigInt(first),
    furtherMinor: BigInt(further),
    freeFromMinor: freeFrom === null ? null : BigInt(freeFrom),
    daysMin,
    daysMax,
  }
}

function tax(country: string, postalPrefix: string, name: string, partsPerMillion: number): TaxRate {
  return { country, postalPrefix, name, partsPerMillion, isShippingTaxed: true }
}
