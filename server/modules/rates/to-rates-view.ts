import { hashJson } from '#platform/json'
import type { RateTables, RatesInput, RatesView } from './model.ts'

/** Both tables as staff see them. `fingerprint` names this state of them: a change of another state is refused. */
export function toRatesView(tables: RateTables): RatesView {
  const { shipping, tax } = sorted(tables)
  return {
    shipping: shipping.map(({ firstMinor, furtherMinor, freeFromMinor, ...rate }) => ({
      ...rate,
      firstMinor: Number(firstMinor),
      furtherMinor: Number(furtherMinor),
      freeFromMinor: freeFromMinor === null ? null : Number(freeFromMinor),
    })),
    tax: [...tax],
    fingerprint: toFingerprint(tables),
  }
}

export function toRateTables({ shipping, tax }: RatesInput): RateTables {
  return {
    shipping: shipping.map(({ firstMinor, furtherMinor, freeFromMinor, ...rate }) => ({
      ...rate,
      firstMinor: BigInt(firstMinor),
      furtherMinor: BigInt(furtherMinor),
      freeFromMinor: freeFromMinor === null ? null : BigInt(freeFromMinor),
    })),
    tax,
  }
}

/** The same for the same rows in any order. */
export function toFingerprint(tables: RateTables): string {
  return hashJson(sorted(tables))
}

/** As the tables' keys have it: by country, then by currency or by the beginning of the postal code. */
function sorted({ shipping, tax }: RateTables): RateTables {
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return {
    shipping: shipping.toSorted((a, b) => by(a.country, b.country) || by(a.currency, b.currency)),
    tax: tax.toSorted((a, b) => by(a.country, b.country) || by(a.postalPrefix, b.postalPrefix)),
  }
}
