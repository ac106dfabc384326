import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { useDatabase } from '#testing/world'
import { createDb, createPool, inTransaction, violates } from './db.ts'
import type { Db, Tx } from './db.ts'

const database = useDatabase()
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test-db', max: 4 }))
  await sql`create table pair (name text primary key, count int8 not null, constraint count_not_negative check (count >= 0))`.execute(
    db,
  )
})
beforeEach(async () => {
  await sql`truncate pair`.execute(db)
  await sql`insert into pair values ('left', 0), ('right', 0)`.execute(db)
})
afterAll(() => db.destroy())

const increment = (tx: Tx, name: string) => sql`update pair set count = count + 1 where name = ${name}`.execute(tx)

async function counts(): Promise<Record<string, bigint>> {
  const { rows } = await sql<{ name: string; count: bigint }>`select name, count from pair`.execute(db)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

it('runs the loser of a deadlock again, so that both are done once', async () => {
  const [leftLocked, rightLocked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let runs = 0
  const both = (first: string, second: string, locked: PromiseWithResolvers<void>, other: Promise<void>) =>
    inTransaction(db, async (tx) => {
      runs++
      await sql`set local deadlock_timeout = '20ms'`.execute(tx) // looks for the deadlock soon
      await increment(tx, first)
      locked.resolve()
      await other // both hold their first row before either asks for its second
      await increment(tx, second)
    })
  await Promise.all([
    both('left', 'right', leftLocked, rightLocked.promise),
    both('right', 'left', rightLocked, leftLocked.promise),
  ])
  expect(runs).toBe(3)
  expect(await counts()).toEqual({ left: 2n, right: 2n })
})

it('outlives a connection that is cut between two statements of a transaction', async () => {
  const cut = inTransaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() pid`.execute(tx)
    await increment(tx, 'left')
    await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(db) // returns when it has ended
    await increment(tx, 'right')
  })
  await expect(cut).rejects.toThrow()
  expect(await counts()).toEqual({ left: 0n, right: 0n })
})

it('gives up the third time', async () => {
  let runs = 0
  const work = inTransaction(db, async (tx) => {
    runs++
    await increment(tx, 'left')
    await sql`do $$ begin raise exception 'try later' using errcode = '40001'; end $$`.execute(tx)
  })
  await expect(work).rejects.toMatchObject({ code: '40001' })
  expect(runs).toBe(3)
  expect(await counts()).toEqual({ left: 0n, right: 0n })
})

it('repeats nothing else, and names the constraint that refused', async () => {
  let runs = 0
  const error: unknown = await inTransaction(db, async (tx) => {
    runs++
    await sql`update pair set count = -1`.execute(tx)
  }).catch((thrown: unknown) => thrown)
  expect(runs).toBe(1)
  expect(violates(error, 'count_not_negative')).toBe(true)
  expect(violates(error, 'pair_pkey')).toBe(false)
  expect(violates(new Error('count_not_negative'), 'count_not_negative')).toBe(false)
  let faults = 0
  const fault = inTransaction(db, async (tx) => {
    faults++
    await increment(tx, 'left')
    throw new Error('a bug')
  })
  await expect(fault).rejects.toThrow('a bug')
  expect(faults).toBe(1)
  expect(await counts()).toEqual({ left: 0n, right: 0n })
})

it('gives int8 as bigint, whole, and other types as they are', async () => {
  const { rows } =
    await sql`select 9223372036854775807::int8 as large, -1::int8 as small, 7::int4 as number, now() as at, null::int8 as none`.execute(
      db,
    )
  expect(rows).toEqual([{ large: 2n ** 63n - 1n, small: -1n, number: 7, at: expect.any(Date), none: null }])
})

it('keeps the keys inside of a json column as they were written, and turns column names to camel case', async () => {
  const { rows } = await sql`select '{"some_key": {"inner_key": 1}}'::jsonb as a_column`.execute(db)
  expect(rows).toEqual([{ aColumn: { some_key: { inner_key: 1 } } }])
})

it('outlives idle connections that the server cuts', async () => {
  const pool = createPool({ url: database.url, name: 'test-cut', max: 1 })
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const removed = new Promise((resolve) => pool.once('remove', resolve))
  await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db)
  await removed
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})

it('sends what is not waited for together, and runs it in the order given', async () => {
  await sql`create table told (seq int generated always as identity, n int not null)`.execute(db)
  await inTransaction(db, async (tx) => {
    const all = Array.from({ length: 50 }, (_, n) => sql`insert into told (n) values (${n})`.execute(tx))
    await Promise.all(all)
  })
  const { rows } = await sql<{ n: number }>`select n from told order by seq`.execute(db)
  expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
})

it('refuses a statement that comes when another has failed: it would be run after the rollback, by itself', async () => {
  let late: Promise<unknown> = Promise.resolve()
  const work = inTransaction(db, async (tx) => {
    const fails = increment(tx, 'right').then(() => Promise.reject(new Error('something else went wrong')))
    late = fails.catch(() => afterTicks(50)).then(() => increment(tx, 'left')) // while the rollback is on its way
    late.catch(() => {})
    await Promise.all([fails, late])
  })
  await expect(work).rejects.toThrow('something else went wrong')
  await expect(late).rejects.toThrow('transaction is')
  expect(await counts()).toEqual({ left: 0n, right: 0n })
})

it('keeps the order of the code when a read comes behind a first write', async () => {
  const [, seen] = await inTransaction(db, (tx) =>
    Promise.all([
      increment(tx, 'left'),
      sql<{ count: bigint }>`select count from pair where name = 'left'`.execute(tx),
    ]),
  )
  expect(seen.rows).toEqual([{ count: 1n }])
})

it.each([
  ['alone', (tx: Tx) => increment(tx, 'left')],
  ['behind a read', (tx: Tx) => Promise.all([sql`select 1`.execute(tx), increment(tx, 'left')])],
])('writes nothing, %s, when PostgreSQL refuses to begin', async (_, work) => {
  const pool = createPool({ url: database.url, name: 'test-begin', max: 1 })
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (statement: { text: string }) => Promise<unknown>
    const refusing = (statement: { text: string }) =>
      query(statement.text === 'begin' ? { text: 'begin no' } : statement)
    Object.assign(client, { query: refusing })
  })
  const refused = createDb(pool)
  await expect(inTransaction<unknown>(refused, work)).rejects.toThrow('syntax error')
  expect(await counts()).toEqual({ left: 0n, right: 0n })
  await refused.destroy()
})

async function afterTicks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await Promise.resolve()
}
