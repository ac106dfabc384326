// The port behind which search engines stand. An engine finds works; what they look like is the catalogue's business.
// engine-contract.ts is what every engine must do, relevance.test.ts how well.
import type { EngineName, FacetsView, Filters, MatchView, Sort, SuggestView } from './model.ts'

/** Milliseconds in which a search is answered, whole or in part. An engine that needs longer gives what it has, marked degraded. */
export const searchBudgetMs = 300

export interface EngineQuery {
  /** As typed; empty asks for all books. Longer than 24 words is cut. No ISBN: those are looked up before an engine is asked. */
  readonly text: string
  readonly filters: Filters
  readonly sort: Sort
  /** `nextCursor` of the page before; null for the first page. Engines read and write it by read-cursor.ts. */
  readonly cursor: string | null
  readonly limit: number
}

export interface EngineHit {
  readonly workId: string
  /** What of the query was found where, the most telling first; empty when nothing was typed. */
  readonly matched: readonly MatchView[]
}

export interface EngineResult {
  /** Who found them. */
  readonly engine: EngineName
  /** True when they come from a part of the index, or from a stand-in. */
  readonly degraded: boolean
  /** In the order that was asked for, a page of them. */
  readonly hits: readonly EngineHit[]
  /** Works that match, as far as they were counted. */
  readonly total: number
  /** False when there are more than were counted. */
  readonly isTotalExact: boolean
  /** Null on the last page. */
  readonly nextCursor: string | null
  readonly facets: FacetsView
  /** The text as it was understood, when words had to be corrected. */
  readonly didYouMean: string | null
}

export interface SearchEngine {
  readonly name: EngineName
  /** Throws only when it cannot answer at all. Refuses `search.cursor_unknown` for a cursor of another search. */
  find(query: EngineQuery, signal?: AbortSignal): Promise<EngineResult>
  suggest(text: string, limit: number, signal?: AbortSignal): Promise<SuggestView['suggestions']>
}

/**
 * A second source of candidates that knows what texts mean (vectors of an embedding model). Optional: no engine depends on it, and one that
 * has none gives the same answers as before. What it finds is ranked together with what the words found.
 */
export interface MeaningSource {
  /** Works that mean something like `text`, the nearest first, with how near: 0 (nothing in common) to 1 (the same). */
  nearest(text: string, limit: number, signal?: AbortSignal): Promise<readonly { workId: string; nearness: number }[]>
}

export const noFacets: FacetsView = {
  subjects: [],
  languages: [],
  formats: [],
  years: [],
  availability: [],
  prices: [],
}
