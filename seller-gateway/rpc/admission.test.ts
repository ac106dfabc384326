import { status } from '@grpc/grpc-js'
import { readDetails } from '@quire/proto/errors'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../core/clock.ts'
import { createAdmission, purposeOf, watchQueueDelay } from './admission.ts'
import type { Admission, Purpose } from './admission.ts'

const places = { browsing: 2, buying: 1, placing: 1, settling: 1 }

/** What a call was turned away with; null when it was taken. */
function refusal(admission: Admission, purpose: Purpose) {
  try {
    admission.enter(purpose)
    return null
  } catch (error) {
    const { code } = error as { code: status }
    return { code, ...readDetails(error as Parameters<typeof readDetails>[0]) }
  }
}

const delays = (admission: Admission, ...ms: number[]) => {
  for (const one of ms) admission.noteQueueDelay(one)
}
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms)

describe('createAdmission', () => {
  it('sheds what is over the limit, and takes the next when one has left', () => {
    const admission = createAdmission(places)
    const leave = admission.enter('browsing')
    admission.enter('browsing')
    const shed = refusal(admission, 'browsing')
    expect(shed).toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'OVERLOADED' })
    expect(shed?.retryAfterMs).toBeGreaterThanOrEqual(500)
    expect(shed?.retryAfterMs).toBeLessThanOrEqual(1_500)
    expect(admission.stats().shed).toBe(1)
    leave()
    expect(refusal(admission, 'browsing')).toBeNull()
  })

  it.each<[Purpose, Purpose]>([
    ['browsing', 'buying'],
    ['browsing', 'placing'],
    ['browsing', 'settling'],
    ['buying', 'placing'],
    ['settling', 'placing'],
    ['placing', 'settling'],
  ])('takes no place of another kind: full of %s, it takes %s', (full, other) => {
    const admission = createAdmission(places)
    while (refusal(admission, full) === null);
    expect(refusal(admission, other)).toBeNull()
  })

  it('says of an order that was turned away that it was not sent', () => {
    const admission = createAdmission(places)
    admission.enter('placing')
    expect(refusal(admission, 'placing')).toMatchObject({ code: status.UNAVAILABLE, reason: 'NOT_SENT' })
  })

  it('sheds browsing, and nothing else, while everything waits, until it no longer does', () => {
    const admission = createAdmission(places)
    delays(admission, ...times(10, 101))
    expect(refusal(admission, 'browsing')).toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'OVERLOADED' })
    for (const purpose of ['buying', 'placing', 'settling'] as const) expect(refusal(admission, purpose)).toBeNull()
    delays(admission, ...times(9, 500), 20)
    expect(refusal(admission, 'browsing')).toBeNull()
  })

  it('does not take a pause for a queue', () => {
    const admission = createAdmission(places)
    delays(admission, ...times(9, 2_000), 3)
    expect(refusal(admission, 'browsing')).toBeNull()
    delays(admission, ...times(9, 2_000)) // an interval is judged when it is over
    expect(refusal(admission, 'browsing')).toBeNull()
  })
})

it.each([
  ['StreamQuotes', { liveOnly: false }, 'browsing'],
  ['StreamQuotes', { liveOnly: true }, 'buying'],
  ['PlaceOrder', {}, 'placing'],
  ['GetOrder', {}, 'settling'],
  ['CancelOrder', {}, 'settling'],
  ['ListSellers', {}, 'browsing'],
  ['SomethingNew', null, 'browsing'],
])('%s %j is for %s', (rpc, request, purpose) => {
  expect(purposeOf(rpc, request)).toBe(purpose)
})

it('watches how late timers come', () => {
  let now = 1_000
  let due = () => {}
  const clock: Clock = {
    now: () => now,
    after: (_, run) => ((due = run), () => (due = () => {})),
  }
  const noted: number[] = []
  const stop = watchQueueDelay(clock, (ms) => noted.push(ms))
  for (const passedMs of [50, 350, 49]) {
    now += passedMs
    due()
  }
  stop()
  due()
  expect(noted).toEqual([0, 300, 0])
})
