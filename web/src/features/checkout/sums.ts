// What a checkout comes to at most. Pure.
import type { CartLine, CartTotals, Money } from '../../api/shapes.ts'

export interface Sums {
  /** Of our own copies, exactly; null without any, or while it is not known. */
  own: Money | null
  /** Of the maxima of the "cheapest" lines, by currency. */
  wishes: Money[]
  wishCount: number
  /** Both together, where they are of one currency and there are both. */
  most: Money | null
}

export function toSums(lines: readonly CartLine[], totals: CartTotals | null): Sums {
  const maxima = lines.flatMap((line) => (line.kind === 'cheapest' ? line.maxTotal : []))
  const own = totals?.kind === 'known' ? totals.total : null
  const wishes = sumsOf(maxima)
  const all = own ? sumsOf([own, ...maxima]) : []
  return {
    own,
    wishes,
    wishCount: maxima.length,
    most: wishes.length > 0 && all.length === 1 ? (all[0] ?? null) : null,
  }
}

function sumsOf(amounts: readonly Money[]): Money[] {
  const byCurrency = Map.groupBy(amounts, ({ currency }) => currency)
  return [...byCurrency].map(([currency, group]) => ({
    currency,
    minor: group.reduce((sum, { minor }) => sum + minor, 0),
  }))
}
