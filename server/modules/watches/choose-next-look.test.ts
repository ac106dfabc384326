import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chooseNextLook, chooseNextTry } from './choose-next-look.ts'

const at = new Date('2026-11-22T00:00:00Z')
const minutesUntil = (next: Date) => (next.getTime() - at.getTime()) / 60_000
const waiting = (knownMinor: bigint | null, ageDays = 0) => ({
  targetMinor: 1_000n,
  knownMinor,
  since: new Date(at.getTime() - ageDays * 86_400_000),
})

it.each([
  ['at the target', waiting(1_000n), 15],
  ['within a tenth', waiting(1_100n), 15],
  ['within a half', waiting(1_500n), 60],
  ['far away', waiting(1_501n), 360],
  ['not on offer', waiting(null), 360],
  ['at the target, and waited for since long', waiting(1_000n, 91), 30],
])('asks again %s', (_, watch, minutes) => {
  expect(minutesUntil(chooseNextLook([watch], { at, isWhole: true, chance: 0.5 }))).toBe(minutes)
})

it('follows the most eager of those who wait', () => {
  expect(minutesUntil(chooseNextLook([waiting(5_000n), waiting(1_001n)], { at, isWhole: true, chance: 0.5 }))).toBe(15)
})

it('asks again within the hour when some seller did not answer', () => {
  expect(minutesUntil(chooseNextLook([waiting(null)], { at, isWhole: false, chance: 0.5 }))).toBe(60)
})

it('spreads looks that fell together, by a fifth either way', () => {
  const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(chances, (chance) => {
      const minutes = minutesUntil(chooseNextLook([waiting(1_000n)], { at, isWhole: true, chance: chance }))
      expect(minutes).toBeGreaterThanOrEqual(12)
      expect(minutes).toBeLessThanOrEqual(18)
    }),
  )
  expect(minutesUntil(chooseNextLook([waiting(1_000n)], { at, isWhole: true, chance: 0 }))).toBe(12)
})

it('waits longer after each look that nobody answered, an hour at most', () => {
  const minutes = [1, 2, 3, 7, 8, 60].map((tries) => minutesUntil(chooseNextTry(tries, at, 0.5)))
  expect(minutes).toEqual([1, 2, 4, 60, 60, 60])
})
