// The engine that is always there. PostgreSQL holds posting lists, the process adds them up, and the best hundred are ranked by their words
// (docs/decisions/0037).
import pg from 'pg'
import type { Db } from '#platform/db'
import type { EngineHit, EngineQuery, EngineResult, MeaningSource, SearchEngine } from './engine.ts'
import { noFacets } from './engine.ts'
import { findMatches, findTitled } from './find-matches.ts'
import type { Matches, MatchDeps } from './find-matches.ts'
import { wordsOf } from './fold-text.ts'
import { createListKeeper } from './keep-lists.ts'
import type { FacetsView } from './model.ts'
import { countFacets, listTexts, pageDocs } from './queries.ts'
import type { FacetRow } from './queries.ts'
import { explainMatch } from './rank-candidates.ts'
import { readCursor, toCursor } from './read-cursor.ts'
import { readVocabulary } from './read-vocabulary.ts'
import { suggestNames } from './suggest-names.ts'

/** Best matches that are put into facets: what a shopper narrows is what they see. */
const facetedMax = 1_000
/** Works that are counted when nothing was typed. */
const browsedMax = 5_000

/** Milliseconds after which a statement of a search is ended (createPool's `statementTimeoutMs`); of several one may be slow. */
export const statementMs = 200

/**
 * `searchDb` (`db` where there is none) should end a statement that takes longer than `statementMs`: the engine then answers by titles alone, marked
 * degraded, and no query holds a connection longer, however common its words.
 */
export function createPostgresEngine(deps: {
  readonly db: Db
  readonly searchDb?: Db
  readonly meaning?: MeaningSource | undefined
}): SearchEngine {
  const { searchDb: db = deps.db, meaning } = deps
  const all: MatchDeps = { db, vocabulary: readVocabulary(db), lists: createListKeeper(db), meaning }
  return {
    name: 'postgres',
    find: (query, signal) =>
      wordsOf(query.text).length === 0 ? browse(db, query) : find(all, query, signal).catch(byTitles(all, query)),
    suggest: (text, limit) => suggestNames(db, all.vocabulary, text, limit),
  }
}

async function browse(db: Db, query: EngineQuery): Promise<EngineResult> {
  const [hits, facets] = await Promise.all([
    sortedPage(db, query, null),
    countFacets(db, null, query.filters).catch(unlessSlow(uncounted)),
  ])
  const { total, rows } = facets
  const isTotalExact = total <= browsedMax && facets !== uncounted
  return toResult({
    ...hits,
    total: Math.min(total, browsedMax),
    isTotalExact,
    facets: toFacets(rows),
    didYouMean: null,
  })
}

async function find(deps: MatchDeps, query: EngineQuery, signal: AbortSignal | undefined): Promise<EngineResult> {
  readCursor(query) // refused before anything is looked up
  const matches = await findMatches(deps, query, signal)
  if (matches.docs.length === 0) return toResult({ ...nothing, isTotalExact: true, didYouMean: matches.didYouMean })
  const [page, facets] = await Promise.all([
    query.sort === 'relevance' ? rankedPage(deps.db, query, matches) : sortedPage(deps.db, query, matches),
    countFacets(deps.db, matches.docs.slice(0, facetedMax), {}).catch(unlessSlow(uncounted)),
  ])
  const { docs, isCut, didYouMean } = matches
  return toResult({
    ...page,
    total: docs.length,
    isTotalExact: !isCut,
    facets: toFacets(facets.rows),
    didYouMean,
  })
}

/** What can be had when the index takes too long: the works whose title was typed. */
function byTitles(deps: MatchDeps, query: EngineQuery) {
  return async (error: unknown): Promise<EngineResult> => {
    if (!isSlow(error)) throw error
    const matches = await findTitled(deps, query)
    return { ...toResult({ ...nothing, ...(await rankedPage(deps.db, query, matches)) }), degraded: true }
  }
}

type Page = Pick<EngineResult, 'hits' | 'nextCursor'>

/** By relevance: where the last page ended is found again by its last hit, should others have come in between; else by its place. */
async function rankedPage(db: Db, query: EngineQuery, { docs, groups, texts }: Matches): Promise<Page> {
  const position = readCursor(query)
  const lastDoc = position?.engine === 'postgres' ? position.keys[0] : undefined
  const at = typeof lastDoc === 'number' ? docs.indexOf(lastDoc) : -1
  const from = position === null ? 0 : at < 0 ? position.offset : at + 1
  const shown = docs.slice(from, from + query.limit)
  const unread = shown.filter((doc) => !texts.has(doc))
  const read = unread.length > 0 ? await listTexts(db, unread) : []
  const all = new Map([...texts, ...read.map((candidate) => [candidate.doc, candidate] as const)])
  const hits = shown.flatMap((doc): EngineHit[] => {
    const found = all.get(doc) // gone since the lists were made
    return found ? [{ workId: found.workId, matched: explainMatch(found.fields, groups) }] : []
  })
  const [last, lastHit] = [shown.at(-1), hits.at(-1)]
  const hasMore = from + shown.length < docs.length && last !== undefined && lastHit !== undefined
  const offset = (position?.offset ?? 0) + shown.length
  const nextCursor = hasMore
    ? toCursor(query, { offset, last: lastHit.workId, keys: [last], engine: 'postgres' })
    : null
  return { hits, nextCursor }
}

/** By a value of the works; goes on behind the value of the last hit. A cursor of another engine is taken by its place. */
async function sortedPage(db: Db, query: EngineQuery, matches: Matches | null): Promise<Page> {
  const { filters, sort, limit } = query
  const position = readCursor(query)
  const docs = matches?.docs ?? null
  const [key, doc] = position?.engine === 'postgres' ? position.keys : []
  const after = (typeof key === 'number' || typeof key === 'string') && typeof doc === 'number' ? { key, doc } : null
  const skipped = position !== null && after === null ? position.offset : 0
  const rows = (await pageDocs(db, { docs, filters, sort, after, limit: skipped + limit + 1 })).slice(skipped)
  const shown = rows.slice(0, limit)
  const texts =
    matches === null
      ? []
      : await listTexts(
          db,
          shown.map((row) => row.doc),
        )
  const fields = new Map(texts.map((text) => [text.doc, text.fields]))
  const last = shown.at(-1)
  const offset = (position?.offset ?? 0) + shown.length
  return {
    hits: shown.map((row) => ({
      workId: row.workId,
      matched: matches === null ? [] : explainMatch(fields.get(row.doc) ?? '', matches.groups),
    })),
    nextCursor:
      rows.length > limit && last
        ? toCursor(query, { offset, last: last.workId, keys: [last.key, last.doc], engine: 'postgres' })
        : null,
  }
}

const nothing = { hits: [], total: 0, isTotalExact: false, nextCursor: null, facets: noFacets, didYouMean: null }

function toResult(part: Omit<EngineResult, 'engine' | 'degraded'>): EngineResult {
  return { ...part, engine: 'postgres', degraded: false }
}

function toFacets(rows: readonly FacetRow[]): FacetsView {
  const of = (kind: FacetRow['kind']) =>
    rows.filter((row) => row.kind === kind).map(({ value, count }) => ({ value, count }))
  const byNumber = (a: { value: string }, b: { value: string }) => Number.parseInt(a.value) - Number.parseInt(b.value)
  return {
    subjects: of('subject'),
    languages: of('language'),
    formats: of('format'),
    years: of('year').toSorted(byNumber),
    availability: of('availability'),
    prices: of('price').toSorted(byNumber),
  }
}

/** When counting took too long: the hits are there, the counts are not. */
const uncounted = { total: 0, rows: [] }

/** True for a statement that PostgreSQL ended because it took too long. */
function isSlow(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57014'
}

function unlessSlow<T>(instead: T) {
  return (error: unknown): T => {
    if (isSlow(error)) return instead
    throw error
  }
}
