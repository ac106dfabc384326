// Search through its router, on a real PostgreSQL.
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { importCsv } from '#catalog'
import type { ImportDeps } from '#catalog'
import { systemClock } from '#platform/clock'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import type { JobDefinition, Jobs } from '#platform/jobs'
import { money } from '#platform/money'
import { createCallerFactory } from '#platform/trpc'
import { useDatabase } from '#testing/world'
import { indexWorks, sweepIndex } from './index-works.ts'
import { searchJobs } from './jobs.ts'
import { mergeSegments } from './merge-segments.ts'
import { rebuildIndex } from './index-all.ts'
import { searchRouter } from './router.ts'

const header = 'work_key,title,authors,original_year,subjects,popularity,isbn13,format,language'
const books = [
  'dune,Dune,Frank Herbert,1965,Science fiction;Space,95,9780340839935,paperback,en',
  'dune,El desierto de Dune,Frank Herbert,1965,Science fiction;Space,95,9788497596824,mass-market,es',
  'garden,The Secret Garden,Frances Hodgson Burnett,1911,Classics,80,9781402714597,hardcover,en',
  'emma,Emma,Jane Austen,1815,Classics;Romance,88,9780141439587,paperback,en',
  'pride,Pride and Prejudice,Jane Austen,1813,Classics;Romance,97,9780141439518,paperback,en',
]
const database = useDatabase()
const log = pino({ level: 'silent' })
let db: Db
let sent: string[]

const jobs: Jobs = {
  send: async (_tx, job) => void sent.push(job.name),
  drop: async () => {},
}

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
  await load(books)
  await mergeSegments(db, { all: true })
})
afterAll(() => db.destroy())
beforeEach(() => {
  sent = []
})

async function load(lines: readonly string[], announce: ImportDeps['announce'] = indexWorks): Promise<void> {
  const deps = { db, ids: systemIds, announce }
  await importCsv(deps, Readable.from([[header, ...lines].join('\n')]), {
    onReject: ({ reason }) => expect.unreachable(reason),
  })
}

function call() {
  const asOf = new Date('2026-11-21T10:00:00Z')
  const lowestOffers = async (isbns: readonly string[]) =>
    new Map(
      isbns
        .filter((isbn) => isbn === '9780340839935')
        .map((isbn) => [isbn, { total: money(1299n, 'USD'), sellerName: 'Harbor', asOf }]),
    )
  const context = { requestId: 'r', caller: null, signal: new AbortController().signal, log }
  return createCallerFactory(searchRouter({ db, clock: systemClock, log, lowestOffers }))(context)
}

async function titles(text: string): Promise<string[]> {
  return (await call().find({ text })).hits.map(({ title }) => title)
}

it('shows a work once, with the edition that was asked for and the lowest price seen', async () => {
  const found = await call().find({ text: 'dune' })
  expect(found).toMatchObject({ total: 1, engine: 'postgres', degraded: false })
  expect(found.hits).toEqual([
    {
      workId: expect.any(String),
      isbn13: '9780340839935',
      title: 'Dune',
      authors: ['Frank Herbert'],
      year: 1965,
      language: 'en',
      editionCount: 2,
      matched: expect.any(Array),
      lowest: { total: { currency: 'USD', minor: 1299 }, sellerName: 'Harbor', asOf: '2026-11-21T10:00:00.000Z' },
    },
  ])
  const spanish = await call().find({ text: 'el desierto de dune' })
  expect(spanish.hits[0]).toMatchObject({ isbn13: '9788497596824', language: 'es' })
})

it.each(['9780340839935', '978-0-340-83993-5', 'ISBN 0 340 83993 7', ' 0340839937 '])(
  'goes straight to %s',
  async (text) => {
    expect(await call().find({ text })).toMatchObject({ total: 1, hits: [{ isbn13: '9780340839935' }] })
  },
)

it.each([
  ['9780340839936', 'check_digit'], // the last digit
  ['9780304839935', 'check_digit'], // two swapped
  ['978-0-341-83993-5', 'check_digit'], // one wrong
  ['0340839938', 'check_digit'],
  ['978034083993', 'incomplete'],
  ['034083993', 'incomplete'],
])('says what is wrong with %s, and finds the nearest book', async (text, fault) => {
  expect(await call().find({ text })).toMatchObject({
    didYouMean: '9780340839935',
    isbnNotice: { typed: text, fault, say: expect.stringContaining('nearest'), nearest: ['9780340839935'] },
    hits: [{ title: 'Dune' }],
  })
})

it('says that a wrong number is near none of our books', async () => {
  const found = await call().find({ text: '9781111111111' })
  expect(found).toMatchObject({ total: 0, hits: [], isbnNotice: { fault: 'check_digit', nearest: [] } })
  expect(await call().find({ text: '9780141439600' })).not.toHaveProperty('isbnNotice') // right, and unknown
})

it('corrects a word and says what it looked for', async () => {
  expect(await call().find({ text: 'the secret gardan' })).toMatchObject({
    didYouMean: 'the secret garden',
    hits: [{ title: 'The Secret Garden' }],
  })
  expect(await call().find({ text: 'secret gard' })).not.toHaveProperty('didYouMean')
})

it('counts facets of what matches, and narrows by them', async () => {
  const found = await call().find({ text: 'austen' })
  expect(found.total).toBe(2)
  expect(found.facets.subjects).toEqual([
    { value: 'Classics', count: 2 },
    { value: 'Romance', count: 2 },
  ])
  const narrowed = await call().find({ text: 'austen', filters: { yearTo: 1813 } })
  expect(narrowed.hits.map(({ title }) => title)).toEqual(['Pride and Prejudice'])
  expect(narrowed.facets.formats).toEqual([{ value: 'paperback', count: 1 }])
  expect((await call().find({ text: 'austen', filters: { subjects: ['Space'] } })).total).toBe(0)
  const spanish = await call().find({ text: 'dune', filters: { languages: ['es'] } })
  expect(spanish.hits[0]?.isbn13).toBe('9788497596824')
})

it('shows the best known books for an empty search, page by page, each once', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await call().find({ text: ' ', limit: 3, ...(cursor && { cursor }) })
    expect(page.total).toBe(4)
    seen.push(...page.hits.map(({ title }) => title))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual(['Pride and Prejudice', 'Dune', 'Emma', 'The Secret Garden'])
})

it('answers nonsense, symbols and endless text without a fault', async () => {
  for (const text of [
    'xqzwv',
    "'; drop table work; --",
    '!!! & | :* ()',
    '%_\\',
    '\u0000',
    'a'.repeat(300),
    'é '.repeat(150),
  ])
    expect(await call().find({ text })).toMatchObject({ degraded: false })
  await expect(call().find({ text: 'x'.repeat(301) })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(call().find({ text: 'x', cursor: '-1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('suggests titles, authors and subjects by any of their words, also misspelt', async () => {
  const suggest = async (text: string) => (await call().suggest({ text })).suggestions
  expect(await suggest('secr')).toEqual([{ text: 'The Secret Garden', kind: 'title', isbn13: '9781402714597' }])
  expect(await suggest('aus')).toEqual([{ text: 'Jane Austen', kind: 'author' }])
  expect(await suggest('scien')).toEqual([{ text: 'Science fiction', kind: 'subject' }])
  expect(await suggest('0-340-83993-7')).toEqual([{ text: 'Dune', kind: 'isbn', isbn13: '9780340839935' }])
  expect(await suggest('prejudise')).toEqual([{ text: 'Pride and Prejudice', kind: 'title', isbn13: '9780141439518' }])
  expect(await suggest('')).toEqual([])
})

it('finds a work as soon as its import commits, and forgets its old title', async () => {
  await load(['new,Brand New,Ann Author,2020,,1,9780262033848,paperback,en'])
  expect(await titles('brand new')).toEqual(['Brand New'])
  await load(['new,Quite Other,Ann Author,2020,,1,9780262033848,paperback,en'])
  expect(await titles('brand')).toEqual([])
  expect(await titles('quite other')).toEqual(['Quite Other'])
})

it('does not go back in time when an old job comes late', async () => {
  await load(['late,Late One,Ann Author,2020,,1,9780262033855,paperback,en'].map(withRightDigit))
  const document = await db
    .selectFrom('searchDocument')
    .selectAll()
    .where('titleKey', '=', 'lateone')
    .executeTakeFirstOrThrow()
  const future = new Date(document.sourceUpdatedAt.getTime() + 1_000)
  await db
    .updateTable('searchDocument')
    .set({ sourceUpdatedAt: future, titleKey: 'newer' })
    .where('workId', '=', document.workId)
    .execute()
  await inTransaction(db, (tx) => indexWorks(tx, [document.workId]))
  const after = await db
    .selectFrom('searchDocument')
    .select('titleKey')
    .where('workId', '=', document.workId)
    .executeTakeFirst()
  expect(after?.titleKey).toBe('newer')
})

it('indexes what the catalogue announces, and sweeps up what was lost', async () => {
  const announced: string[] = []
  await load(
    ['lost,Lost Letter,Ann Author,2020,,1,9780140449136,paperback,en'],
    async (_tx, ids) => void announced.push(...ids),
  )
  expect(await titles('lost letter')).toEqual([])
  await run('catalog.worksChanged', { workIds: announced })
  expect(sent).toEqual(['search.mergeIndex'])
  expect(await titles('lost letter')).toEqual(['Lost Letter'])

  await load(['lost,Found Letter,Ann Author,2020,,1,9780140449136,paperback,en'], async () => {})
  expect(await sweepIndex(db)).toBe(1)
  expect(await sweepIndex(db)).toBe(0)
  expect(await titles('found letter')).toEqual(['Found Letter'])
  await run('search.mergeIndex', {})
})

it('can be made anew from the catalogue', async () => {
  await db.deleteFrom('searchDocument').execute()
  await db.deleteFrom('searchWord').execute()
  expect(await titles('dune')).toEqual([])
  const works = await db.selectFrom('work').select('id').execute()
  expect(await rebuildIndex(db)).toBe(works.length)
  expect(await titles('dune')).toEqual(['Dune'])
})

async function run(name: JobDefinition<unknown>['name'], data: object): Promise<void> {
  const handler = searchJobs({
    db,
    jobs,
    log,
    clock: systemClock,
    openSearch: null,
    lowestOffers: async () => new Map(),
    onShelf: async () => new Set(),
  }).find(({ job }) => job.name === name)
  await handler?.run(handler.job.data.parse(data), new AbortController().signal)
}

function withRightDigit(line: string): string {
  return line.replace('9780262033855', '9780262510875')
}
