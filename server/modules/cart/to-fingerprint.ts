import { derivedId } from '#platform/ids'
import type { Money } from '#platform/money'
import type { PricedCart, PricedLine } from './model.ts'

/** The namespace of fingerprints; drawn once. */
const namespace = '5b0c9a4e-6d0b-4c54-9b57-0a3c1b6f2d11'

/** One short string for what is shown. Not how many copies are free beyond those wanted: others may buy theirs. */
export function toFingerprint({ lines, totals }: Pick<PricedCart, 'lines' | 'totals'>): string {
  const shown = {
    lines: lines.map(toShown),
    totals:
      totals?.kind === 'known'
        ? [totals.goods, totals.shipping, totals.tax, totals.total].map(amount)
        : (totals?.reason ?? null),
  }
  return derivedId(namespace, JSON.stringify(shown))
}

/** True when this cart, looked at now, is what the shopper saw. */
export function sameAsShown(cart: Pick<PricedCart, 'fingerprint'>, fingerprint: string): boolean {
  return cart.fingerprint === fingerprint
}

function toShown(line: PricedLine): unknown[] {
  if (line.kind === 'cheapest') return [line.id, [...line.conditions].toSorted(), amount(line.maxTotal)]
  if (line.kind === 'ebook') return [line.id, line.price && amount(line.price), ...line.changes.map(({ kind }) => kind)]
  return [line.id, line.quantity, line.price && amount(line.price), Math.min(line.available, line.quantity)]
}

function amount({ minor, currency }: Money): string {
  return `${minor} ${currency}`
}
