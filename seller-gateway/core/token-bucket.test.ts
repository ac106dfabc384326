import { expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { createTokenBucket } from './token-bucket.ts'

it('lets a burst out, then the rate', () => {
  const clock = fakeClock()
  const bucket = createTokenBucket({ perSecond: 10, burst: 3 }, clock)
  for (let n = 0; n < 3; n += 1) {
    expect(bucket.waitMs()).toBe(0)
    bucket.charge()
  }
  expect(bucket.waitMs()).toBe(100)
  clock.advance(100)
  expect(bucket.waitMs()).toBe(0)
})

it('pays off a debt before it lets anything out, and never saves up more than a burst', () => {
  const clock = fakeClock()
  const bucket = createTokenBucket({ perSecond: 10, burst: 3 }, clock)
  for (let n = 0; n < 5; n += 1) bucket.charge()
  expect(bucket.waitMs()).toBe(300)
  clock.advance(3_600_000)
  for (let n = 0; n < 3; n += 1) bucket.charge()
  expect(bucket.waitMs()).toBe(100)
})

it('pauses for a minute at most, however long a seller asks for', () => {
  const clock = fakeClock()
  const bucket = createTokenBucket({ perSecond: 10, burst: 3 }, clock)
  bucket.pause(86_400_000)
  expect(bucket.waitMs()).toBe(60_000)
})
