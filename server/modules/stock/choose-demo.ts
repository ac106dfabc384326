// A small shelf for the demo: which of its editions we keep, in which condition, how many and at what price. The same for everybody, by the digits
// of the number, so that screenshots, journeys and people speak of the same copies.
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { StockLine } from './model.ts'

/** What a new copy costs at least, by format, in US cents; the digits add up to as much again. */
const pricesMinor: Readonly<Record<string, number>> = { 'mass-market': 499, paperback: 899, hardcover: 1_699 }

/** Our copies of one edition; none of most, and none of what has no body. */
export function chooseDemoStock(isbn13: string, format: string): (StockLine & { price: Money; key: string })[] {
  const base = pricesMinor[format]
  const seed = Number(isbn13.slice(3, 12))
  if (base === undefined || seed % 3 !== 0) return []
  const minor = base + (Math.floor(seed / 7) % 10) * 100
  const line = (condition: StockLine['condition'], quantity: number, percent: number) => ({
    isbn13,
    condition,
    quantity,
    price: money(BigInt(Math.floor((minor * percent) / 100)), 'USD'),
    key: `demo:${isbn13}:${condition}`,
  })
  const copies = 1 + (Math.floor(seed / 3) % 12)
  return [line('NEW', copies, 100), ...(seed % 2 === 0 ? [line('GOOD', 1 + (copies % 2), 55)] : [])]
}
