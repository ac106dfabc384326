import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createCallerFactory } from '#platform/trpc'
import { useDatabase } from '#testing/world'
import { importCsv } from './import-csv.ts'
import { catalogRouter } from './router.ts'

const database = useDatabase()
const log = pino({ level: 'silent' })
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  const deps = { db, ids: systemIds, announce: async () => {} }
  const lines = [
    'work_key,title,subtitle,authors,original_year,series,isbn13,format,language,publisher,pages',
    'dune,Dune,,Frank Herbert,1965,Dune,9780340839935,paperback,en,,604',
  ]
  await importCsv(deps, Readable.from([lines.join('\n')]), { onReject: ({ reason }) => expect.unreachable(reason) })
})
afterAll(() => db.destroy())

function call() {
  const jobs = { send: async () => {}, drop: async () => {} }
  const deps = { db, ids: systemIds, jobs, clock: systemClock, log, importFolder: null }
  const context = { requestId: 'r', caller: null, signal: new AbortController().signal, log }
  return createCallerFactory(catalogRouter(deps))(context)
}

it('gives a book by any form of its number, without the fields that it lacks', async () => {
  const book = await call().getBook({ isbn13: 'ISBN 0-340-83993-7' })
  const edition = { isbn13: '9780340839935', title: 'Dune', format: 'paperback', language: 'en', pages: 604 }
  expect(book).toEqual({
    ...edition,
    work: expect.objectContaining({ title: 'Dune', authors: ['Frank Herbert'], originalYear: 1965, series: 'Dune' }),
    editions: [edition],
  })
  expect(book.work).not.toHaveProperty('subtitle')
})

it.each([
  ['9780340839936', 'last digit'],
  ['978034083993', '10 or 13 digits'],
  ['moby dick', 'made of digits'],
  ['1234567890123', '978 or 979'],
])('says what is wrong with %s', async (isbn13, reason) => {
  await expect(call().getBook({ isbn13 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    cause: { code: 'catalog.isbn_invalid', fields: { isbn13: expect.stringContaining(reason) } },
  })
})

it('does not know a book that nobody imported', async () => {
  await expect(call().getBook({ isbn13: '9780141439518' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    cause: { code: 'catalog.book_not_found' },
  })
})
