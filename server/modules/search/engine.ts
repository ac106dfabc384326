// The port behind which search engines stand. An engine finds works; what they look like is the catalogue's business.
import type { FacetView, Filters, SuggestView } from './model.ts'

export interface EngineQuery {
  /** As typed; empty asks for the best known books. */
  readonly text: string
  readonly filters: Filters
  readonly offset: number
  readonly limit: number
}

export interface EngineResult {
  /** Best first, a page of them. */
  readonly workIds: readonly string[]
  /** Matches in all; counted up to a bound of the engine's. */
  readonly total: number
  /** True when more can be had with a larger offset. */
  readonly hasMore: boolean
  readonly facets: { subjects: FacetView[]; languages: FacetView[]; formats: FacetView[] }
  /** The text as it was understood, when words had to be corrected. */
  readonly didYouMean: string | null
}

export interface SearchEngine {
  readonly name: 'postgres' | 'opensearch'
  find(query: EngineQuery): Promise<EngineResult>
  suggest(text: string, limit: number): Promise<SuggestView['suggestions']>
}
