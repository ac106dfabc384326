import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { isDatabaseAway, openDatabase } from './database.ts'
import type { Db } from './database.ts'

const database = useDatabase()
let db: Db
beforeAll(() => {
  db = openDatabase(database.url)
})
afterAll(() => db.destroy())

it('finds the schema of its own, migrated', async () => {
  expect(await db.selectFrom('seller').selectAll().execute()).toEqual([])
})

it('tells a database that is away from a statement that is wrong', async () => {
  const nowhere = openDatabase('postgres://quire@127.0.0.1:1/quire')
  const refused = await nowhere
    .selectFrom('seller')
    .select('id')
    .execute()
    .catch((error: unknown) => error)
  expect(isDatabaseAway(refused)).toBe(true)
  await nowhere.destroy()
  const notMigrated = await sql`select 1 from gateway.not_yet`.execute(db).catch((error: unknown) => error)
  expect(isDatabaseAway(notMigrated)).toBe(true)
  const wrong = await sql`select nothing`.execute(db).catch((error: unknown) => error)
  expect(isDatabaseAway(wrong)).toBe(false)
})
