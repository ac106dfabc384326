import { expect, it } from 'vitest'
import { ok } from '#platform/outcome'
import type { Reply } from './model.ts'
import { settleCall } from './settle-call.ts'

const now = new Date('2026-11-21T12:00:00Z')
const clock = { now: () => now, sleep: async () => {} }
const absent = ok(null)
const done = ok('done')
const lost: Reply<never> = { kind: 'unknown', detail: 'timeout' }
const stored: Reply<never> = { kind: 'unknown', detail: '500', isStored: true }
const throttled: Reply<never> = { kind: 'retryable', afterMs: 500 }
const no: Reply<never> = { kind: 'refused', reason: 'card_declined' }

/** Plays the answers in order and notes what was asked: `look`, or the key that was sent. */
async function play(
  tries: number,
  answers: Reply<string | null>[],
  { hoursAgo = 0, isOnceByNature = true }: { hoursAgo?: number; isOnceByNature?: boolean } = {},
) {
  const asked: string[] = []
  const next = <T>(what: string): Promise<Reply<T>> => {
    asked.push(what)
    const answer = answers.shift()
    if (!answer) throw new Error(`nothing prepared for ${what}`)
    return Promise.resolve(answer as Reply<T>)
  }
  const firstSentAt = new Date(now.getTime() - hoursAgo * 3_600_000)
  const outcome = await settleCall<string>(
    { clock },
    { key: 'k', tries, firstSentAt, signal: AbortSignal.timeout(1_000) },
    { look: () => next('look'), send: (key) => next(key), isOnceByNature },
  )
  expect(answers, 'answers nobody asked for').toEqual([])
  return { asked, outcome }
}

it('the first time sends at once', async () => {
  expect(await play(0, [done])).toEqual({ asked: ['k'], outcome: done })
  expect(await play(0, [no])).toEqual({ asked: ['k'], outcome: no })
  expect(await play(0, [throttled])).toEqual({ asked: ['k'], outcome: throttled })
  expect(await play(0, [lost])).toMatchObject({ asked: ['k'], outcome: { kind: 'unknown' } })
})

it('after that looks before it sends', async () => {
  expect(await play(1, [done])).toEqual({ asked: ['look'], outcome: done })
  expect(await play(1, [no])).toEqual({ asked: ['look'], outcome: no })
  expect(await play(1, [absent, done])).toEqual({ asked: ['look', 'k'], outcome: done })
})

it('sends the same key again when the look-up says nothing: the provider tells repeats apart', async () => {
  expect(await play(1, [lost, done])).toEqual({ asked: ['look', 'k'], outcome: done })
  expect(await play(1, [throttled, done])).toEqual({ asked: ['look', 'k'], outcome: done })
})

it('sends nothing once the provider may have forgotten the key', async () => {
  expect(await play(1, [absent], { hoursAgo: 23 })).toMatchObject({ asked: ['look'], outcome: { kind: 'unknown' } })
  expect(await play(1, [lost], { hoursAgo: 30 })).toMatchObject({ asked: ['look'], outcome: { kind: 'unknown' } })
  expect(await play(1, [done], { hoursAgo: 30 })).toEqual({ asked: ['look'], outcome: done })
  expect(await play(1, [absent, done], { hoursAgo: 22 })).toEqual({ asked: ['look', 'k'], outcome: done })
})

it('gets round a kept failure by one other key where that cannot do it twice, and only when nothing was done', async () => {
  expect(await play(1, [absent, stored, absent, done])).toEqual({ asked: ['look', 'k', 'look', 'k:2'], outcome: done })
  expect(await play(1, [absent, stored, done])).toEqual({ asked: ['look', 'k', 'look'], outcome: done })
  expect(await play(1, [absent, stored, lost])).toMatchObject({
    asked: ['look', 'k', 'look'],
    outcome: { kind: 'unknown' },
  })
  const both = await play(1, [absent, stored, absent, stored])
  expect(both).toMatchObject({ asked: ['look', 'k', 'look', 'k:2'], outcome: { kind: 'unknown' } })
  expect(both.outcome).not.toHaveProperty('isStored')
})

it('takes the books’ word for a hold whose failure is kept, without another key, once nothing can come late', async () => {
  const hold = { isOnceByNature: false }
  expect(await play(1, [absent, stored, done], hold)).toEqual({ asked: ['look', 'k', 'look'], outcome: done })
  const young = await play(1, [absent, stored, absent], hold)
  expect(young).toMatchObject({ asked: ['look', 'k', 'look'], outcome: { kind: 'unknown' } })
  expect(await play(1, [absent, stored, absent], { ...hold, hoursAgo: 1 / 60 })).toEqual({
    asked: ['look', 'k', 'look'],
    outcome: { kind: 'refused', reason: 'processing_error' },
  })
  expect(await play(1, [absent, stored, lost], { ...hold, hoursAgo: 1 })).toMatchObject({
    outcome: { kind: 'unknown' },
  })
})

it('never says of a repeat that it was not made: the try before it may have been', async () => {
  expect(await play(1, [absent, throttled])).toMatchObject({ outcome: { kind: 'unknown' } })
  expect(await play(2, [throttled, throttled])).toMatchObject({ outcome: { kind: 'unknown' } })
})
