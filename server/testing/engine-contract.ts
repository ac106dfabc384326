// What every search engine must do, as tests. An engine's test file calls it: `engineContract('postgres', openIt)`.
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hydrateWorks, importCsv } from '#catalog'
import type { ImportDeps } from '#catalog'
import type { EngineQuery, EngineResult, SearchEngine } from '#search'
import type { Clock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { withCheckDigit } from '#platform/isbn'
import { useDatabase } from './world.ts'

export interface EngineUnderTest {
  readonly engine: SearchEngine
  /** Told of changed works in the transaction that changes them. */
  announce: ImportDeps['announce']
  /** Returns when all that was announced and committed is findable. */
  settle(): Promise<void>
  /** The lowest totals of these books have changed; `totalMinor` null: nobody offers it any more. */
  reprice(prices: readonly { isbn13: string; totalMinor: number | null }[]): Promise<void>
  close(): Promise<void>
}

const columns = 'work_key,title,subtitle,authors,original_year,series,series_number,subjects,description,popularity'
const header = `${columns},isbn13,format,language`

/** Works of the contract; the second of two lines with a key is another edition. Numbers are made: the n-th line has the n-th ISBN. */
const lines = [
  'dune,Dune,,Frank Herbert,1965,Dune,1,Science fiction;Space,A desert planet is the only source of the spice,95,paperback,en',
  'dune,El desierto de Dune,,Frank Herbert,1965,Dune,1,Science fiction;Space,,95,mass-market,es',
  'messiah,Dune Messiah,,Frank Herbert,1969,Dune,2,Science fiction;Space,,70,paperback,en',
  'children,Children of Dune,,Frank Herbert,1976,Dune,3,Science fiction;Space,,60,hardcover,en',
  'garden,The Secret Garden,,Frances Hodgson Burnett,1911,,,Classics,An orphan in Yorkshire finds the key of a garden,80,hardcover,en',
  'emma,Emma,,Jane Austen,1815,,,Classics;Romance,,88,paperback,en',
  'emmas,Emma Brown,,Clare Boylan,2003,,,Romance,,99,paperback,en',
  'pride,Pride and Prejudice,,Jane Austen,1813,,,Classics;Romance,,97,paperback,en',
  'carre,Der Spion,,John le Carré,1963,,,Spies,,50,paperback,de',
  'zizek,Violence,Six Sideways Reflections,Slavoj Žižek,2008,,,Philosophy,,30,ebook,en',
  'kafka,海辺のカフカ,,村上春樹,2002,,,Literature,,40,paperback,ja',
  'karamazov,Братья Карамазовы,,Фёдор Достоевский,1880,,,Classics,,60,paperback,ru',
  'amis,The Winter Front,,Ann Author,1999,,,Second World War;History,Soldiers in the second world war,20,paperback,en',
  'night,The Nightingale,,Kristin Hannah,2015,,,Second World War,Two sisters in occupied France hide an airman,85,ebook,en',
  'nightin,Nightengale,,Obscure Poet,1950,,,Poems,,1,paperback,en',
].map((line, n) => withIsbn(line, n))

function isbnOf(n: number): string {
  return withCheckDigit(`97810${String(n).padStart(7, '0')}`)
}

function withIsbn(line: string, n: number): string {
  const at = line.lastIndexOf(',', line.lastIndexOf(',') - 1)
  return `${line.slice(0, at)},${isbnOf(n)}${line.slice(at)}`
}

/** Longer than a process remembers the words of books. */
export const wordsGoodMs = 15 * 60_000

/** The time of what remembers words: it stands still until it is moved. */
export function movedClock(): Clock & { pass(ms: number): void } {
  let now = Date.now()
  return { now: () => new Date(now), sleep: async () => {}, pass: (ms) => void (now += ms) }
}

/** More works than a page-by-page reader ever sees; all have one word. */
const manyMax = 1_200

export function engineContract(name: string, open: (db: Db) => Promise<EngineUnderTest>): void {
  const database = useDatabase()
  let db: Db
  let under: EngineUnderTest

  async function load(records: readonly string[]): Promise<void> {
    const deps = { db, ids: systemIds, announce: under.announce }
    await importCsv(deps, Readable.from([[header, ...records].join('\n')]), {
      onReject: ({ field, reason }) => expect.unreachable(`${field}: ${reason}`),
    })
    await under.settle()
  }

  async function find(text: string, more: Partial<EngineQuery> = {}): Promise<EngineResult> {
    return under.engine.find({ text, filters: {}, sort: 'relevance', cursor: null, limit: 20, ...more })
  }

  async function titlesOf(result: EngineResult): Promise<string[]> {
    const ids = result.hits.map(({ workId }) => workId)
    const works = await hydrateWorks({ db }, ids)
    return ids.map((id) => works.get(id)?.title ?? `no work ${id}`)
  }

  const titles = async (text: string, more: Partial<EngineQuery> = {}) => titlesOf(await find(text, more))

  describe(`the search engine ${name}`, () => {
    beforeAll(async () => {
      db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
      under = await open(db)
      await load(lines)
    }, 120_000)
    afterAll(async () => {
      await under.close()
      await db.destroy()
    })

    it.each([
      ['dune', 'Dune'],
      ['DUNE!', 'Dune'],
      ['the secret garden', 'The Secret Garden'],
      ['garden secret', 'The Secret Garden'],
      ['secret gard', 'The Secret Garden'],
      ['the secret gardan', 'The Secret Garden'],
      ['secretgarden', 'The Secret Garden'],
      ['burnet secret', 'The Secret Garden'],
      ['dune messias', 'Dune Messiah'],
      ['desierto de dune', 'Dune'],
      ['herbert messiah', 'Dune Messiah'],
      ['dune 2', 'Dune Messiah'],
      ['dune book three', 'Children of Dune'],
      ['le carre', 'Der Spion'],
      ['zizek', 'Violence'],
      ['slavoj žižek violence', 'Violence'],
      ['sideways reflections', 'Violence'],
      ['海辺のカフカ', '海辺のカフカ'],
      ['村上', '海辺のカフカ'],
      ['братья карамазовы', 'Братья Карамазовы'],
      ['достоевский', 'Братья Карамазовы'],
      ['orphan finds a key in yorkshire', 'The Secret Garden'],
      ['sisters in occupied france during wwii', 'The Nightingale'],
    ])('finds for "%s" %s', async (text, title) => expect((await titles(text))[0]).toBe(title))

    it('has exact before fuzzy, however well known the other is', async () => {
      expect((await titles('emma'))[0]).toBe('Emma')
      expect((await titles('nightengale'))[0]).toBe('Nightengale')
    })

    it('knows synonyms both ways', async () => {
      expect(await titles('ww2')).toEqual(expect.arrayContaining(['The Winter Front', 'The Nightingale']))
      expect(await titles('second world war')).toEqual(expect.arrayContaining(['The Winter Front', 'The Nightingale']))
    })

    it('says what it looked for only where it had to correct', async () => {
      expect((await find('the secret gardan')).didYouMean).toBe('the secret garden')
      expect((await find('pride and prejudise')).didYouMean).toBe('pride and prejudice')
      for (const text of ['the secret garden', 'secret gard', 'emma', 'xqzwvk', 'Žižek'])
        expect((await find(text)).didYouMean, text).toBeNull()
    })

    it('says why each hit is one', async () => {
      const matched = async (text: string) => (await find(text)).hits[0]?.matched
      expect(await matched('herbert messiah')).toEqual(
        expect.arrayContaining([
          { field: 'title', words: ['messiah'] },
          { field: 'authors', words: ['herbert'] },
        ]),
      )
      expect(await matched('gardan')).toEqual([{ field: 'title', words: ['gardan'], as: ['garden'] }])
      expect((await matched('yorkshire'))?.[0]).toEqual({ field: 'description', words: ['yorkshire'] })
      expect(await matched('')).toEqual([])
    })

    it('counts what matches, and narrows by each filter', async () => {
      const all = await find('austen')
      expect(all).toMatchObject({ total: 2, isTotalExact: true, engine: name, degraded: false })
      expect(all.facets.subjects).toEqual([
        { value: 'Classics', count: 2 },
        { value: 'Romance', count: 2 },
      ])
      expect(all.facets.years).toEqual([{ value: '1810', count: 2 }])
      expect(await titles('austen', { filters: { yearTo: 1813 } })).toEqual(['Pride and Prejudice'])
      expect(await titles('austen', { filters: { yearFrom: 1814 } })).toEqual(['Emma'])
      expect(await titles('dune', { filters: { languages: ['es'] } })).toEqual(['Dune'])
      expect(await titles('dune', { filters: { formats: ['hardcover', 'ebook'] } })).toEqual(['Children of Dune'])
      expect(await titles('', { filters: { subjects: ['Spies', 'Poems'] } })).toEqual(['Der Spion', 'Nightengale'])
      expect(await find('austen', { filters: { subjects: ['Space'] } })).toMatchObject({ total: 0, hits: [] })
    })

    it('sorts by each order, with and without words', async () => {
      const dune = ['Dune', 'Dune Messiah', 'Children of Dune']
      expect(await titles('herbert', { sort: 'oldest' })).toEqual(dune)
      expect(await titles('herbert', { sort: 'newest' })).toEqual(dune.toReversed())
      expect(await titles('herbert', { sort: 'popularity' })).toEqual(dune)
      expect(await titles('herbert', { sort: 'title' })).toEqual(['Children of Dune', 'Dune', 'Dune Messiah'])
      expect((await titles('', { sort: 'newest' }))[0]).toBe('The Nightingale')
      expect((await titles('', { sort: 'oldest' }))[0]).toBe('Pride and Prejudice')
      expect((await titles(''))[0]).toBe('Emma Brown')
    })

    it('keeps the lowest price and who has a copy, as filter, order and facet', async () => {
      await under.reprice([
        { isbn13: isbnOf(0), totalMinor: 1_800 },
        { isbn13: isbnOf(1), totalMinor: 1_200 },
        { isbn13: isbnOf(2), totalMinor: 700 },
      ])
      expect(await titles('herbert', { sort: 'price' })).toEqual(['Dune Messiah', 'Dune', 'Children of Dune'])
      expect(await titles('herbert', { filters: { priceToMinor: 1_000 } })).toEqual(['Dune Messiah'])
      expect(await titles('herbert', { filters: { priceFromMinor: 1_000 } })).toEqual(['Dune'])
      expect(await titles('herbert', { filters: { availability: ['unseen'] } })).toEqual(['Children of Dune'])
      expect((await find('herbert')).facets.availability).toEqual([
        { value: 'offered', count: 2 },
        { value: 'unseen', count: 1 },
      ])
      await under.reprice([{ isbn13: isbnOf(2), totalMinor: null }])
      expect(await titles('herbert', { filters: { availability: ['offered'] } })).toEqual(['Dune'])
    })

    it('answers nonsense, symbols and endless text without a fault', async () => {
      const odd = ['xqzwvk', "'; drop table work; --", '!!! & | :* ()', '%_\\', 'a'.repeat(300), 'é '.repeat(150)]
      for (const text of odd) expect(await find(text)).toMatchObject({ degraded: false })
    })

    it('suggests by any word of a name, each name once', async () => {
      const suggest = (text: string) => under.engine.suggest(text, 8)
      expect(await suggest('secr')).toEqual([{ text: 'The Secret Garden', kind: 'title', isbn13: isbnOf(4) }])
      expect(await suggest('aust')).toEqual([{ text: 'Jane Austen', kind: 'author' }])
      expect(await suggest('scien')).toEqual([{ text: 'Science fiction', kind: 'subject' }])
      expect(await suggest('prejudise')).toMatchObject([{ text: 'Pride and Prejudice', kind: 'title' }])
      expect(await suggest('zize')).toEqual([{ text: 'Slavoj Žižek', kind: 'author' }])
      expect(await suggest('')).toEqual([])
    })

    it('finds a change once it is settled, forgets what it replaced and what was deleted', async () => {
      await load([withIsbn('new,Brand New,,Ann Author,2020,,,,,1,paperback,en', 500)])
      expect(await titles('brand')).toEqual(['Brand New'])
      await load([withIsbn('new,Quite Other,,Ann Author,2020,,,,,1,paperback,en', 500)])
      expect(await titles('brand')).toEqual([])
      expect(await titles('quite other')).toEqual(['Quite Other'])
    })

    describe(`with ${manyMax} works that match`, () => {
      beforeAll(async () => {
        const many = Array.from({ length: manyMax }, (_, n) => {
          const line = `many${n},Lighthouse ${'abcdefghij'[n % 10]}${n},,Keeper ${n % 7},${1900 + (n % 90)},,,Sea,,${n % 50},paperback,en`
          return withIsbn(line, 1_000 + n)
        })
        await load(many)
      }, 120_000)

      it.each(['relevance', 'popularity', 'newest', 'title'] as const)(
        'pages by %s through all of them, each once',
        async (sort) => {
          const seen: string[] = []
          for (let cursor: string | null = null; ;) {
            const page: EngineResult = await find('lighthouse', { sort, cursor, limit: 50 })
            seen.push(...page.hits.map(({ workId }) => workId))
            cursor = page.nextCursor
            if (cursor === null) break
            expect(page.hits).toHaveLength(50)
          }
          expect(seen).toHaveLength(manyMax)
          expect(new Set(seen).size).toBe(manyMax)
        },
        60_000,
      )

      it('goes on behind the last hit when others came in between', async () => {
        const first = await find('lighthouse', { sort: 'popularity', limit: 50 })
        await load([withIsbn('top,Lighthouse Top,,Keeper,1990,,,Sea,,100,paperback,en', 3_000)])
        const second = await find('lighthouse', { sort: 'popularity', limit: 50, cursor: first.nextCursor })
        const both = [...first.hits, ...second.hits].map(({ workId }) => workId)
        expect(new Set(both).size).toBe(100)
      })

      it('refuses a cursor of another search', async () => {
        const { nextCursor } = await find('lighthouse')
        await expect(find('keeper', { cursor: nextCursor })).rejects.toMatchObject({ code: 'search.cursor_unknown' })
        await expect(find('lighthouse', { cursor: 'abc' })).rejects.toMatchObject({ code: 'search.cursor_unknown' })
      })
    })
  })
}
