// The loop that keeps OpenSearch close behind: how often it looks, how it waits while OpenSearch is away, and how it ends. What it sends is
// replica.opensearch.test.ts's; here OpenSearch is whatever takes a bulk request.
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importCsv } from '#catalog'
import type { Clock } from '#platform/clock'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { OpenSearchFailure } from '#platform/opensearch'
import type { OpenSearch } from '#platform/opensearch'
import { useDatabase } from '#testing/world'
import { followChanges } from './follow-changes.ts'
import { indexWorks } from './index-works.ts'
import { countChanges, insertReplica } from './replica-queries.ts'

const database = useDatabase()
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
  await inTransaction(db, (tx) => insertReplica(tx, { name: 'books-1', uuid: 'u', template: 1 }))
})
afterAll(() => db.destroy())

async function save(title: string): Promise<void> {
  const csv = `work_key,title,authors,popularity,isbn13,format,language\nw,${title},Ann Author,1,9780340839935,paperback,en`
  await importCsv({ db, ids: systemIds, announce: indexWorks }, Readable.from([csv]), {
    onReject: ({ reason }) => expect.unreachable(reason),
  })
}

/** A clock on which the loop sleeps until the test wakes it. */
function useSleeper() {
  const slept: number[] = []
  let wake: () => void = () => {}
  let onSleep: () => void = () => {}
  const clock: Clock = {
    now: () => new Date(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        slept.push(ms)
        wake = resolve
        signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
        onSleep()
      }),
  }
  return {
    clock,
    slept,
    /** Resolves when the loop has looked once more and sleeps again; the first time it does not need waking. */
    async look(): Promise<void> {
      const asleep = new Promise<void>((resolve) => (onSleep = resolve))
      wake()
      await asleep
    },
  }
}

/** Takes everything, or is away. */
function useRemote() {
  const state = { isAway: false, sent: 0 }
  const remote: OpenSearch = {
    async send({ path, lines = [] }) {
      if (state.isAway) throw new OpenSearchFailure('away', null, null)
      if (path !== '/_bulk') return {}
      state.sent++
      return {
        items: lines.flatMap((each) =>
          'index' in each ? [{ index: { _id: 'any', _index: 'books-1', status: 200 } }] : [],
        ),
      }
    },
    close: async () => {},
  }
  return { remote, state }
}

it('looks four times a second, twice as seldom after each failure, and as before when OpenSearch is back', async () => {
  const { clock, slept, look } = useSleeper()
  const { remote, state } = useRemote()
  const warned: object[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(JSON.parse(line) as object) })
  const stop = new AbortController()
  const following = followChanges({ db, clock, log, remote, alias: 'books' }, stop.signal)
  await look()
  await save('First')
  await look()
  expect(state.sent).toBe(1)
  expect(await countChanges(db)).toMatchObject({ waiting: 0 })

  state.isAway = true
  await save('Second')
  for (let tries = 0; tries < 8; tries++) await look()
  expect(slept).toEqual([250, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000])
  expect(warned).toHaveLength(1) // once, not at every look
  expect(await countChanges(db)).toMatchObject({ waiting: 1 })

  state.isAway = false
  await look()
  expect(slept.at(-1)).toBe(250)
  expect(await countChanges(db)).toMatchObject({ waiting: 0 })
  stop.abort()
  await following // ends in the middle of its sleep
})
