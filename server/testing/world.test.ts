import pg from 'pg'
import { expect, it } from 'vitest'
import { useDatabase } from './world.ts'

const database = useDatabase()

it('gives a migrated database of its own', async () => {
  const client = new pg.Client(database.url)
  await client.connect()
  const { rows } = await client.query<{ name: string; tables: string }>(
    `select current_database() as name, count(*) as tables from information_schema.tables where table_schema = 'public'`,
  )
  await client.end()
  expect(rows[0]?.name).toMatch(/^t_/)
  expect(Number(rows[0]?.tables)).toBeGreaterThan(2) // Kysely's own two, and ours
})
