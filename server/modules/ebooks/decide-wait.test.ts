import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideWait } from './decide-wait.ts'
import type { LendingState } from './model.ts'

const dayMs = 24 * 60 * 60_000
const now = new Date('2026-11-22T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const lending = (over: Partial<LendingState> = {}): LendingState => ({
  isSuspended: false,
  free: 0,
  licences: 2,
  backBy: [inDays(3), inDays(9)],
  lendable: null,
  waiting: 0,
  loanDays: 14,
  ...over,
})
const daysOf = (state: LendingState, place: number) => {
  const at = decideWait(state, place, now)
  return at && (at.getTime() - now.getTime()) / dayMs
}

it.each([
  ['the copy that is back first goes to the first', lending(), 1, 3],
  ['the next to the second', lending(), 2, 9],
  ['and the third waits a whole loan more', lending(), 3, 17],
  ['a free copy is there now', lending({ free: 1 }), 1, 0],
  ['and back before one that was renewed', lending({ backBy: [inDays(60)], free: 1 }), 3, 28],
  ['what is overdue is back now', lending({ backBy: [inDays(-2)] }), 1, 0],
  ['nobody can say without a copy', lending({ backBy: [], licences: 0 }), 1, null],
  ['nor while lending is suspended', lending({ isSuspended: true }), 1, null],
  ['nor for whom no loan is left', lending({ lendable: 1 }), 2, null],
])('%s', (_, state, place, days) => {
  expect(daysOf(state, place)).toBe(days)
})

const state = fc.record({
  isSuspended: fc.constant(false),
  free: fc.nat(3),
  licences: fc.constant(1),
  backBy: fc.array(fc.integer({ min: -5, max: 40 }).map(inDays), { minLength: 1, maxLength: 5 }),
  lendable: fc.constant(null),
  waiting: fc.constant(0),
  loanDays: fc.integer({ min: 1, max: 30 }),
})

it('whoever comes later waits no less, and another copy makes nobody wait longer', () => {
  fc.assert(
    fc.property(state, fc.integer({ min: 1, max: 60 }), (each, place) => {
      const mine = decideWait(each, place, now)?.getTime() ?? Infinity
      expect(decideWait(each, place + 1, now)?.getTime()).toBeGreaterThanOrEqual(mine)
      const more = { ...each, backBy: [...each.backBy, inDays(10)] }
      expect(decideWait(more, place, now)?.getTime()).toBeLessThanOrEqual(mine)
    }),
  )
})
