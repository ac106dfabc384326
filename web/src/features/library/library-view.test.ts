import { expect, it } from 'vitest'
import { daysLeft, isOver } from './library-view.ts'

it('counts whole days, and never less than none', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  expect(daysLeft('2026-11-25T11:59:59Z', now)).toBe(2)
  expect(daysLeft('2026-11-25T12:00:00Z', now)).toBe(3)
  expect(daysLeft('2026-11-22T18:00:00Z', now)).toBe(0)
  expect(daysLeft('2026-11-20T12:00:00Z', now)).toBe(0)
})

it('takes a loan that waits or runs for one that is not over', () => {
  const states = ['READY', 'ACTIVE', 'RETURNED', 'EXPIRED', 'REVOKED', 'CANCELLED'] as const
  expect(states.filter((state) => isOver({ state }))).toEqual(['RETURNED', 'EXPIRED', 'REVOKED', 'CANCELLED'])
})
