import { expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { createRateLimit } from './rate-limit.ts'

it('lets each do so much, all together no more than their share, and forgives with time', () => {
  const clock = fakeClock()
  const limit = createRateLimit({ burst: 2, perMinute: 1, all: 2 }, clock)
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 0])
  expect(limit.take('a')).toBe(60_000)
  expect([limit.take('b'), limit.take('b')]).toEqual([0, 0])
  expect(limit.take('c')).toBeGreaterThan(0) // it has done nothing yet, but all together have
  clock.advance(60_000)
  expect(limit.take('a')).toBe(0)
})
