// The engine that is always there. PostgreSQL finds candidates by its indexes; the order is made here, over a few hundred of them.
import type { Db } from '#platform/db'
import { doubtfulWords, groupWords, parseQuery, rareWords } from './analyze-query.ts'
import type { Alternative, Findings, Group, ParsedQuery, Term } from './analyze-query.ts'
import type { EngineQuery, EngineResult, SearchEngine } from './engine.ts'
import { wordsOf } from './fold-text.ts'
import { noFacets } from './engine.ts'
import type { Filters, SuggestView } from './model.ts'
import { readCursor, toCursor } from './read-cursor.ts'
import {
  countFacets,
  listCandidates,
  listCompletions,
  listNearTerms,
  listPopular,
  listSuggestions,
  listTerms,
} from './queries.ts'
import type { Matched } from './queries.ts'
import { rankCandidates } from './rank-candidates.ts'
import type { Ranked } from './rank-candidates.ts'

/** Words that the last one may become. */
const completionsMax = 8
/** A query of more words is a description: no name has them all, however they are spelt. */
const reconsideredMax = 4
/** With so many works that have all the words, those that have only some are left out. */
const enoughFull = 10
/** Works that have only some words are shown while they match at least this part of what the best one does. */
const partialShare = 0.35

export function createPostgresEngine(deps: { readonly db: Db }): SearchEngine {
  return {
    name: 'postgres',
    find: (query) => (wordsOf(query.text).length === 0 ? browse(deps.db, query) : find(deps.db, query)),
    suggest: (text, limit) => suggest(deps.db, text, limit),
  }
}

async function browse(db: Db, query: EngineQuery): Promise<EngineResult> {
  const { filters, limit } = query
  const offset = readCursor(query)?.offset ?? 0
  const [workIds, counted] = await Promise.all([
    listPopular(db, filters, { offset, limit }),
    countFacets(db, 'all', filters),
  ])
  const { total, facets } = toFacets(counted)
  const hits = workIds.map((workId) => ({ workId, matched: [] }))
  return page(query, { hits, total, facets, hasMore: offset + workIds.length < total, didYouMean: null }, offset)
}

async function find(db: Db, asked: EngineQuery): Promise<EngineResult> {
  const { text, filters, limit } = asked
  const offset = readCursor(asked)?.offset ?? 0
  const query = parseQuery(text)
  const found = await lookUp(db, query)
  let attempt = await search(db, query, found, filters)
  if (!attempt.ranked[0]?.isNamed && attempt.telling <= reconsideredMax) {
    const second = await reconsider(db, query, found, filters)
    if (second.ranked[0]?.isNamed) attempt = second
  }
  const { shown, matched } = choose(attempt)
  const nothing = { hits: [], total: 0, hasMore: false, facets: noFacets, didYouMean: null }
  if (shown.length === 0) return page(asked, nothing, 0)
  const { total, facets } = toFacets(await countFacets(db, matched, filters))
  const matches = {
    hits: shown.slice(offset, offset + limit).map(({ workId }) => ({ workId, matched: [] })),
    total,
    facets,
    hasMore: offset + limit < shown.length,
    didYouMean: toCorrectedText(attempt.groups, shown[0]),
  }
  return page(asked, matches, offset)
}

type Part = Pick<EngineResult, 'hits' | 'total' | 'facets' | 'didYouMean'> & { hasMore: boolean }

function page(query: EngineQuery, { hasMore, ...part }: Part, offset: number): EngineResult {
  const last = part.hits.at(-1)?.workId
  const position = { offset: offset + part.hits.length, last: last ?? '', keys: [], engine: 'postgres' }
  const nextCursor = hasMore && last !== undefined ? toCursor(query, position) : null
  return { ...part, engine: 'postgres', degraded: false, isTotalExact: true, nextCursor }
}

/** Looks the words up: as they are, then what the last may become and what the unknown ones may have meant. */
async function lookUp(db: Db, query: ParsedQuery): Promise<Findings> {
  const [terms, completions] = await Promise.all([
    listTerms(db, query.stems),
    query.prefix === null ? [] : listCompletions(db, query.prefix, completionsMax),
  ])
  const byStem = new Map(terms.map((term) => [term.stem, term]))
  return { terms: byStem, completions, near: await lookUpNear(db, doubtfulWords(query, byStem)) }
}

async function lookUpNear(db: Db, words: readonly string[]): Promise<Map<string, Term[]>> {
  const near = new Map<string, Term[]>(words.map((word) => [word, []]))
  if (words.length > 0) for (const term of await listNearTerms(db, words)) near.get(term.typed)?.push(term)
  return near
}

interface Attempt {
  readonly groups: readonly Group[]
  /** How many words say something. */
  readonly telling: number
  readonly allWords: string
  readonly ranked: readonly Ranked[]
}

async function search(db: Db, query: ParsedQuery, found: Findings, filters: Filters): Promise<Attempt> {
  const groups = groupWords(query, found)
  const telling = groups.filter(({ isStop, alternatives }) => !isStop && alternatives.length > 0)
  if (telling.length === 0) return { groups, telling: 0, allWords: '', ranked: [] }
  const allWords = telling.map(({ alternatives }) => `(${alternatives.map(toTsquery).join('|')})`).join('&')
  const { titleKey } = query
  const candidates = await listCandidates(db, { titleKey, allWords, parts: toParts(telling), filters })
  return { groups, telling: telling.length, allWords, ranked: rankCandidates(candidates, groups, titleKey) }
}

/** No name has all the words: perhaps one that exists was meant to be another ("grapes of rath"). */
async function reconsider(db: Db, query: ParsedQuery, found: Findings, filters: Filters): Promise<Attempt> {
  const near = await lookUpNear(db, rareWords(query, found.terms))
  return search(db, query, { ...found, near }, filters)
}

function toParts(groups: readonly Group[]) {
  return groups.flatMap(({ alternatives }, group) =>
    alternatives.map((alternative) => ({
      query: toTsquery(alternative),
      weight: alternative.weight * alternative.idf,
      group,
    })),
  )
}

/** Stems hold letters, digits and marks only, so quoting is enough. */
function toTsquery({ stems, kind }: Alternative): string {
  if (kind === 'beginning') return `'${stems[0]}':*`
  return stems.length === 1 ? `'${stems[0]}'` : `(${stems.map((stem) => `'${stem}'`).join('&')})`
}

/**
 * Who named a book wants it and its like; who described one wants guesses. If the best hit is named by all the words, or many works
 * have them all, only those are shown; else also the works that have some of them, as long as they come near the best.
 */
function choose({ ranked, allWords }: Attempt): { shown: readonly Ranked[]; matched: Matched } {
  const full = ranked.filter(({ isFull }) => isFull)
  if (full.length >= enoughFull || ranked[0]?.isNamed) return { shown: full, matched: { allWords } }
  const best = Math.max(...ranked.map(({ match }) => match))
  const shown = ranked.filter(({ match, isFull }) => isFull || match >= partialShare * best)
  return { shown, matched: { workIds: shown.map(({ workId }) => workId) } }
}

/** The words as they had to be read to find the best hit; null when they were read as typed. */
function toCorrectedText(groups: readonly Group[], best: Ranked | undefined): string | null {
  const read = groups.map(({ word }, i) => {
    const used = best?.used[i]
    return used?.kind === 'correction' ? used.word : word
  })
  return read.some((word, i) => word !== groups[i]?.word) ? read.join(' ') : null
}

function toFacets(counted: Awaited<ReturnType<typeof countFacets>>): Pick<EngineResult, 'total' | 'facets'> {
  const of = (kind: string) => counted.filter((row) => row.kind === kind).map(({ value, count }) => ({ value, count }))
  return {
    total: of('total')[0]?.count ?? 0,
    facets: { ...noFacets, subjects: of('subject'), languages: of('language'), formats: of('format') },
  }
}

/** Names that begin like this; for a misspelt beginning those that begin like what its words may have meant. */
async function suggest(db: Db, text: string, limit: number): Promise<SuggestView['suggestions']> {
  const words = wordsOf(text)
  if (words.length === 0) return []
  const found = await listSuggestions(db, words.join(' '), limit)
  const rows = found.length > 0 ? found : await suggestCorrected(db, text, limit)
  return rows.map(({ label, kind, isbn13 }) => ({ text: label, kind, ...(isbn13 !== null && { isbn13 }) }))
}

async function suggestCorrected(db: Db, text: string, limit: number) {
  const query = parseQuery(text)
  const groups = groupWords(query, await lookUp(db, query))
  const best = groups.map(
    ({ word, alternatives }) => alternatives.toSorted((a, b) => b.weight - a.weight)[0]?.word ?? word,
  )
  const corrected = best.join(' ')
  return corrected === groups.map(({ word }) => word).join(' ') ? [] : listSuggestions(db, corrected, limit)
}
