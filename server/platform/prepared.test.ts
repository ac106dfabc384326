import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useDatabase } from '#testing/world'
import { createDb, createPool } from './db.ts'
import { isPreparable, nameOf } from './prepared.ts'

const database = useDatabase()

it.each([
  ['select a, count(*) from t where b = $1 group by a', true],
  ['select a * 2 from t', true],
  ['update t set n = n * 2 where id = $1 returning id', true],
  ['with x as (select * from json_to_recordset($1) as r (a int)) insert into t select a from x returning a', true],
  ['select * from t', false],
  ['select "t".* from t', false],
  ['select a, b.* from t', false],
  ['insert into t values ($1) returning *', false],
  ['update t set n = 1 returning "t".*', false],
  ['with x as (select 1 as a) select * from x', false],
  ['begin', false],
  ['set local lock_timeout = 1', false],
])('%s: prepared %s', (text, isIt) => {
  expect(isPreparable(text)).toBe(isIt)
})

it('gives the same text the same name', () => {
  expect(nameOf('select 1 as one')).toBe(nameOf('select 1 as one'))
  expect(nameOf('select 1 as one')).not.toBe(nameOf('select 2 as two'))
})

it('goes on when a migration adds a column to a table that statements were prepared for', async () => {
  const db = createDb(createPool({ url: database.url, name: 'test-prepared', max: 1 }))
  try {
    await sql`create table shelf (id int primary key, label text)`.execute(db)
    await sql`insert into shelf values (1, 'A')`.execute(db)
    const all = () => sql`select * from shelf where id = ${1}`.execute(db)
    const named = () => sql`select id, label from shelf where id = ${1}`.execute(db)
    await all()
    await named()
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
    const prepared = rows.map(({ statement }) => statement).filter((statement) => statement.includes('shelf'))
    expect(prepared).toContain('select id, label from shelf where id = $1')
    expect(prepared).not.toContain('select * from shelf where id = $1')
    await sql`alter table shelf add column room text`.execute(db)
    expect((await all()).rows).toEqual([{ id: 1, label: 'A', room: null }])
    expect((await named()).rows).toEqual([{ id: 1, label: 'A' }])
  } finally {
    await db.destroy()
  }
})
