// Runs of the kit as their readers see them: against an onboarding service that says what each test wants said.
import { status } from '@grpc/grpc-js'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { deskKey, refusalOf, useDesk } from '#testing/desk'
import { failed } from '#testing/scripted-onboarding'
import type { RunStream } from '#testing/scripted-onboarding'
import type { RunEvent } from './model.ts'
import { saveSeller } from './queries.ts'
import { createRuns } from './run-conformance.ts'
import type { Runs } from './run-conformance.ts'

const desk = useDesk()
const { gateway } = desk
const result = (check: string) => ({ result: { check, state: 'CHECK_STATE_PASSED' as const } })
const report = { report: { kitVersion: '2026.11/quire.seller.v1', passed: 2, conforms: true } }
let runs: Runs
let what: { accountId: string; sellerId: string; runId: string; seen: number }

beforeEach(async () => {
  const { deps, mine: accountId } = desk
  const owner = { accountId, sellerId: 'corner' }
  const row = { name: 'Corner', keyId: 'k1', sealedKey: deps.vault.seal(deskKey, owner) }
  await saveSeller(deps.db, owner, row, new Date())
  what = { ...owner, runId: 'first', seen: 0 }
  runs?.close()
  runs = createRuns(deps)
})
afterAll(() => runs.close())

const names = (events: { event: RunEvent }[]) =>
  events.map(({ event }) => (event.type === 'result' ? event.result.check : event.type))

function say(...messages: object[]) {
  return (stream: RunStream) => {
    for (const message of messages) stream.write(message)
    stream.end()
  }
}

it('tells each check as it ends, and the report last', async () => {
  gateway.run = say(result('quotes.valid'), {}, result('place.once'), report)
  const events = await Array.fromAsync(runs.follow(what))
  expect(names(events)).toEqual(['quotes.valid', 'place.once', 'report'])
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(events[2]?.event).toMatchObject({ report: { conforms: true, passed: 2 } })
  expect(gateway.calls).toMatchObject([{ authorization: `Bearer ${deskKey}`, request: { checks: [] } }])
})

it('is one run for all who follow it, from where each has seen it', async () => {
  gateway.run = say(result('a'), result('b'), report)
  const all = await Promise.all([Array.fromAsync(runs.follow(what)), Array.fromAsync(runs.follow(what))])
  expect(all.map(names)).toEqual([
    ['a', 'b', 'report'],
    ['a', 'b', 'report'],
  ])
  expect(names(await Array.fromAsync(runs.follow({ ...what, seen: 2 })))).toEqual(['report'])
  expect(gateway.calls).toHaveLength(1)
})

it('goes on when its reader leaves', async () => {
  const written = Promise.withResolvers<RunStream>()
  gateway.run = (stream) => {
    stream.write(result('a'))
    written.resolve(stream)
  }
  const leaving = new AbortController()
  for await (const _ of runs.follow(what, leaving.signal)) leaving.abort()
  const stream = await written.promise
  expect(stream.cancelled).toBe(false)
  say(report)(stream)
  expect(names(await Array.fromAsync(runs.follow({ ...what, seen: 1 })))).toEqual(['report'])
})

it('does not begin a second run for a reader who comes from another process', async () => {
  expect(await Array.fromAsync(runs.follow({ ...what, seen: 7 }))).toMatchObject([
    { seq: 8, event: { type: 'ended', sentence: expect.stringContaining('The run goes on') } },
  ])
  expect(gateway.calls).toHaveLength(0)
})

it.each([
  [
    'the gateway’s sentence',
    () => failed(status.ABORTED, { reason: 'RUN_UNDER_WAY', says: 'one at a time' }),
    'One at a time.',
  ],
  [
    'that it broke',
    () => failed(status.UNAVAILABLE),
    'The run ended without a report. Nothing has changed; run it again.',
  ],
])('ends with %s when there is no report', async (_, error, sentence) => {
  gateway.run = (stream) => {
    stream.write(result('a'))
    stream.emit('error', error())
  }
  const events = await Array.fromAsync(runs.follow(what))
  expect(events.at(-1)?.event).toEqual({ type: 'ended', sentence })
})

it('ends with a sentence when the stream ends without a report', async () => {
  gateway.run = say(result('a'))
  expect(names(await Array.fromAsync(runs.follow(what)))).toEqual(['a', 'ended'])
})

it('is nobody else’s', async () => {
  const theirs = runs.follow({ ...what, accountId: desk.others }).next()
  expect(await refusalOf(theirs)).toMatchObject({ code: 'desk.not_found' })
  expect(gateway.calls).toHaveLength(0)
})

it('is ended by a closing server, which cancels its call', async () => {
  const cancelled = Promise.withResolvers<void>()
  gateway.run = (stream) => {
    stream.on('cancelled', () => cancelled.resolve())
    stream.write(result('a'))
  }
  const events = []
  for await (const event of runs.follow(what)) {
    events.push(event)
    runs.close()
  }
  await cancelled.promise
  expect(names(events)).toEqual(['a', 'ended'])
})

it('are only so many at the same time', async () => {
  gateway.run = () => {}
  const leaving = new AbortController()
  const begun = Array.from({ length: 20 }, (_, n) => runs.follow({ ...what, runId: `run ${n}` }, leaving.signal).next())
  await expect.poll(() => gateway.calls.length).toBe(20)
  const more = runs.follow({ ...what, runId: 'one more' }).next()
  expect(await refusalOf(more)).toMatchObject({ code: 'desk.throttled' })
  leaving.abort()
  await Promise.all(begun)
})
