import fc from 'fast-check'
import { expect, it } from 'vitest'
import { conditions } from '#sellers'
import { compareKeys, decideLines, decideShortages, isSameLines, nameOf } from './decide-reservation.ts'
import type { StockLine } from './model.ts'

const isbns = ['9780141439518', '9780441172719', '9780679783268', '9780140449136']
const line = fc.record<StockLine>({
  isbn13: fc.constantFrom(...isbns),
  condition: fc.constantFrom('NEW', 'GOOD'),
  quantity: fc.integer({ min: 1, max: 9 }),
})
const cart = fc.array(line, { minLength: 1, maxLength: 10 })
const shelf = fc.array(fc.tuple(line, fc.nat(30))).map((rows) => new Map(rows.map(([item, n]) => [nameOf(item), n])))
const sum = (lines: readonly StockLine[]) => lines.reduce((total, { quantity }) => total + quantity, 0)

it('makes of every cart one line an item, in one order, and loses no copy', () => {
  fc.assert(
    fc.property(cart, (lines) => {
      const decided = decideLines(lines)
      expect(new Set(decided.map(nameOf)).size).toBe(decided.length)
      expect(decided.toSorted(compareKeys)).toEqual(decided)
      expect(sum(decided)).toBe(sum(lines))
      for (const each of decided)
        expect(each.quantity).toBe(sum(lines.filter((other) => nameOf(other) === nameOf(each))))
    }),
  )
})

it('decides the same however a cart is written down, and again', () => {
  fc.assert(
    fc.property(cart, fc.func(fc.integer()), (lines, weight) => {
      const decided = decideLines(lines)
      const shuffled = lines.toSorted((a, b) => weight(a) - weight(b))
      const oneByOne = lines.flatMap(({ quantity, ...item }) =>
        Array.from({ length: quantity }, () => ({ ...item, quantity: 1 })),
      )
      for (const same of [shuffled, oneByOne, decided]) expect(isSameLines(decideLines(same), decided)).toBe(true)
      const [first, ...rest] = decided
      expect(isSameLines([{ ...first, quantity: (first?.quantity ?? 0) + 1 } as StockLine, ...rest], decided)).toBe(
        false,
      )
    }),
  )
})

it('finds short exactly the lines that want more than is left, and filling them up is enough', () => {
  fc.assert(
    fc.property(cart, shelf, (lines, left) => {
      const decided = decideLines(lines)
      const short = decideShortages(decided, left)
      for (const each of short) expect(each.left).toBeLessThan(each.quantity)
      const filled = new Map([...left, ...short.map((each) => [nameOf(each), each.quantity] as const)])
      expect(decideShortages(decided, filled)).toEqual([])
      const taken = decided.filter((each) => !short.some((one) => nameOf(one) === nameOf(each)))
      for (const each of taken) expect(left.get(nameOf(each)) ?? 0).toBeGreaterThanOrEqual(each.quantity)
    }),
  )
})

it('knows every condition of a seller’s copy', () => {
  const lines = conditions.map((condition) => ({ isbn13: isbns[0] ?? '', condition, quantity: 1 }))
  expect(decideLines(lines)).toHaveLength(conditions.length)
})
