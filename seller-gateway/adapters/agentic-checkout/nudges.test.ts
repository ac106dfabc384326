import { expect, it } from 'vitest'
import { fakeClock } from '../../testing/fake-clock.ts'
import { createNudges } from './nudges.ts'

const never = new AbortController().signal

it('wakes who waits for this, and nobody else, however often it is nudged', async () => {
  const clock = fakeClock()
  const nudges = createNudges(clock)
  const woken: string[] = []
  const waits = ['a', 'a', 'b'].map((key) => nudges.wait(key, 1_000, never).then(() => woken.push(key)))
  nudges.nudge('nobody')
  nudges.nudge('a')
  nudges.nudge('a')
  await Promise.all(waits.slice(0, 2))
  expect(woken).toEqual(['a', 'a'])
  clock.advance(1_000)
  await waits[2]
  expect(woken).toEqual(['a', 'a', 'b'])
})

it('ends with the caller', async () => {
  const nudges = createNudges(fakeClock())
  const caller = new AbortController()
  const waiting = nudges.wait('a', 1_000, caller.signal)
  caller.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await expect(nudges.wait('a', 1_000, caller.signal)).rejects.toThrow('gone')
})
