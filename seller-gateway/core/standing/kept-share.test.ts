import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countPromises, keptShare, weekOf } from './kept-share.ts'
import type { WeekCount } from './kept-share.ts'
import { outcomes } from './promise.ts'
import type { Outcome } from './promise.ts'

const nowMs = Date.parse('2026-11-21T10:00:00Z')
const thisWeek = weekOf(nowMs)
const broken: Outcome[] = ['SOLD_OUT', 'PRICE_RAISED', 'CANCELLED', 'OTHER_TERMS', 'OVERPRICED', 'OTHER_REFERENCE']

const weekCount: fc.Arbitrary<WeekCount> = fc.record({
  week: fc.integer({ min: thisWeek - 52, max: thisWeek + 1 }),
  outcome: fc.constantFrom(...outcomes),
  count: fc.nat({ max: 5_000 }),
})
const record = fc.array(weekCount, { maxLength: 40 })
const shareOf = (counts: readonly WeekCount[], atMs = nowMs) => keptShare(counts, atMs).keptBasisPoints
const of = (outcome: Outcome, count: number, week = thisWeek): WeekCount => ({ week, outcome, count })

it('takes a seller without orders for a usual one', () => {
  expect(keptShare([], nowMs)).toEqual({ keptBasisPoints: 9_700, orderCount: 0 })
  expect(keptShare([of('OPEN', 9), of('NOT_COUNTED', 9)], nowMs)).toEqual({ keptBasisPoints: 9_700, orderCount: 0 })
})

it('draws few orders towards the usual share, and many hardly', () => {
  expect(shareOf([of('SOLD_OUT', 1)])).toBe(9_238) // 19.4 of 21
  expect(shareOf([of('KEPT', 1)])).toBe(9_714)
  expect(shareOf([of('KEPT', 5_000), of('SOLD_OUT', 5_000)])).toBe(5_009)
})

it('stays within its bounds, whatever the record', () => {
  fc.assert(
    fc.property(record, (counts) => {
      const share = shareOf(counts)
      expect(Number.isInteger(share) && share >= 0 && share <= 10_000).toBe(true)
    }),
  )
})

it('rises with every kept promise and falls with every broken one', () => {
  const more = fc.record({
    counts: record,
    week: fc.integer({ min: thisWeek - 52, max: thisWeek }),
    by: fc.integer({ min: 1, max: 100 }),
    outcome: fc.constantFrom(...broken),
  })
  fc.assert(
    fc.property(more, ({ counts, week, by, outcome }) => {
      expect(shareOf([...counts, of('KEPT', by, week)])).toBeGreaterThanOrEqual(shareOf(counts))
      expect(shareOf([...counts, of(outcome, by, week)])).toBeLessThanOrEqual(shareOf(counts))
    }),
  )
  expect(shareOf([of('KEPT', 21)])).toBeGreaterThan(shareOf([of('KEPT', 20)]))
  expect(shareOf([of('SOLD_OUT', 21)])).toBeLessThan(shareOf([of('SOLD_OUT', 20)]))
})

it('does not depend on the order of the counts, nor on how they are cut up', () => {
  const cut = record.chain((counts) =>
    fc
      .shuffledSubarray(
        counts.flatMap((one) => [
          { ...one, count: one.count - Math.floor(one.count / 3) },
          { ...one, count: Math.floor(one.count / 3) },
        ]),
        { minLength: counts.length * 2 },
      )
      .map((pieces) => ({ counts, pieces })),
  )
  fc.assert(
    fc.property(cut, ({ counts, pieces }) => {
      expect(Math.abs(shareOf(pieces) - shareOf(counts))).toBeLessThanOrEqual(1) // floating-point sums in another order
    }),
  )
})

it('lets good and bad fade alike, by half in eight weeks', () => {
  const weekMs = 7 * 24 * 3_600_000
  const bad = [of('SOLD_OUT', 100)]
  const after = [0, 8, 16, 24, 52].map((weeks) => shareOf(bad, nowMs + weeks * weekMs))
  expect(after).toEqual(after.toSorted((a, b) => a - b))
  expect(after[1]).toBe(Math.round((10_000 * 19.4) / 70)) // one half-life: fifty of the hundred
  expect(after[4]).toBeGreaterThan(9_100)
})

it('counts by kind', () => {
  const one = outcomes.map((outcome) => of(outcome, 1))
  expect(countPromises([...one, of('KEPT', 4, thisWeek - 3)])).toEqual({
    placed: outcomes.length + 4,
    kept: 5,
    soldOut: 1,
    priceRaised: 1,
    cancelled: 1,
    notAsQuoted: 3,
  })
})
