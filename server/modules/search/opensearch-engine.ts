// The engine for when one database is not enough (docs/decisions/0039). OpenSearch finds, counts and pages; understanding the words and ranking the
// best hundred are the same code as for PostgreSQL, so both give the same books.
import type { Db } from '#platform/db'
import type { Vocabulary } from './analyze-query.ts'
import { askRemotely } from './ask-remotely.ts'
import type { RemoteAnswer, RemoteDeps, RemoteHit } from './ask-remotely.ts'
import { tellingOf } from './choose-shown.ts'
import { noFacets } from './engine.ts'
import type { EngineHit, EngineQuery, EngineResult, MeaningSource, SearchEngine } from './engine.ts'
import { countedMax, findRemotely } from './find-remotely.ts'
import type { RemoteMatches } from './find-remotely.ts'
import { wordsOf } from './fold-text.ts'
import type { ReplicaDeps } from './model.ts'
import { explainMatch } from './rank-candidates.ts'
import { readCursor, toCursor } from './read-cursor.ts'
import type { Position } from './read-cursor.ts'
import { readVocabulary } from './read-vocabulary.ts'
import { suggestRemotely } from './suggest-remotely.ts'
import { allOf, facetQuestions, filterBy, scoreBy, sortBy, toFacets } from './to-remote-query.ts'

/** How far a page can be from the first when a cursor of the other engine says only how far: OpenSearch's own bound. */
const skippedMax = 9_900

/** `timeoutMs` is for each request to OpenSearch, of which a search makes one to three; whoever asks has a deadline for the whole. */
export function createOpenSearchEngine(
  deps: Pick<ReplicaDeps, 'remote' | 'alias'> & {
    readonly db: Db
    readonly timeoutMs: number
    readonly meaning?: MeaningSource | undefined
    readonly vocabulary?: Vocabulary
  },
): SearchEngine {
  const { vocabulary = readVocabulary(deps) } = deps
  const all = { ...deps, vocabulary }
  return {
    name: 'opensearch',
    find: (query, signal) =>
      wordsOf(query.text).length === 0 ? browse(deps, query, signal) : find(all, query, signal),
    suggest: (text, limit, signal) => suggestRemotely(all, text, limit, signal),
  }
}

async function browse(deps: RemoteDeps, query: EngineQuery, signal?: AbortSignal): Promise<EngineResult> {
  const matched = { bool: { filter: filterBy(query.filters) } }
  const [page, counted] = await Promise.all([sortedPage(deps, query, matched, signal), countAll(deps, matched, signal)])
  return toResult(query, page, counted, [], null)
}

async function find(
  deps: Parameters<typeof findRemotely>[0],
  query: EngineQuery,
  signal?: AbortSignal,
): Promise<EngineResult> {
  const matches = await findRemotely(deps, query, signal)
  const matched = matchedBy(query, matches)
  const [page, counted] = await Promise.all([
    query.sort === 'relevance' ? rankedPage(deps, query, matches, signal) : sortedPage(deps, query, matched, signal),
    matches.all ?? countAll(deps, matched, signal),
  ])
  return toResult(query, page, counted, matches.groups, matches.didYouMean)
}

/** The works of a result: all that have the words, or the best. */
function matchedBy({ filters }: EngineQuery, { all, best, groups }: RemoteMatches): object {
  if (all === null) return { ids: { values: best.map(({ workId }) => workId) } }
  return { bool: { filter: [...filterBy(filters), ...allOf(tellingOf(groups))] } }
}

async function countAll(deps: RemoteDeps, matched: object, signal?: AbortSignal): Promise<RemoteAnswer> {
  const question = { query: matched, size: 0, track_total_hits: countedMax, aggs: facetQuestions }
  const [answer] = await askRemotely(deps, [question], signal)
  return answer ?? { hits: [], total: 0, isTotalExact: true, facets: undefined }
}

interface Page {
  readonly hits: readonly RemoteHit[]
  readonly hasMore: boolean
  /** What the last hit was sorted by; none for one of the closely ranked. */
  readonly keys: readonly (string | number)[]
}

/** By relevance: first the closely ranked ones, then the others as OpenSearch scores them. */
async function rankedPage(
  deps: RemoteDeps,
  query: EngineQuery,
  matches: RemoteMatches,
  signal?: AbortSignal,
): Promise<Page> {
  const { best, all } = matches
  const position = readCursor(query)
  const from = placeIn(best, position)
  const shown = best.slice(from, from + query.limit)
  if (all === null) return { hits: shown, hasMore: from + shown.length < best.length, keys: [] }
  const after = position?.engine === 'opensearch' && position.keys.length > 0 ? position.keys : null
  const others = {
    bool: {
      must: [scoreBy(tellingOf(matches.groups))],
      filter: [matchedBy(query, matches)],
      must_not: [{ ids: { values: best.map(({ workId }) => workId) } }],
    },
  }
  const skipped = after || from < best.length || !position ? 0 : Math.max(0, position.offset - best.length)
  const wanted = query.limit - shown.length + 1
  const rest = await pageAfter(
    deps,
    { query: others, sort: ['_score', { doc: 'asc' }], after, skipped, wanted },
    signal,
  )
  const hits = [...shown, ...rest].slice(0, query.limit)
  return {
    hits,
    hasMore: shown.length + rest.length > query.limit,
    keys: hits.length > shown.length ? keysOf(hits) : [],
  }
}

/** Where among the closely ranked a page begins: behind the last hit, should others have come in between; else by its place. */
function placeIn(best: readonly RemoteHit[], position: Position | null): number {
  if (position === null) return 0
  if (position.engine === 'opensearch' && position.keys.length > 0) return best.length
  const at = best.findIndex(({ workId }) => workId === position.last)
  return at >= 0 ? at + 1 : Math.min(position.offset, best.length)
}

/** By a value of the works; goes on behind the values of the last hit. A cursor of the other engine is taken by its place. */
async function sortedPage(deps: RemoteDeps, query: EngineQuery, matched: object, signal?: AbortSignal): Promise<Page> {
  const position = readCursor(query)
  const after = position?.engine === 'opensearch' ? position.keys : null
  const skipped = position && !after ? position.offset : 0
  const page = { query: matched, sort: sortBy(query.sort), after, skipped, wanted: query.limit + 1 }
  const found = await pageAfter(deps, page, signal)
  const hits = found.slice(0, query.limit)
  return { hits, hasMore: found.length > query.limit, keys: keysOf(hits) }
}

interface Wanted {
  readonly query: object
  readonly sort: readonly unknown[]
  readonly after: Position['keys'] | null
  readonly skipped: number
  readonly wanted: number
}

async function pageAfter(deps: RemoteDeps, page: Wanted, signal?: AbortSignal): Promise<readonly RemoteHit[]> {
  const { query, sort, after, skipped, wanted } = page
  if (skipped > skippedMax) return []
  const place = after ? { search_after: after } : { from: skipped }
  const [answer] = await askRemotely(deps, [{ query, sort, size: wanted, track_total_hits: false, ...place }], signal)
  return answer?.hits ?? []
}

function keysOf(hits: readonly RemoteHit[]): readonly (string | number)[] {
  return hits.at(-1)?.keys ?? []
}

function toResult(
  query: EngineQuery,
  { hits, hasMore, keys }: Page,
  { total, isTotalExact, facets }: RemoteAnswer,
  groups: RemoteMatches['groups'],
  didYouMean: string | null,
): EngineResult {
  const last = hits.at(-1)
  const offset = (readCursor(query)?.offset ?? 0) + hits.length
  const nextCursor =
    hasMore && last ? toCursor(query, { offset, last: last.workId, keys: [...keys], engine: 'opensearch' }) : null
  return {
    engine: 'opensearch',
    degraded: false,
    hits: hits.map(({ workId, fields }): EngineHit => ({ workId, matched: explainMatch(fields, groups) })),
    total,
    isTotalExact,
    nextCursor,
    facets: facets ? toFacets(facets) : noFacets,
    didYouMean,
  }
}
