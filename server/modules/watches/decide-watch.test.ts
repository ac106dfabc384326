import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideWatch } from './decide-watch.ts'
import type { Watched } from './decide-watch.ts'

const startMs = Date.parse('2026-11-22T00:00:00Z')
const hourMs = 3_600_000
const target = 1_000n
const prices = fc.option(fc.bigInt({ min: 1n, max: 2_000n }), { nil: null })
const looks = fc.array(fc.record({ hours: fc.integer({ min: 0, max: 12 }), price: prices }), { maxLength: 40 })

/** Runs a watch over looks; gives when it fired and at what price, with the prices seen since the firing before. */
function run(steps: readonly { hours: number; price: bigint | null }[]) {
  let watch: Watched = { targetMinor: target, isArmed: true, firedAt: null }
  let at = new Date(startMs)
  const firings: { index: number; at: Date; price: bigint | null }[] = []
  for (const [index, { hours, price }] of steps.entries()) {
    at = new Date(at.getTime() + hours * hourMs)
    const decided = decideWatch(watch, { at, freshMinor: price, knownMinor: price })
    if (decided === 'fire') {
      watch = { ...watch, isArmed: false, firedAt: at }
      firings.push({ index, at, price })
    }
    if (decided === 'arm') watch = { ...watch, isArmed: true }
  }
  return firings
}

it('fires at the first look when the price is already low enough', () => {
  expect(run([{ hours: 0, price: target }])).toHaveLength(1)
  expect(run([{ hours: 0, price: target + 1n }])).toHaveLength(0)
})

it('never fires above the target, nor for a book that nobody offers', () => {
  fc.assert(fc.property(looks, (steps) => run(steps).every(({ price }) => price !== null && price <= target)))
})

it('speaks again only after the price was out of reach, and never within the quiet time', () => {
  fc.assert(
    fc.property(looks, (steps) => {
      const firings = run(steps)
      for (const [n, firing] of firings.entries()) {
        const before = firings[n - 1]
        if (!before) continue
        const between = steps.slice(before.index + 1, firing.index)
        expect(between.some(({ price }) => price === null || price > 1_050n)).toBe(true)
        expect(firing.at.getTime() - before.at.getTime()).toBeGreaterThanOrEqual(6 * hourMs)
      }
    }),
  )
})

it('does not take a price that swings about the target for news', () => {
  const swinging = Array.from({ length: 40 }, (_, n) => ({ hours: 6, price: n % 2 === 0 ? 990n : 1_040n }))
  expect(run(swinging)).toHaveLength(1)
})

it('fires again for the next fall', () => {
  const falls = [990n, 1_200n, 980n, null, 970n].map((price) => ({ hours: 6, price }))
  expect(run(falls).map(({ price }) => price)).toEqual([990n, 980n, 970n])
})

const fired = new Date(startMs)
const afterHours = (hours: number) => new Date(startMs + hours * hourMs)

it.each<[string, bigint | null, bigint | null, 'fire' | 'stay']>([
  ['at the target', 1_000n, 1_000n, 'fire'],
  ['a cent below', 999n, 999n, 'fire'],
  ['a cent above', 1_001n, 1_001n, 'stay'],
  ['low where nobody answered just now', null, 900n, 'stay'],
  ['low just now, whatever else is known', 1_000n, 5_000n, 'fire'],
])('armed, and the price is %s: %s', (_, freshMinor, knownMinor, decided) => {
  const watch = { targetMinor: target, isArmed: true, firedAt: null }
  expect(decideWatch(watch, { at: fired, freshMinor, knownMinor })).toBe(decided)
})

it.each<[string, Date | null, number, bigint | null, 'arm' | 'stay']>([
  ['more than a twentieth above the target', fired, 6, 1_051n, 'arm'],
  ['a twentieth above', fired, 6, 1_050n, 'stay'],
  ['gone, as nobody offers a copy', fired, 6, null, 'arm'],
  ['risen, but it was news less than six hours ago', fired, 5.999, 1_051n, 'stay'],
  ['gone, but it was news less than six hours ago', fired, 5.999, null, 'stay'],
  ['still low', fired, 48, 900n, 'stay'],
  ['risen, and it never was news', null, 0, 1_051n, 'arm'],
])('not armed, and the price is %s', (_, firedAt, hours, knownMinor, decided) => {
  const watch = { targetMinor: target, isArmed: false, firedAt }
  for (const freshMinor of [null, 900n, 1_051n])
    expect(decideWatch(watch, { at: afterHours(hours), freshMinor, knownMinor })).toBe(decided)
})
