// The index stays true while it is written, merged and read at once, and a search that cannot be had whole is had in part.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hydrateWorks, importCsv } from '#catalog'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { withCheckDigit } from '#platform/isbn'
import { useDatabase } from '#testing/world'
import { listSegments } from './index-queries.ts'
import { indexWorks } from './index-works.ts'
import { mergeSegments } from './merge-segments.ts'
import { createPostgresEngine } from './postgres-engine.ts'
import { rebuildIndex } from './index-all.ts'

const database = useDatabase()
let db: Db

beforeAll(() => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
})
afterAll(() => db.destroy())

const line = (n: number, title: string) =>
  `w${n},${title},Ann Author,${n % 100},${withCheckDigit(`97810${String(n).padStart(7, '0')}`)},paperback,en`

async function load(lines: readonly string[]): Promise<void> {
  const csv = ['work_key,title,authors,popularity,isbn13,format,language', ...lines].join('\n')
  await importCsv({ db, ids: systemIds, announce: indexWorks }, Readable.from([csv]), {
    onReject: ({ reason }) => expect.unreachable(reason),
  })
}

async function titles(text: string, engine = createPostgresEngine({ db })): Promise<string[]> {
  const { hits } = await engine.find({ text, filters: {}, sort: 'relevance', cursor: null, limit: 20 })
  const works = await hydrateWorks(
    { db },
    hits.map(({ workId }) => workId),
  )
  return hits.map(({ workId }) => works.get(workId)?.title ?? workId)
}

const count = async (stem: string) =>
  (await db.selectFrom('searchTerm').select(['works', 'named']).where('stem', '=', stem).executeTakeFirst()) ?? null

it('finds what waits, what is merged and what was merged twice; each change takes the place of what it was', async () => {
  await load([line(1, 'Alpha Harbour'), line(2, 'Beta Harbour')])
  expect(await titles('harbour')).toHaveLength(2)
  expect(await mergeSegments(db, { all: true })).toBe(2)
  expect(await count('harbour')).toEqual({ works: 2, named: 2 })
  await load([line(2, 'Beta Lagoon'), line(3, 'Gamma Harbour')])
  for (const moved of [0, 2]) {
    expect((await titles('harbour')).toSorted(), `${moved} moved`).toEqual(['Alpha Harbour', 'Gamma Harbour'])
    expect(await titles('lagoon')).toEqual(['Beta Lagoon'])
    if (moved === 0) expect(await mergeSegments(db, { all: true })).toBe(2)
  }
  expect(await count('harbour')).toEqual({ works: 2, named: 2 })
  expect(await count('lagoon')).toEqual({ works: 1, named: 1 })
  await load([line(3, 'Gamma Harbour')]) // the same again: nothing to move
  expect(await mergeSegments(db, { all: true })).toBe(0)
})

it('shows an engine that keeps lists the segments of after a merge', async () => {
  const engine = createPostgresEngine({ db })
  for (let n = 10; n < 20; n++) {
    await load([line(n, `Northern Meridian ${n}`)])
    await mergeSegments(db, { all: true })
    expect(await titles('meridian', engine)).toHaveLength(n - 9)
  }
  expect((await listSegments(db)).length).toBeLessThan(8)
}, 60_000)

it('has after a rebuild nothing of what is gone', async () => {
  const gone = await db.selectFrom('work').select('id').where('key', '=', 'w10').executeTakeFirstOrThrow()
  await inTransaction(db, async (tx) => {
    await tx.deleteFrom('edition').where('workId', '=', gone.id).execute()
    await tx.deleteFrom('workContributor').where('workId', '=', gone.id).execute()
    await tx.deleteFrom('work').where('id', '=', gone.id).execute()
  })
  expect(await titles('meridian')).toHaveLength(9)
  await rebuildIndex(db)
  expect(await titles('meridian')).toHaveLength(9)
  expect(await count('meridian')).toEqual({ works: 9, named: 9 })
  const { count: lists } = await db
    .selectFrom('searchPosting')
    .innerJoin('searchSegment', 'searchSegment.id', 'searchPosting.segment')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('replacedAt', 'is', null)
    .where('stem', '=', '10')
    .executeTakeFirstOrThrow()
  expect(lists).toBe(0n)
})

it('finds every work at every moment while others are written and merged', async () => {
  const engine = createPostgresEngine({ db })
  await load([line(100, 'Constant Star')])
  let isOver = false
  const writing = (async () => {
    for (let n = 200; n < 230; n++) {
      await load([line(n, `Passing Comet ${n}`)])
      await mergeSegments(db, { all: n % 2 === 0 })
    }
    isOver = true
  })()
  let looks = 0
  while (!isOver) {
    expect(await titles('star', engine)).toContain('Constant Star') // not by how its title begins
    looks++
  }
  await writing
  expect(looks).toBeGreaterThan(10)
}, 120_000)

it('puts the many new works of an import into a segment at once, and lets what changes them wait', async () => {
  await mergeSegments(db, { all: true })
  const many = Array.from({ length: 250 }, (_, i) => line(1_000 + i, `Crowded Estuary ${i}`))
  await load(many)
  expect(await db.selectFrom('searchPending').select('doc').execute()).toEqual([])
  expect(await count('estuari')).toEqual({ works: 250, named: 250 })
  expect(await titles('crowded estuary 77')).toContain('Crowded Estuary 77')
  await load([line(1_000, 'Empty Estuary'), ...many.slice(1)])
  expect(await db.selectFrom('searchPending').select('doc').execute()).toHaveLength(1)
  expect(await titles('empty estuary')).toContain('Empty Estuary')
  await mergeSegments(db, { all: true })
  expect(await count('crowd')).toEqual({ works: 249, named: 249 })
  expect(await count('empti')).toEqual({ works: 1, named: 1 })
})

it('loses nothing that is written while all is made anew, and finds what was there at every moment', async () => {
  const engine = createPostgresEngine({ db })
  let isOver = false
  const rebuilding = (async () => {
    for (let times = 0; times < 3; times++) await rebuildIndex(db)
    isOver = true
  })()
  let written = 0
  while (!isOver || written < 3) {
    await load([line(2_000 + written, `Late Arrival ${written}`), line(1_000, `Restless Estuary ${written}`)])
    written++
    expect(await titles('star', engine)).toContain('Constant Star')
    expect(await titles('estuary', engine)).toHaveLength(20)
    if (written % 3 === 0) await mergeSegments(db, { all: true })
  }
  await rebuilding
  for (const merged of [false, true]) {
    if (merged) await mergeSegments(db, { all: true })
    for (let n = 0; n < written; n++) expect(await titles(`late arrival ${n}`), `${n}`).toContain(`Late Arrival ${n}`)
    expect((await titles('restless estuary', engine))[0]).toBe(`Restless Estuary ${written - 1}`)
  }
  expect((await listSegments(db)).length).toBeLessThan(8)
}, 120_000)

it('makes one segment of all, and counts each stem once', async () => {
  await rebuildIndex(db)
  expect(await listSegments(db)).toHaveLength(1)
  expect(await count('crowd')).toEqual({ works: 249, named: 249 })
  await sql`truncate search_document, search_text, search_pending, search_segment, search_posting, search_suggestion`.execute(
    db,
  )
  await rebuildIndex(db) // a first build
  expect(await count('crowd')).toEqual({ works: 249, named: 249 })
  expect(await titles('constant star')).toContain('Constant Star')
})

it('answers by titles, marked degraded, when the lists take too long', async () => {
  const impatient = createDb(createPool({ url: database.url, name: 'test', max: 2, statementTimeoutMs: 100 }))
  const blocker = new pg.Client(database.url)
  await blocker.connect()
  try {
    await blocker.query('begin')
    await blocker.query('lock table search_posting in access exclusive mode')
    const engine = createPostgresEngine({ db, searchDb: impatient })
    const query = { filters: {}, sort: 'relevance', cursor: null, limit: 20 } as const
    const found = await engine.find({ ...query, text: 'constant star' })
    expect(found).toMatchObject({ degraded: true, isTotalExact: false })
    expect(found.hits).toHaveLength(1)
    await blocker.query('rollback')
    expect(await engine.find({ ...query, text: 'constant star' })).toMatchObject({ degraded: false })
  } finally {
    await blocker.end()
    await impatient.destroy()
  }
})

it('ranks what a meaning source finds beside what the words find, and does without one', async () => {
  const { id } = await db.selectFrom('work').select('id').where('key', '=', 'w100').executeTakeFirstOrThrow()
  const meaning = { nearest: async () => [{ workId: id, nearness: 0.9 }] }
  expect(await titles('unmoving sun', createPostgresEngine({ db, meaning }))).toEqual(['Constant Star'])
  expect(await titles('unmoving sun')).toEqual([])
  expect((await titles('meridian 15', createPostgresEngine({ db, meaning })))[0]).toBe('Northern Meridian 15')
})

it('finds no more what has no edition left, in lists and among suggestions', async () => {
  await load([line(90, 'Omega Lighthouse')])
  await mergeSegments(db, { all: true })
  expect(await titles('lighthouse')).toEqual(['Omega Lighthouse'])
  const { rows } = await sql<{ workId: string }>`
    update edition set withdrawn_at = now() where work_id in (select id from work where title = 'Omega Lighthouse')
    returning work_id`.execute(db)
  await inTransaction(db, (tx) =>
    indexWorks(
      tx,
      rows.map(({ workId }) => workId),
    ),
  )
  expect(await titles('lighthouse')).toEqual([])
  expect(await createPostgresEngine({ db }).suggest('omega', 5)).toEqual([])
})
