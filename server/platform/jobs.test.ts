// Jobs on the real pg-boss: what is promised to senders and to those who run them.
import { sql } from 'kysely'
import { pino } from 'pino'
import type { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { useDatabase } from '#testing/world'
import { createDb, createPool } from './db.ts'
import type { Db } from './db.ts'
import { createBoss, defineJob, ensureQueues, handle, jobsOf, work } from './jobs.ts'
import type { JobHandler, Jobs } from './jobs.ts'

const database = useDatabase()
const log = pino({ level: 'silent' })
const Data = z.strictObject({ bookId: z.string() })

const plain = defineJob({ name: 'test.plain', data: Data, queue: { policy: 'standard' } })
const alarm = defineJob({ name: 'test.alarm', data: Data, queue: { policy: 'standard' }, key: ({ bookId }) => bookId })
const failing = defineJob({
  name: 'test.failing',
  data: Data,
  queue: { policy: 'standard', retryLimit: 1, retryDelay: 0, retryBackoff: false, deadLetter: 'test.dead' },
})
const strict = defineJob({
  name: 'test.strict',
  data: Data,
  queue: { policy: 'standard', retryLimit: 0, deadLetter: 'test.strictDead' },
})

let db: Db
let sender: PgBoss
let worker: PgBoss
let jobs: Jobs

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test-jobs', max: 4 }))
  sender = createBoss({ url: database.url, role: 'sender', log })
  worker = createBoss({ url: database.url, role: 'worker', log })
  await Promise.all([sender.start(), worker.start()])
  jobs = jobsOf(sender)
  const never: JobHandler<never>['run'] = async () => {}
  const all = [handle(plain, never), handle(alarm, never), handle(failing, never), handle(strict, never)]
  await ensureQueues(sender, all)
  await ensureQueues(sender, all) // a second process starts
})
beforeEach(async () => {
  await sql`delete from pgboss.job`.execute(db)
})
afterAll(async () => {
  await Promise.all([sender.stop({ graceful: false }), worker.stop({ graceful: false })])
  await db.destroy()
})

interface Row {
  name: string
  state: string
  data: unknown
  key: string | null
  startAfter: Date
}

async function waiting(name: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select name, state, data, singleton_key as key, start_after from pgboss.job where name = ${name} order by created_on`.execute(
    db,
  )
  return rows
}

/** Runs the handlers until `count` jobs have come through; gives what came, in order. */
async function runUntil(
  count: number,
  handlers: (came: (data: unknown) => void) => JobHandler<unknown>[],
): Promise<unknown[]> {
  const seen: unknown[] = []
  const enough = Promise.withResolvers<void>()
  const all = handlers((data) => {
    seen.push(data)
    if (seen.length >= count) enough.resolve()
  })
  await work(worker, all, log)
  await enough.promise
  for (const { job } of all) await worker.offWork(job.name)
  return seen
}

it('a job commits with what sent it, and vanishes with it', async () => {
  await db.transaction().execute((tx) => jobs.send(tx, plain, { bookId: 'committed' }))
  const rolledBack = db.transaction().execute(async (tx) => {
    await jobs.send(tx, plain, { bookId: 'vanished' })
    await jobs.send(tx, alarm, { bookId: 'vanished' })
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  expect(await waiting('test.plain')).toMatchObject([{ data: { bookId: 'committed' }, state: 'created' }])
  expect(await waiting('test.alarm')).toEqual([])
})

it('without a key every send is a job', async () => {
  await db.transaction().execute(async (tx) => {
    for (let i = 0; i < 3; i++) await jobs.send(tx, plain, { bookId: 'same' })
  })
  expect(await waiting('test.plain')).toHaveLength(3)
})

it('with a key the one waiting job is moved, later or sooner, and other keys stay', async () => {
  const [soon, late] = [new Date(Date.UTC(2030, 0, 1)), new Date(Date.UTC(2031, 0, 1))]
  const set = (bookId: string, startAfter?: Date) =>
    db.transaction().execute((tx) => jobs.send(tx, alarm, { bookId }, startAfter ? { startAfter } : {}))
  await set('one', soon)
  await set('two', soon)
  await set('one', late)
  const moved = await waiting('test.alarm')
  expect(moved.map(({ key, startAfter }) => [key, startAfter]).toSorted()).toEqual([
    ['one', late],
    ['two', soon],
  ])
  await set('one', soon)
  expect((await waiting('test.alarm')).find(({ key }) => key === 'one')?.startAfter).toEqual(soon)
  await set('one')
  const now = (await waiting('test.alarm')).find(({ key }) => key === 'one')
  expect(now?.startAfter.getTime()).toBeLessThanOrEqual(Date.now())
  expect(await waiting('test.alarm')).toHaveLength(2)
})

it('a nudge that comes while the job of its key runs is not lost', async () => {
  const send = () => db.transaction().execute((tx) => jobs.send(tx, alarm, { bookId: 'busy' }))
  await send()
  let runs = 0
  await runUntil(2, (came) => [
    handle(alarm, async (data) => {
      runs++
      if (runs === 1) await send() // the first is active now
      came(data)
    }),
  ])
  expect(runs).toBe(2)
})

it('drop removes the waiting job of its key, in the transaction', async () => {
  const send = (bookId: string) => db.transaction().execute((tx) => jobs.send(tx, alarm, { bookId }))
  await send('kept')
  await send('dropped')
  const rolledBack = db.transaction().execute(async (tx) => {
    await jobs.drop(tx, alarm, { bookId: 'kept' })
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  await db.transaction().execute((tx) => jobs.drop(tx, alarm, { bookId: 'dropped' }))
  await db.transaction().execute((tx) => jobs.drop(tx, alarm, { bookId: 'never there' }))
  expect((await waiting('test.alarm')).map(({ key }) => key)).toEqual(['kept'])
  await expect(db.transaction().execute((tx) => jobs.drop(tx, plain, { bookId: 'x' }))).rejects.toThrow('no key')
})

it('refuses to send data that does not fit, and sends nothing', async () => {
  const sent = db.transaction().execute((tx) => jobs.send(tx, plain, { bookId: 7 } as never))
  await expect(sent).rejects.toBeInstanceOf(z.ZodError)
  expect(await waiting('test.plain')).toEqual([])
})

it('a job that fails is tried again, and ends in the dead letters after its last retry', async () => {
  await db.transaction().execute((tx) => jobs.send(tx, failing, { bookId: 'lost' }))
  let tries = 0
  const dead = defineJob({ name: 'test.dead', data: Data, queue: { policy: 'standard' } })
  const letters = await runUntil(1, (came) => [
    handle(failing, async () => {
      tries++
      throw new Error('the seller is closed')
    }),
    handle(dead, async (data) => came(data)),
  ])
  expect(letters).toEqual([{ bookId: 'lost' }])
  expect(tries).toBe(2)
  expect(await waiting('test.failing')).toMatchObject([{ state: 'failed' }])
})

it('a batch is run side by side, and what fails in it comes again alone', async () => {
  await db.transaction().execute(async (tx) => {
    for (const bookId of ['good', 'bad', 'fine']) await jobs.send(tx, failing, { bookId })
  })
  const together = Promise.withResolvers<void>()
  const seen: string[] = []
  const came = await runUntil(4, (take) => {
    const handler = handle(
      failing,
      async (data) => {
        seen.push(data.bookId)
        if (seen.length === 3) together.resolve()
        await together.promise // none ends before all have begun
        take(data)
        if (data.bookId === 'bad' && seen.length === 3) throw new Error('not today')
      },
      { batch: 3 },
    )
    return [handler]
  })
  expect(came.slice(0, 3)).toEqual(expect.arrayContaining([{ bookId: 'good' }, { bookId: 'bad' }, { bookId: 'fine' }]))
  expect(came[3]).toEqual({ bookId: 'bad' })
})

it('a job of the wrong shape fails before its handler sees it', async () => {
  await sender.send('test.strict', { bookId: 7, evil: true })
  let runs = 0
  const dead = defineJob({ name: 'test.strictDead', data: z.looseObject({}), queue: { policy: 'standard' } })
  const letters = await runUntil(1, (came) => [
    handle(strict, async () => void runs++),
    handle(dead, async (data) => came(data)),
  ])
  expect(letters).toEqual([{ bookId: 7, evil: true }])
  expect(runs).toBe(0)
  const { rows } = await sql<{ output: unknown }>`select output from pgboss.job where name = 'test.strict'`.execute(db)
  expect(JSON.stringify(rows)).toContain('data of test.strict does not fit its schema')
})

it('gives a handler its data and a signal', async () => {
  await db.transaction().execute((tx) => jobs.send(tx, plain, { bookId: 'read' }))
  const came = await runUntil(1, (take) => [
    handle(plain, async (data, signal) => take({ data, isAborted: signal.aborted })),
  ])
  expect(came).toEqual([{ data: { bookId: 'read' }, isAborted: false }])
})

it('a queue that is there gets the options of the newest release', async () => {
  const patient = defineJob({ ...plain, queue: { policy: 'standard', retryLimit: 9, expireInSeconds: 77 } })
  await ensureQueues(sender, [handle(patient, async () => {})])
  expect(await sender.getQueue('test.plain')).toMatchObject({ retryLimit: 9, expireInSeconds: 77, policy: 'standard' })
  const dead = await sender.getQueue('test.dead')
  expect(dead).toMatchObject({ name: 'test.dead' })
})
