// The engine that is always there. PostgreSQL holds posting lists, the process adds them up, and the best hundred are ranked by their words
// (docs/decisions/0037).
import pg from 'pg'
import type { Db } from '#platform/db'
import type { Vocabulary } from './analyze-query.ts'
import type { EngineQuery, EngineResult, MeaningSource, SearchEngine } from './engine.ts'
import { noFacets, searchBudgetMs } from './engine.ts'
import { findMatches, findTitled } from './find-matches.ts'
import type { MatchDeps } from './find-matches.ts'
import { wordsOf } from './fold-text.ts'
import { createListKeeper } from './keep-lists.ts'
import { listRankedPage, listSortedPage } from './list-pages.ts'
import { browsedMax, countFacets } from './queries.ts'
import { readCursor } from './read-cursor.ts'
import { readVocabulary } from './read-vocabulary.ts'
import { suggestNames } from './suggest-names.ts'
import { toFacets } from './to-facets.ts'
import type { Counted } from './to-facets.ts'

/** Best matches that are put into facets: what a shopper narrows is what they see, and nobody turns so many pages. Counting is the dearest part of a search. */
const facetedMax = 300

/**
 * The connections of one process's searches (createPool). Each is used for a few milliseconds at a time, and more of them only queue inside PostgreSQL:
 * with sixteen on two cores the slowest searches took a fifth longer. A statement that takes too long is ended: the rest of the budget is for the answer
 * by titles.
 */
export const searchPool = { max: 8, statementTimeoutMs: Math.round((searchBudgetMs * 2) / 3) } as const

/**
 * `searchDb` (`db` where there is none) should end a statement that takes too long (`searchPool`): the engine then answers by titles alone, marked
 * degraded, and no query holds a connection longer, however common its words.
 */
export function createPostgresEngine(deps: {
  readonly db: Db
  readonly searchDb?: Db
  readonly meaning?: MeaningSource | undefined
  readonly vocabulary?: Vocabulary
}): SearchEngine {
  const { searchDb: db = deps.db, meaning, vocabulary = readVocabulary(deps) } = deps
  const all: MatchDeps = { db, vocabulary, lists: createListKeeper(db), meaning }
  return {
    name: 'postgres',
    find: (query, signal) =>
      wordsOf(query.text).length === 0 ? browse(db, query) : find(all, query, signal).catch(byTitles(all, query)),
    suggest: (text, limit) => suggestNames(db, all.vocabulary, text, limit),
  }
}

async function browse(db: Db, query: EngineQuery): Promise<EngineResult> {
  const [hits, facets] = await Promise.all([
    listSortedPage(db, query, null),
    countFacets(db, null, query.filters).catch(unlessSlow(uncounted)),
  ])
  const { total } = facets
  const isTotalExact = total <= browsedMax && facets !== uncounted
  return toResult({
    ...hits,
    total: Math.min(total, browsedMax),
    isTotalExact,
    facets: toFacets(facets),
    didYouMean: null,
  })
}

async function find(deps: MatchDeps, query: EngineQuery, signal: AbortSignal | undefined): Promise<EngineResult> {
  readCursor(query) // refused before anything is looked up
  const matches = await findMatches(deps, query, signal)
  if (matches.docs.length === 0) return toResult({ ...nothing, isTotalExact: true, didYouMean: matches.didYouMean })
  const [page, facets] = await Promise.all([
    query.sort === 'relevance' ? listRankedPage(deps.db, query, matches) : listSortedPage(deps.db, query, matches),
    countFacets(deps.db, matches.docs.slice(0, facetedMax), {}).catch(unlessSlow(uncounted)),
  ])
  const { docs, isCut, didYouMean } = matches
  return toResult({
    ...page,
    total: docs.length,
    isTotalExact: !isCut,
    facets: toFacets(facets),
    didYouMean,
  })
}

/** What can be had when the index takes too long: the works whose title was typed. */
function byTitles(deps: MatchDeps, query: EngineQuery) {
  return async (error: unknown): Promise<EngineResult> => {
    if (!isSlow(error)) throw error
    const matches = await findTitled(deps, query)
    return { ...toResult({ ...nothing, ...(await listRankedPage(deps.db, query, matches)) }), degraded: true }
  }
}

const nothing = { hits: [], total: 0, isTotalExact: false, nextCursor: null, facets: noFacets, didYouMean: null }

function toResult(part: Omit<EngineResult, 'engine' | 'degraded'>): EngineResult {
  return { ...part, engine: 'postgres', degraded: false }
}

/** When counting took too long: the hits are there, the counts are not. */
const uncounted: Counted = { total: 0, subjects: [], alike: [] }

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
