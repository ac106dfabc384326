// The index in OpenSearch follows PostgreSQL: on the real parts of both, through cuts, refusals, late writes and rebuilds.
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { importCsv } from '#catalog'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { withCheckDigit } from '#platform/isbn'
import { openSearchUrl, useAlias, useLine } from '#testing/opensearch'
import { useDatabase } from '#testing/world'
import { createFallbackEngine } from './create-fallback-engine.ts'
import { beginReplica, finishReplica, tendReplicas } from './index-anew.ts'
import { indexChanges } from './index-changes.ts'
import { indexWorks } from './index-works.ts'
import type { ReplicaDeps } from './model.ts'
import { createOpenSearchEngine } from './opensearch-engine.ts'
import { createPostgresEngine } from './postgres-engine.ts'
import { listIndexes, readReplica, refreshReplica, writeReplicas } from './replica.ts'
import { countChanges, listIndexRows, listReplicas } from './replica-queries.ts'
import type { Replica } from './replica-queries.ts'
import { toIndexDocument } from './to-index-document.ts'

const header = 'work_key,title,authors,original_year,subjects,popularity,isbn13,format,language'
/** A cold Java machine is no reason to fail. */
const patienceMs = 20_000
const database = useDatabase()
const alias = useAlias()
const line = useLine()
let db: Db
let deps: ReplicaDeps

describe.skipIf(openSearchUrl === null)('the index in OpenSearch', () => {
  beforeAll(async () => {
    db = createDb(createPool({ url: database.url, name: 'test', max: 6 }))
    deps = { db, clock: systemClock, log: pino({ level: 'silent' }), remote: line.remote, alias }
    await save(0, 1_200)
    expect(await countChanges(db)).toMatchObject({ waiting: 0 }) // nobody marks for an index that is not there
    expect(await tendReplicas(deps)).toBe(true)
  }, 120_000)
  afterAll(() => db.destroy())
  beforeEach(() => line.set('open'))

  it('is made of what was there before it, and read', async () => {
    const live = await liveReplica()
    expect(live).toMatchObject({ documents: 1_200, isCopied: true, problem: null })
    expect((await listIndexes(deps.remote, alias)).get(live.name)).toMatchObject({ isRead: true, uuid: live.uuid })
    await expectSame()
  })

  it('takes over what changes, and what goes', async () => {
    await save(0, 3, 'Zebra')
    const [gone = ''] = await workIds(5, 6)
    await db.deleteFrom('searchDocument').where('workId', '=', gone).execute()
    expect(await countChanges(db)).toMatchObject({ waiting: 4, refused: 0, since: expect.any(Date) })
    expect(await indexChanges(deps)).toMatchObject({ indexed: 4, refused: 0 })
    expect(await searchNames('zebra')).toHaveLength(3)
    await expectSame()
    expect((await liveReplica()).lagMs).toBeGreaterThanOrEqual(0)
  })

  it('is not taken back in time by what comes late, and nothing that was deleted comes back', async () => {
    const { name } = await liveReplica()
    const [changed = '', gone = ''] = await workIds(10, 12)
    const [old, oldGone] = await documents([changed, gone])
    await save(10, 11, 'Newer')
    await db.deleteFrom('searchDocument').where('workId', '=', gone).execute()
    await indexChanges(deps)
    const late = [
      { workId: changed, version: 1n, document: old ?? null },
      { workId: gone, version: 1n, document: oldGone ?? null },
    ]
    expect(await writeReplicas(deps.remote, [name], late)).toEqual(new Map()) // refused by version, which is no fault
    await expectSame()
  })

  it('waits while OpenSearch is away, and loses nothing', async () => {
    await save(20, 25, 'Away')
    for (const state of ['cut', 'stall'] as const) {
      line.set(state)
      const given = AbortSignal.timeout(300)
      await expect(indexChanges(state === 'cut' ? deps : { ...deps, remote: impatient(given) })).rejects.toThrow()
      expect((await countChanges(db)).waiting).toBe(5)
    }
    line.set('open')
    await indexChanges(deps)
    expect(await countChanges(db)).toMatchObject({ waiting: 0, since: null })
    await expectSame()
  })

  it('leaves searches to PostgreSQL while OpenSearch is away, and takes them back', async () => {
    const remote = createOpenSearchEngine({ db, remote: line.remote, alias, timeoutMs: patienceMs })
    const engine = createFallbackEngine(remote, createPostgresEngine({ db }), { log: deps.log, shareMs: patienceMs })
    const find = (text: string) => engine.find({ text, filters: {}, sort: 'relevance', cursor: null, limit: 5 })
    expect(await find('author 7')).toMatchObject({ engine: 'opensearch', degraded: false })
    line.set('cut')
    await save(26, 27, 'Quetzal')
    for (let i = 0; i < 5; i++) {
      const found = await find('quetzal')
      expect(found).toMatchObject({ engine: 'postgres', degraded: true, hits: [{ workId: expect.any(String) }] })
    }
    line.set('open')
    await vi.waitFor(async () => expect(await find('author 7')).toMatchObject({ engine: 'opensearch' }), patienceMs)
    await indexChanges(deps)
    expect(await find('quetzal')).toMatchObject({ engine: 'opensearch', degraded: false, hits: [expect.anything()] })
  })

  it('hears a name that is written by ear', async () => {
    await save(27, 28, 'Nietzsche')
    await indexChanges(deps)
    const engine = createOpenSearchEngine({ db, remote: line.remote, alias, timeoutMs: patienceMs })
    const found = await engine.find({ text: 'neetche ', filters: {}, sort: 'relevance', cursor: null, limit: 5 })
    const [id = ''] = await workIds(27, 28)
    expect(found).toMatchObject({ didYouMean: 'nietzsche', hits: [{ workId: id }] })
  })

  it('indexes the others when OpenSearch refuses one, and that one once it is mended', async () => {
    const [id = ''] = await workIds(30, 31)
    await db
      .updateTable('searchDocument')
      .set({ titleKey: 'x'.repeat(40_000) })
      .where('workId', '=', id)
      .execute() // longer than its longest term
    await save(31, 33, 'Fine')
    expect(await indexChanges(deps)).toMatchObject({ indexed: 2, refused: 1 })
    expect(await countChanges(db)).toMatchObject({ waiting: 0, refused: 1 })
    expect(await searchNames('fine')).toHaveLength(2)
    await db.updateTable('searchDocument').set({ titleKey: 'mended' }).where('workId', '=', id).execute()
    expect(await indexChanges(deps)).toMatchObject({ indexed: 1, refused: 0 })
    await expectSame()
  })

  it('keeps the change that came while another version of it was on its way', async () => {
    await save(40, 41, 'First')
    const between = {
      ...deps,
      remote: {
        ...deps.remote,
        send: async (...args: Parameters<typeof deps.remote.send>) => {
          const answer = await deps.remote.send(...args)
          if (args[0].path === '/_bulk') await save(40, 41, 'Second')
          return answer
        },
      },
    }
    await indexChanges(between)
    expect((await countChanges(db)).waiting).toBe(1)
    await indexChanges(deps)
    expect(await searchNames('second')).toHaveLength(1)
    await expectSame()
  })

  it('is built anew under constant writes: nothing is lost, and no reader ever sees it empty', async () => {
    const before = await liveReplica()
    const stop = new AbortController()
    let written = 0
    let least = Infinity
    const writing = (async () => {
      for (let round = 0; !stop.signal.aborted; round++) {
        await save(100 + (round % 50) * 20, 100 + (round % 50) * 20 + 20, `Round ${round}`)
        const [gone = ''] = await workIds(100 + (round % 50) * 20 + 7, 100 + (round % 50) * 20 + 8)
        await db.deleteFrom('searchDocument').where('workId', '=', gone).execute()
        written += 21
      }
    })()
    const reading = (async () => {
      while (!stop.signal.aborted) least = Math.min(least, await countRead())
    })()
    const indexing = (async () => {
      while (!stop.signal.aborted) await indexChanges(deps) // the other job of the worker
    })()
    await beginReplica(deps)
    while (!(await finishReplica(deps, { until: new Date(0) }))) continue // cut off after every page
    stop.abort()
    await Promise.all([writing, reading, indexing])
    const after = await liveReplica()
    expect(after.name).not.toBe(before.name)
    expect(written).toBeGreaterThan(21)
    expect(least).toBeGreaterThan(1_000)
    await indexChanges(deps)
    await expectSame()
  }, 120_000)

  it('is filled again when it is not what PostgreSQL has', async () => {
    await beginReplica(deps)
    const building = (await listReplicas(db)).find(({ state }) => state === 'building')
    await finishReplica(deps, { until: new Date(0) })
    const ids = await workIds(1_100, 1_160)
    const versions = ids.map((workId) => ({ workId, version: 2n ** 40n, document: null }))
    await writeReplicas(deps.remote, [building?.name ?? ''], versions) // lost by a hand from outside
    expect(await finishReplica(deps)).toBe(false)
    expect((await listReplicas(db)).find(({ state }) => state === 'building')).toMatchObject({
      copiedTo: null,
      isCopied: false,
      problem: expect.stringContaining('documents'),
    })
    expect((await liveReplica()).name).not.toBe(building?.name)
  })

  it('is made again when OpenSearch has lost it', async () => {
    for (const name of (await listIndexes(deps.remote, alias)).keys())
      await fetch(`${openSearchUrl}/${name}`, { method: 'DELETE' })
    await save(50, 51, 'Lost')
    await indexChanges(deps) // OpenSearch makes an index by that name by itself, which is not ours
    while (!(await tendReplicas(deps))) continue
    await expectSame()
  })

  it('drops what nobody reads any more', async () => {
    const later = { ...systemClock, now: () => new Date(systemClock.now().getTime() + 120_000) }
    await beginReplica(deps)
    while (!(await finishReplica(deps))) continue
    expect((await listReplicas(db)).map(({ state }) => state)).toContain('retired')
    await tendReplicas({ ...deps, clock: later })
    expect((await listReplicas(db)).map(({ state }) => state)).toEqual(['live'])
    expect([...(await listIndexes(deps.remote, alias)).keys()]).toEqual([(await liveReplica()).name])
  })
})

/** OpenSearch as one sees it who waits for nothing longer than `given` does. */
function impatient(given: AbortSignal): ReplicaDeps['remote'] {
  return { ...deps.remote, send: (request, limits) => deps.remote.send(request, { ...limits, signal: given }) }
}

function isbnOf(n: number): string {
  return withCheckDigit(`97810${String(n).padStart(7, '0')}`)
}

/** Writes the works `from` to `to`; again with another title. */
async function save(from: number, to: number, word = 'Book'): Promise<void> {
  const lines = Array.from({ length: to - from }, (_, i) => {
    const n = from + i
    return `work-${n},${word} ${n},Author ${n % 40},${1900 + (n % 120)},Subject ${n % 9},${n % 100},${isbnOf(n)},paperback,en`
  })
  await importCsv({ db, ids: systemIds, announce: indexWorks }, Readable.from([[header, ...lines].join('\n')]), {
    onReject: ({ reason }) => expect.unreachable(reason),
  })
}

async function workIds(from: number, to: number): Promise<string[]> {
  const keys = Array.from({ length: to - from }, (_, i) => `work-${from + i}`)
  const rows = await db.selectFrom('work').select(['id', 'key']).where('key', 'in', keys).execute()
  return keys.map((key) => rows.find((row) => row.key === key)?.id ?? '')
}

async function documents(ids: readonly string[]) {
  const rows = await listIndexRows(db, ids)
  return ids.map((id) => rows.filter(({ workId }) => workId === id).map(toIndexDocument)[0])
}

async function liveReplica(): Promise<Replica> {
  const live = (await listReplicas(db)).find(({ state }) => state === 'live')
  if (!live) throw new Error('no index is live')
  return live
}

/** As sets: every document of PostgreSQL is there as it is here, and nothing else is. */
async function expectSame(): Promise<void> {
  const { name } = await liveReplica()
  await refreshReplica(deps.remote, name)
  const ids = (await db.selectFrom('searchDocument').select('workId').execute()).map(({ workId }) => workId)
  const here = new Map((await listIndexRows(db, ids)).map((row) => [row.workId, toIndexDocument(row)]))
  expect(await countRead()).toBe(here.size)
  expect(await readReplica(deps.remote, name, ids)).toEqual(here)
}

async function countRead(): Promise<number> {
  const answer = await deps.remote.send({ method: 'GET', path: `/${alias}/_count` }, { timeoutMs: 10_000 })
  return (answer as { count: number }).count
}

async function searchNames(word: string): Promise<string[]> {
  const body = { size: 100, query: { match: { names: word } } }
  const answer = await deps.remote.send({ method: 'POST', path: `/${alias}/_search`, body }, { timeoutMs: 10_000 })
  return (answer as { hits: { hits: { _id: string }[] } }).hits.hits.map(({ _id }) => _id)
}
