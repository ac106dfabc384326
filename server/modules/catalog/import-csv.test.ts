import { createReadStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { useDatabase } from '#testing/world'
import { findEditions, hydrateEditions, hydrateWorks } from './find-editions.ts'
import { getBook } from './get-book.ts'
import { importCsv } from './import-csv.ts'
import type { ImportDeps } from './model.ts'
import type { Rejection } from './save-records.ts'

const header =
  'work_key,title,authors,original_year,original_language,subjects,popularity,isbn13,format,language,published'
const database = useDatabase()
let db: Db
let deps: ImportDeps
let announced: string[]

beforeAll(() => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  deps = {
    db,
    ids: systemIds,
    announce: async (_tx, workIds) => void announced.push(...workIds),
  }
})
afterAll(() => db.destroy())
beforeEach(() => {
  announced = []
})

async function load(...lines: string[]) {
  return loadText([header, ...lines].join('\n'))
}

async function loadText(text: string) {
  const rejections: Rejection[] = []
  const counts = await importCsv(deps, Readable.from([text]), { onReject: (rejection) => rejections.push(rejection) })
  return { counts, rejections }
}

it('saves a work once with all its editions, named as its English edition', async () => {
  const { counts, rejections } = await load(
    'ende-story,Die unendliche Geschichte,Michael Ende,1979,ger,Fantasy,80,9783522176842,hardcover,de,1979',
    'ende-story,The Neverending Story,Michael Ende,1979,ger,Fantasy;Magic,80,0-14-038633-5,paperback,eng,1997-01-01',
  )
  expect(rejections).toEqual([])
  expect(counts).toEqual({ records: 2, rejected: 0, works: 1, editions: 2 })
  const { edition, work } = await getBook(deps, '978-3-522-17684-2')
  expect(edition).toMatchObject({ title: 'Die unendliche Geschichte', format: 'hardcover', publishedYear: 1979 })
  expect(work).toMatchObject({
    title: 'The Neverending Story',
    authors: ['Michael Ende'],
    originalLanguage: 'de',
    subjects: ['Fantasy', 'Magic'],
    popularity: 80,
  })
  expect(work.editions.map(({ isbn13 }) => isbn13)).toEqual(['9780140386332', '9783522176842'])
  expect(announced).toEqual([work.id])
})

it('changes nothing when it runs again, and takes over what changed', async () => {
  const first = 'cosmos,Cosmos,Carl Sagan,1980,en,Space,70,9780375508325,hardcover,en,2002'
  await load(first)
  const before = await getBook(deps, '9780375508325')
  await load(first)
  const again = await getBook(deps, '9780375508325')
  expect(again).toEqual({ ...before, work: { ...before.work, updatedAt: again.work.updatedAt } })
  expect(again.work.updatedAt.getTime()).toBeGreaterThanOrEqual(before.work.updatedAt.getTime())

  await load('cosmos,Cosmos: a journey,Carl Sagan;Ann Druyan,1980,en,Science,71,9780375508325,paperback,en,2002')
  const changed = await getBook(deps, '9780375508325')
  expect(changed.work).toMatchObject({
    id: before.work.id,
    title: 'Cosmos: a journey',
    authors: ['Carl Sagan', 'Ann Druyan'],
    subjects: ['Science'],
  })
  expect(changed.edition.format).toBe('paperback')
})

it('reports every bad line with its number, field and reason, and saves the others', async () => {
  const { counts, rejections } = await load(
    'good-1,Good,A,2001,en,,1,9780140449136,paperback,en,2003',
    'bad-isbn,Bad,A,2001,en,,1,9780140449137,paperback,en,2003',
    'bad-format,Bad,A,2001,en,,1,9780140449174,papyrus,en,2003',
    ',Bad,A,2001,en,,1,9780140449174,paperback,en,2003',
    'bad-year,Bad,A,MMI,en,,1,9780140449174,paperback,en,2003',
    'bad-language,Bad,A,2001,en,,1,9780140449174,paperback,,2003',
    'too,few,fields',
    'bad-published,Bad,A,2001,en,,1,9780140449174,paperback,en,last spring',
    'good-2,Good too,A,2001,en,,1,9780140449181,paperback,en,2003',
  )
  expect(rejections.map(({ line, field }) => `${line} ${field}`).sort()).toEqual([
    '3 isbn13',
    '4 format',
    '5 work_key',
    '6 original_year',
    '7 language',
    '8 line',
    '9 published',
  ])
  expect(rejections.find(({ line }) => line === 3)?.reason).toContain('last digit')
  expect(rejections.find(({ line }) => line === 5)?.reason).toBe('is missing')
  expect(counts).toMatchObject({ records: 9, rejected: 7, works: 2, editions: 2 })
})

it('refuses a number that two works claim, in one file and across files', async () => {
  const { rejections } = await load(
    'first,First,A,2001,en,,1,9780262033848,paperback,en,2003',
    'second,Second,B,2001,en,,1,9780262033848,paperback,en,2003',
  )
  expect(rejections).toEqual([
    { line: 3, field: 'isbn13', reason: '9780262033848 already belongs to "First" by A, another book; staff decide' },
  ])
  const later = await load('third,Third,C,2001,en,,1,9780262033848,paperback,en,2003')
  expect(later.rejections).toHaveLength(1)
  expect((await getBook(deps, '9780262033848')).work.title).toBe('First')
  const keys = await db.selectFrom('work').select('key').where('key', 'in', ['second', 'third']).execute()
  expect(keys).toEqual([])
})

it('says which column a file lacks', async () => {
  await expect(loadText('work_key,title,format,language\na,b,paperback,en')).rejects.toThrow(/lacks isbn13/)
})

it.each([
  ['and the file ends', ''],
  ['and the line grows without end', 'x'.repeat(300_000)],
])('saves what came before a quote that is not closed, %s, and says so', async (_, rest) => {
  const good = 'before,Before,A,2001,en,,1,9780486280615,paperback,en,2003'
  const after = 'after,After,A,2001,en,,1,9780486275437,paperback,en,2003'
  await expect(loadText(`${header}\n${good}\nkey,"open${rest}\n${after}`)).rejects.toThrow(/not closed/)
  expect((await getBook(deps, '9780486280615')).work.title).toBe('Before')
})

it('keeps the lines of one work together over the edge of a batch', async () => {
  const isbns = Array.from({ length: 520 }, (_, i) => withCheckDigit(`978199${String(i).padStart(6, '0')}`))
  const lines = isbns.map((isbn, i) => `w${Math.floor(i / 26)},W,A,2001,en,,1,${isbn},paperback,en,2003`)
  const progress: number[] = []
  await importCsv(deps, Readable.from([[header, ...lines].join('\n')]), {
    onReject: ({ reason }) => expect.unreachable(reason),
    onProgress: ({ editions }) => progress.push(editions),
  })
  expect(progress).toEqual([520]) // 20 works of 26: the 500th record lies within the last one
  expect(new Set(announced).size).toBe(announced.length)
})

it('finds the editions that a shopper accepts', async () => {
  await load(
    'many,Many,A,2001,en,,1,9780261103344,paperback,en,2003',
    'many,Many,A,2001,en,,1,9780261102217,hardcover,en,1999',
    'many,Viele,A,2001,en,,1,9783608938289,paperback,de,',
  )
  const { work } = await getBook(deps, '9780261103344')
  expect(await findEditions(deps, { workId: work.id })).toEqual(['9780261103344', '9780261102217', '9783608938289'])
  expect(await findEditions(deps, { workId: work.id, formats: ['paperback'] })).toHaveLength(2)
  expect(await findEditions(deps, { workId: work.id, formats: ['paperback'], languages: ['de'] })).toEqual([
    '9783608938289',
  ])
  const cards = await hydrateEditions(deps, ['9783608938289', '9790000000001'])
  expect([...cards.values()]).toEqual([
    expect.objectContaining({ isbn13: '9783608938289', title: 'Viele', workId: work.id, authors: ['A'] }),
  ])
  expect((await hydrateWorks(deps, [work.id])).get(work.id)?.editions).toHaveLength(3)
})

it('takes the whole demo catalogue', async () => {
  const file = createReadStream(path.join(import.meta.dirname, 'demo/catalogue.csv'))
  const rejections: Rejection[] = []
  const counts = await importCsv(deps, file, { onReject: (rejection) => rejections.push(rejection) })
  expect(rejections.filter(({ reason }) => !reason.includes('already belongs'))).toEqual([])
  expect(counts.works).toBeGreaterThan(500)
})

function withCheckDigit(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return twelve + String((10 - (sum % 10)) % 10)
}
