// What is searched, how, and what comes back.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import { MoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import type { SearchEngine } from './engine.ts'

export interface SearchDeps {
  readonly db: Db
  readonly engine: SearchEngine
  readonly clock: Clock
  readonly log: Log
  /** The lowest total last seen for each of these books; search may not ask the offers module itself. */
  lowestOffers(isbns: readonly string[]): Promise<Map<string, { total: Money; sellerName: string; asOf: Date }>>
}

/** What keeping the index true needs. */
export interface IndexDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly log: Log
}

/** Values within one filter are alternatives; the filters narrow each other. */
export const Filters = z.strictObject({
  subjects: z.array(z.string().max(100)).max(20).optional(),
  languages: z.array(z.string().max(3)).max(20).optional(),
  formats: z.array(z.string().max(20)).max(5).optional(),
  yearFrom: z.int().min(-4000).max(2100).optional(),
  yearTo: z.int().min(-4000).max(2100).optional(),
})
export type Filters = z.infer<typeof Filters>

export const FindInput = z.strictObject({
  // Longer than any title; words beyond the 24th are not looked at.
  text: z.string().max(300, 'is longer than 300 characters'),
  filters: Filters.optional(),
  limit: z.int().min(1).max(50).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,4}$/, 'is not one that a search gave')
    .optional(),
})
export type FindInput = z.infer<typeof FindInput>

const FacetView = z.strictObject({ value: z.string(), count: z.int() })
export type FacetView = z.infer<typeof FacetView>

export const HitView = z.strictObject({
  workId: z.string(),
  isbn13: z.string(),
  title: z.string(),
  subtitle: z.string().optional(),
  authors: z.array(z.string()),
  year: z.int().optional(),
  language: z.string().optional(),
  series: z.string().optional(),
  description: z.string().optional(),
  editionCount: z.int(),
  lowest: z.strictObject({ total: MoneyView, sellerName: z.string(), asOf: z.string() }).optional(),
})
export type HitView = z.infer<typeof HitView>

export const FindView = z.strictObject({
  hits: z.array(HitView),
  /** Works that match; counted up to 5,000. */
  total: z.int(),
  facets: z.strictObject({
    subjects: z.array(FacetView),
    languages: z.array(FacetView),
    formats: z.array(FacetView),
  }),
  didYouMean: z.string().optional(),
  engine: z.enum(['postgres', 'opensearch']),
  degraded: z.boolean(),
  nextCursor: z.string().optional(),
})
export type FindView = z.infer<typeof FindView>

export const SuggestView = z.strictObject({
  suggestions: z.array(
    z.strictObject({
      text: z.string(),
      kind: z.enum(['title', 'author', 'isbn', 'subject']),
      isbn13: z.string().optional(),
    }),
  ),
})
export type SuggestView = z.infer<typeof SuggestView>
