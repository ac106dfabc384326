// The stopping rule: what it promises for every habit, and what it learns.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideStop, expectedRegret, hardMs, regretMax } from './decide-stop.ts'
import { chanceOfCopy, learn, newHabit, normalCdf, savingOfCopy } from './habits.ts'
import type { Habit, Sight } from './habits.ts'

const sight: fc.Arbitrary<Sight> = fc.oneof(
  fc.record({
    tookMs: fc.integer({ min: 1, max: 20_000 }),
    ratio: fc.option(fc.double({ min: 0.3, max: 4, noNaN: true })),
    carried: fc.boolean(),
  }),
  fc.constant({ tookMs: null }),
)
const habit: fc.Arbitrary<Habit> = fc.array(sight, { maxLength: 40 }).map((seen) => seen.reduce(learn, newHabit))
const after = (seen: Sight, times: number) => Array.from({ length: times }, () => seen).reduce(learn, newHabit)

it('stops when everybody has answered, and at the hard deadline, and never before with nothing to buy', () => {
  fc.assert(
    fc.property(fc.array(habit, { maxLength: 5 }), fc.integer({ min: 0, max: 20_000 }), (missing, elapsedMs) => {
      expect(decideStop({ isFinal: true, hasBuyable: false, elapsedMs, missing })).toBe(true)
      expect(decideStop({ isFinal: false, hasBuyable: false, elapsedMs, missing })).toBe(elapsedMs >= hardMs)
    }),
  )
})

it('stops within the soft deadline with something to buy, at once when nobody is missing', () => {
  const waiting = { isFinal: false, hasBuyable: true }
  expect(decideStop({ ...waiting, elapsedMs: 5_000, missing: [after({ tookMs: 6_000, ratio: 0.5 }, 50)] })).toBe(true)
  expect(decideStop({ ...waiting, elapsedMs: 1, missing: [] })).toBe(true)
})

it.each([
  ['nobody is missing', true, false, 0, true],
  ['a millisecond before the hard deadline, with nothing to buy', false, false, 7_999, false],
  ['at the hard deadline, with nothing to buy', false, false, 8_000, true],
  ['a millisecond before the soft deadline, with something to buy', false, true, 4_999, false],
  ['at the soft deadline, with something to buy', false, true, 5_000, true],
])('%s', (_, isFinal, hasBuyable, elapsedMs, stops) => {
  // answers in six seconds, at half the price: always worth waiting for
  const missing = [after({ tookMs: 6_000, ratio: 0.5, carried: true }, 100)]
  expect(decideStop({ isFinal, hasBuyable, elapsedMs, missing })).toBe(stops)
})

it('waits on while more may be lost than is allowed, and not when it is exactly that', () => {
  const waiting = { isFinal: false, hasBuyable: true, elapsedMs: 300, missing: [newHabit] }
  const regret = expectedRegret([newHabit], 300)
  expect(regret).toBeGreaterThan(regretMax)
  expect(decideStop(waiting)).toBe(false)
  expect(decideStop(waiting, regret)).toBe(true)
  expect(decideStop(waiting, regret * 0.999_999)).toBe(false)
  expect(expectedRegret([newHabit, newHabit], 300)).toBeCloseTo(2 * regret, 12)
  expect(regret).toBeCloseTo(chanceOfCopy(newHabit, 300, hardMs) * savingOfCopy(newHabit), 12)
})

it('keeps chances and savings between nothing and everything', () => {
  fc.assert(
    fc.property(habit, fc.integer({ min: 0, max: hardMs }), (of, elapsedMs) => {
      expect(chanceOfCopy(of, elapsedMs, hardMs)).toBeGreaterThanOrEqual(0)
      expect(chanceOfCopy(of, elapsedMs, hardMs)).toBeLessThanOrEqual(1)
      expect(savingOfCopy(of)).toBeGreaterThanOrEqual(0)
      expect(savingOfCopy(of)).toBeLessThanOrEqual(1)
    }),
  )
})

it('expects more of more silent sellers, never less', () => {
  fc.assert(
    fc.property(fc.array(habit, { maxLength: 4 }), habit, fc.integer({ min: 0, max: hardMs }), (missing, other, ms) => {
      expect(expectedRegret([...missing, other], ms)).toBeGreaterThanOrEqual(expectedRegret(missing, ms))
    }),
  )
})

it('waits for a cheap seller that is usually back in a second, and not for a dear one', () => {
  const cheap = after({ tookMs: 900, ratio: 0.8, carried: true }, 100)
  const dear = after({ tookMs: 900, ratio: 1.6, carried: true }, 100)
  const at = (elapsedMs: number, missing: Habit[]) =>
    decideStop({ isFinal: false, hasBuyable: true, elapsedMs, missing })
  expect(at(300, [cheap])).toBe(false)
  expect(at(300, [dear])).toBe(true)
})

it('gives up on a seller that has been silent for much longer than it ever is, or that never answers or never has a copy', () => {
  const quick = after({ tookMs: 60, ratio: 0.8, carried: true }, 150)
  const silent = after({ tookMs: null }, 200)
  const empty = after({ tookMs: 500, carried: false }, 200)
  expect(chanceOfCopy(quick, 1_000, hardMs)).toBeLessThan(0.2)
  expect(chanceOfCopy(quick, 5, hardMs)).toBeGreaterThan(0.9)
  expect(chanceOfCopy(silent, 100, hardMs)).toBeLessThan(0.1)
  expect(chanceOfCopy(empty, 100, hardMs)).toBeLessThan(0.05)
})

it('knows the saving of a ratio that is certain, and of one that is spread', () => {
  expect(savingOfCopy(after({ tookMs: 1, ratio: 0.8 }, 5_000))).toBeCloseTo(0.2, 2)
  expect(savingOfCopy(after({ tookMs: 1, ratio: 1.5 }, 5_000))).toBeLessThan(0.01)
  const even = { ...newHabit, lnRatio: { mean: 0, variance: 0.04, weight: 200 } }
  expect(savingOfCopy(even)).toBeCloseTo(0.0708, 4) // 0.5 − e^0.02 Φ(−0.2), by a table
})

it('is the normal distribution', () => {
  for (const [z, p] of [
    [0, 0.5],
    [1, 0.841345],
    [-1.96, 0.024998],
    [3, 0.99865],
  ] as const)
    expect(normalCdf(z)).toBeCloseTo(p, 5)
})

it('learns a seller anew when it changes its ways', () => {
  const slow = after({ tookMs: 4_000 }, 500)
  const fast = Array.from({ length: 600 }, (): Sight => ({ tookMs: 50 })).reduce(learn, slow)
  expect(Math.exp(slow.lnMs.mean)).toBeGreaterThan(3_500)
  expect(Math.exp(fast.lnMs.mean)).toBeLessThan(70)
})
