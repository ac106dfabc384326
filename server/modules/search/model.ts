// What is searched, how, and what comes back.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import { defineRefusals } from '#platform/errors'
import type { Log } from '#platform/log'
import { MoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import type { OpenSearch } from '#platform/opensearch'
import type { MeaningSource, SearchEngine } from './engine.ts'

export interface SearchDeps {
  readonly db: Db
  /** Connections of search's own, whose statements end after a while (createPostgresEngine). */
  readonly searchDb?: Db
  readonly engine: SearchEngine
  readonly clock: Clock
  readonly log: Log
  /** A second source of candidates; absent or null: searches go by words alone. */
  readonly meaning?: MeaningSource | null
  /** Null: PostgreSQL alone searches. */
  readonly openSearch?: Pick<ReplicaDeps, 'remote' | 'alias'> | null
  /** The lowest total last seen for each of these books; search may not ask the offers module itself. */
  lowestOffers(isbns: readonly string[]): Promise<Map<string, { total: Money; sellerName: string; asOf: Date }>>
}

/** What keeping the index true needs. */
export interface IndexDeps extends Pick<SearchDeps, 'lowestOffers'> {
  readonly db: Db
  /** Which of these books have a copy on our own shelf; search may not ask the stock itself. */
  onShelf(isbns: readonly string[]): Promise<ReadonlySet<string>>
  readonly jobs: Jobs
  readonly clock: Clock
  readonly log: Log
  /** Hears, in the same transaction, that these works were indexed anew. */
  announceIndexed?(tx: Tx, workIds: readonly string[]): Promise<void>
  /** Null: PostgreSQL alone searches. */
  readonly openSearch: Pick<ReplicaDeps, 'remote' | 'alias'> | null
}

/** What keeping the index in OpenSearch true needs. */
export interface ReplicaDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly remote: OpenSearch
  /** What searches read; the names of its indexes begin with it. One for each Quire that shares an OpenSearch. */
  readonly alias: string
}

export type EngineName = 'postgres' | 'opensearch'

/**
 * `ours`: on our own shelf. `offered`: a seller had a copy when one was last asked. `unseen`: nobody has been asked, or nobody had one.
 */
const availabilities = ['ours', 'offered', 'unseen'] as const
export type Availability = (typeof availabilities)[number]

/** Values within one filter are alternatives; the filters narrow each other. Prices are the lowest totals last seen, in minor units of the currency that the site shows (app/deps.ts). */
export const Filters = z.strictObject({
  subjects: z.array(z.string().max(100)).max(20).optional(),
  languages: z.array(z.string().max(3)).max(20).optional(),
  formats: z.array(z.string().max(20)).max(5).optional(),
  yearFrom: z.int().min(-4000).max(2100).optional(),
  yearTo: z.int().min(-4000).max(2100).optional(),
  availability: z.array(z.enum(availabilities)).max(3).optional(),
  priceFromMinor: z.int().min(0).max(100_000_000).optional(),
  priceToMinor: z.int().min(0).max(100_000_000).optional(),
})
export type Filters = z.infer<typeof Filters>

/** `newest` and `oldest` go by the year of the work; `price` by the lowest total last seen. Works without the value come last. */
export const sorts = ['relevance', 'popularity', 'newest', 'oldest', 'title', 'price'] as const
export type Sort = (typeof sorts)[number]

export const FindInput = z.strictObject({
  // Longer than any title; words beyond the 24th are not looked at.
  text: z.string().max(300, 'is longer than 300 characters'),
  filters: Filters.optional(),
  sort: z.enum(sorts).default('relevance'),
  limit: z.int().min(1).max(50).default(20),
  cursor: z
    .string()
    .regex(/^[\w-]{1,1000}$/, 'is not one that a search gave')
    .optional(),
})
export type FindInput = z.infer<typeof FindInput>

const FacetView = z.strictObject({ value: z.string(), count: z.int() })
export type FacetView = z.infer<typeof FacetView>

/** How many of the counted matches have each value, the most frequent first (years and prices in their order). */
const FacetsView = z.strictObject({
  subjects: z.array(FacetView),
  languages: z.array(FacetView),
  formats: z.array(FacetView),
  /** By decade: its first year. */
  years: z.array(FacetView),
  /** One of `availabilities`. */
  availability: z.array(FacetView),
  /** `from-to` in minor units of the shop's currency, the last one open: `0-999`, `5000-`. */
  prices: z.array(FacetView),
})
export type FacetsView = z.infer<typeof FacetsView>

/** Why a hit is one: words of the query and the field that has them. */
export const MatchView = z.strictObject({
  field: z.enum([
    'title',
    'otherTitles',
    'authors',
    'series',
    'subtitle',
    'subjects',
    'description',
    'isbn',
    'meaning',
  ]),
  /** As they were typed. */
  words: z.array(z.string()),
  /** As the field has them, when that is something else: a correction, another spelling, a synonym, the rest of a word. */
  as: z.array(z.string()).optional(),
})
export type MatchView = z.infer<typeof MatchView>

export const HitView = z.strictObject({
  workId: z.string(),
  isbn13: z.string(),
  title: z.string(),
  subtitle: z.string().optional(),
  authors: z.array(z.string()),
  year: z.int().optional(),
  language: z.string().optional(),
  series: z.string().optional(),
  seriesNumber: z.string().optional(),
  description: z.string().optional(),
  editionCount: z.int(),
  matched: z.array(MatchView),
  lowest: z.strictObject({ total: MoneyView, sellerName: z.string(), asOf: z.string() }).optional(),
})
export type HitView = z.infer<typeof HitView>

/** What is to be said about a number that was typed and is not quite right. The hits are the books that may have been meant. */
const IsbnNoticeView = z.strictObject({
  typed: z.string(),
  fault: z.enum(['check_digit', 'incomplete']),
  /** For a person: what is wrong, and what was looked for. */
  say: z.string(),
  /** Real numbers nearest to it, in the order of the hits; empty when no book of ours is near. */
  nearest: z.array(z.string()),
})
export type IsbnNoticeView = z.infer<typeof IsbnNoticeView>

export const FindView = z.strictObject({
  hits: z.array(HitView),
  /** Works that match, as far as they were counted. */
  total: z.int(),
  /** False: there are more than `total`. */
  isTotalExact: z.boolean(),
  facets: FacetsView,
  didYouMean: z.string().optional(),
  isbnNotice: IsbnNoticeView.optional(),
  engine: z.enum(['postgres', 'opensearch']),
  degraded: z.boolean(),
  nextCursor: z.string().optional(),
})
export type FindView = z.infer<typeof FindView>

export const SuggestView = z.strictObject({
  suggestions: z.array(
    z.strictObject({
      text: z.string(),
      kind: z.enum(['title', 'author', 'series', 'isbn', 'subject']),
      isbn13: z.string().optional(),
    }),
  ),
})
export type SuggestView = z.infer<typeof SuggestView>

/** How far what follows the index is behind, for staff. */
export const SearchIndexView = z.strictObject({
  /** In OpenSearch; none where there is no OpenSearch. */
  indexes: z.array(
    z.strictObject({
      name: z.string(),
      state: z.enum(['building', 'live', 'retired']),
      /** Copied while it was built. */
      documents: z.int(),
      problem: z.string().nullable(),
      /** Of the last batch: from its oldest change to findable. */
      lagMs: z.int().nullable(),
      indexedAt: z.string().nullable(),
    }),
  ),
  waiting: z.int(),
  refused: z.int(),
  waitingSince: z.string().nullable(),
})
export type SearchIndexView = z.infer<typeof SearchIndexView>

export const refuse = defineRefusals('search', {
  cursor_unknown: { trpc: 'BAD_REQUEST', say: 'This page belongs to another search. Start again from the first page.' },
})
