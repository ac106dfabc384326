import fc from 'fast-check'
import { expect, it } from 'vitest'
import { money } from '#platform/money'
import { foldCarts, toLineId } from './fold-carts.ts'
import type { CartLine } from './model.ts'

const limits = { linesMax: 6, quantityMax: 9 }
const when = fc.integer({ min: 0, max: 5 }).map((minute) => new Date(Date.UTC(2026, 10, 22, 12, minute)))
const isbn = fc.constantFrom('9780141439518', '9780441172719', '9780679783268', '9780262033848', '9780306406157')
const base = { isbn13: isbn, addedAt: when, changedAt: when }
const copyLine = fc
  .record({
    ...base,
    condition: fc.constantFrom('NEW' as const, 'GOOD' as const),
    quantity: fc.integer({ min: 1, max: 9 }),
  })
  .map((line): CartLine => ({
    ...line,
    kind: 'copy',
    id: toLineId({ kind: 'copy', ...line }),
    accepted: money(500n, 'USD'),
  }))
const wish = fc.record({ ...base, minor: fc.integer({ min: 1, max: 900 }) }).map(({ minor, ...line }): CartLine => ({
  ...line,
  kind: 'cheapest',
  id: toLineId({ kind: 'cheapest', ...line }),
  quantity: 1,
  conditions: ['NEW'],
  maxTotal: money(BigInt(minor), 'USD'),
}))
const cart = fc.uniqueArray(fc.oneof(copyLine, wish), { selector: ({ id }) => id, maxLength: limits.linesMax })
const quantityIn = (lines: readonly CartLine[], id: string) => lines.find((line) => line.id === id)?.quantity ?? 0

it('gives each thing once, the sum of both up to the limit, and no more lines than fit', () => {
  fc.assert(
    fc.property(cart, cart, (own, guest) => {
      const folded = foldCarts(own, guest, limits)
      expect(new Set(folded.map(({ id }) => id)).size).toBe(folded.length)
      expect(folded.length).toBeLessThanOrEqual(limits.linesMax)
      expect(own.every(({ id }) => folded.some((line) => line.id === id))).toBe(true)
      for (const { id, kind, quantity } of folded) {
        const both = quantityIn(own, id) + quantityIn(guest, id)
        expect(quantity).toBe(kind === 'copy' ? Math.min(both, limits.quantityMax) : 1)
      }
    }),
  )
})

it('is the account’s cart when the browser has none, and the browser’s when the account has none', () => {
  const names = (lines: readonly CartLine[]) => new Set(lines.map(({ id, quantity }) => `${id} ${quantity}`))
  fc.assert(
    fc.property(cart, (lines) => {
      expect(names(foldCarts(lines, [], limits))).toEqual(names(lines))
      expect(names(foldCarts([], lines, limits))).toEqual(names(lines))
    }),
  )
})

it('never adds maxima up: the later one holds, and of two at once the lower', () => {
  fc.assert(
    fc.property(wish, wish, (own, other) => {
      const guest = { ...other, isbn13: own.isbn13, id: own.id }
      const [folded] = foldCarts([own], [guest], limits)
      if (own.kind !== 'cheapest' || guest.kind !== 'cheapest' || folded?.kind !== 'cheapest') throw new Error('a wish')
      const later = [own, guest].toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime())
      const lower = own.maxTotal.minor < guest.maxTotal.minor ? own.maxTotal : guest.maxTotal
      const isSameTime = own.changedAt.getTime() === guest.changedAt.getTime()
      expect(folded.maxTotal).toEqual(isSameTime ? lower : later[0]?.maxTotal)
    }),
  )
})
