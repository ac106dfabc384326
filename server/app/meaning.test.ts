// Search by meaning, whole: works are given vectors by a model behind real HTTP, and a search finds what shares no word with it, as long as the model answers.
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { importCsv } from '#catalog'
import { openMeaning } from '#meaning'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { connectEmbeddings } from '#platform/embeddings'
import { systemIds } from '#platform/ids'
import { startConceptModel } from '#testing/concept-model'
import type { ConceptModel } from '#testing/concept-model'
import { useDatabase } from '#testing/world'
import { saveWorks, sweepWorks } from '../modules/meaning/save-works.ts'
import { createEngine } from '../modules/search/create-engine.ts'
import { indexWorks } from '../modules/search/index-works.ts'

const header = 'work_key,title,authors,original_year,subjects,popularity,isbn13,format,language'
const told = [
  'moby,Moby Dick,Herman Melville,1851,Whale;Sailor;Ship,90,9780142437247,paperback,en',
  'pride,Pride and Prejudice,Jane Austen,1813,Courtship;Wedding,97,9780141439518,paperback,en',
]
/** Works that are about nothing that the model knows. */
const others = Array.from({ length: 60 }, (_, i) => {
  const name = `${String.fromCodePoint(97 + (i % 26))}${String.fromCodePoint(97 + ((i * 7) % 26))}o`
  const isbn = isbn13Of(200_000_000 + i)
  return `other${i},The ${name} of ${name}${name},N. ${name},1950,Plain ${name},40,${isbn},paperback,en`
})
const database = useDatabase()
const log = pino({ level: 'silent' })
const never = new AbortController().signal
let db: Db
let model: ConceptModel
let deps: Parameters<typeof sweepWorks>[0]

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
  model = await startConceptModel()
  const embedder = connectEmbeddings({ url: model.url, model: 'concepts', apiKey: null })
  deps = { db, clock: systemClock, log, embedder }
  const load = { db, ids: systemIds, announce: indexWorks }
  await importCsv(load, Readable.from([[header, ...told, ...others].join('\n')]), {
    onReject: ({ reason }) => expect.unreachable(reason),
  })
}, 30_000)
afterAll(async () => {
  await db.destroy()
  await model.close()
})
beforeEach(() => model.fail(null))

const engineWith = (meaning: ReturnType<typeof openMeaning> | null) =>
  createEngine({ db, clock: systemClock, log, meaning, lowestOffers: async () => new Map() })

async function titlesOf(engine: ReturnType<typeof engineWith>, text: string): Promise<string[]> {
  const { hits } = await engine.find({ text, filters: {}, sort: 'relevance', cursor: null, limit: 3 })
  const rows = await db.selectFrom('work').select(['id', 'title']).execute()
  const titles = new Map(rows.map(({ id, title }) => [id, title]))
  return hits.map(({ workId }) => titles.get(workId) ?? '')
}

it('gives each work a vector once, goes on where it stopped, and makes those of another model anew', async () => {
  model.fail(503)
  await expect(sweepWorks(deps, never)).rejects.toThrow('answered 503')
  model.fail(null)
  const [first] = await db.selectFrom('work').select('id').execute()
  await saveWorks(deps, [first?.id ?? ''], never)
  expect(await sweepWorks(deps, never)).toBe(told.length + others.length - 1)
  expect(await sweepWorks(deps, never)).toBe(0)
  expect(model.asked()).toBe(told.length + others.length)
  await db.updateTable('workVector').set({ model: 'an older one' }).execute()
  expect(await sweepWorks(deps, never)).toBe(told.length + others.length)
  await db.updateTable('work').set({ updatedAt: new Date() }).where('title', '=', 'Moby Dick').execute()
  expect(await sweepWorks(deps, never)).toBe(1)
})

it('finds what shares no word with the question, and only with a model', async () => {
  await sweepWorks(deps, never)
  const question = 'a voyage on the ocean'
  expect(await titlesOf(engineWith(null), question)).not.toContain('Moby Dick')
  expect(await titlesOf(engineWith(openMeaning(deps)), question)).toEqual(['Moby Dick'])
})

it('lets a name that was typed win over what it means', async () => {
  await sweepWorks(deps, never)
  expect((await titlesOf(engineWith(openMeaning(deps)), 'pride and prejudice ocean'))[0]).toBe('Pride and Prejudice')
})

it('gives the answers of words alone while the model fails, and leaves it alone for a while', async () => {
  await sweepWorks(deps, never)
  const meaning = openMeaning(deps)
  const before = model.asked()
  model.fail(500)
  for (let i = 0; i < 5; i++) expect(await meaning.nearest(`a long voyage number ${i}`, 10)).toEqual([])
  model.fail(null)
  expect(await meaning.nearest('a long voyage with ships', 10)).toEqual([]) // not asked: it has just failed
  expect(model.asked()).toBe(before)
  expect(await titlesOf(engineWith(meaning), 'moby dick herman melville')).toEqual(['Moby Dick'])
})

it('takes over vectors that are written later, and remembers what it was asked', async () => {
  await db.deleteFrom('workVector').execute()
  let now = Date.now()
  const meaning = openMeaning({ ...deps, clock: { ...systemClock, now: () => new Date(now) } })
  expect(await meaning.nearest('a voyage on the ocean', 10)).toEqual([])
  await sweepWorks(deps, never)
  const asked = model.asked()
  now += 31_000
  await meaning.nearest('a voyage on the ocean', 10) // begins to look
  await expect.poll(() => meaning.nearest('a voyage on the ocean', 10)).toHaveLength(1)
  expect(model.asked()).toBe(asked)
})

function isbn13Of(number: number): string {
  const digits = `978${number}`
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
