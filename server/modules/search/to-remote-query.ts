// What we ask of OpenSearch, and what its answers say, in its own words. Pure.
import { z } from 'zod'
import { isSameNumber } from './fold-spellings.ts'
import type { Alternative, Group } from './analyze-query.ts'
import type { Availability, FacetsView, Filters, Sort } from './model.ts'
import { saturation } from './rank-fields.ts'
import { weightScale } from './to-index-document.ts'
import { readingOf, worthOfGroup } from './rank-words.ts'
import { facetMax } from './to-facets.ts'
import type { Reading } from './rank-words.ts'

/** Volumes of a series that are written as words or Roman numerals. */
const volumesMax = 13
/** Lucene's BM25 multiplies by this, which the ranking does not. */
const bm25Factor = saturation * weightScale + 1

type Query = Readonly<Record<string, unknown>>

/** Works that have a word of every group, or the number of the volume that was asked for. */
export function allOf(groups: readonly Group[]): Query[] {
  return groups.map(({ word, alternatives }) => {
    const single = alternatives.flatMap(({ stems }) => (stems.length === 1 ? stems : []))
    const pairs = alternatives.filter(({ stems }) => stems.length > 1)
    const volumes = groups.length > 1 ? volumesOf(word) : []
    return {
      bool: {
        should: [
          ...(single.length > 0 ? [{ terms: { stems: single } }] : []),
          ...pairs.map(({ stems }) => ({ bool: { filter: stems.map((stem) => ({ term: { stems: stem } })) } })),
          ...(volumes.length > 0 ? [{ terms: { seriesNumber: volumes } }] : []),
        ],
      },
    }
  })
}

function volumesOf(word: string): string[] {
  const numbers = Array.from({ length: volumesMax }, (_, i) => String(i + 1)).filter((n) => isSameNumber(n, word))
  return numbers.length === 0 && /^\d+$/.test(word) ? [word] : numbers
}

/** Scores as rankCandidates does before its rules: each group by its best alternative, and popularity. */
export function scoreBy(groups: readonly Group[]): Query {
  const reading = readingOf(groups.length)
  const total = groups.reduce((sum, group) => sum + worthOfGroup(group, reading), 0)
  const boost = (total * reading.popularity) / 100
  const should = groups.map(({ alternatives }) => ({
    dis_max: { queries: alternatives.map((each) => byAlternative(each, reading)) },
  }))
  return {
    bool: {
      must: [{ bool: { should, minimum_should_match: 1 } }],
      should: [{ rank_feature: { field: 'known', linear: {}, boost } }],
    },
  }
}

/** BM25 multiplies by the rarity itself. Impacts count as they are, whatever the reading: the hundred that it finds are ranked closely anyway. */
function byAlternative({ stems, weight, idf }: Alternative, { rarityPower }: Reading): Query {
  const boost = (weight * idf ** (rarityPower - 1)) / bm25Factor / stems.length
  const each = stems.map((stem) => ({ term: { stems: { value: stem, boost } } }))
  return each.length === 1 && each[0] ? each[0] : { bool: { must: each } }
}

const availability: Readonly<Record<Availability, Query>> = {
  ours: { term: { isOurs: true } },
  offered: { exists: { field: 'lowestMinor' } },
  unseen: { bool: { must_not: [{ term: { isOurs: true } }, { exists: { field: 'lowestMinor' } }] } },
}

export function filterBy(filters: Filters): Query[] {
  const either = filters.availability?.map((each) => availability[each]) ?? []
  return [
    ...oneOf('subjects', filters.subjects),
    ...oneOf('languages', filters.languages),
    ...oneOf('formats', filters.formats),
    ...between('year', filters.yearFrom, filters.yearTo),
    ...between('lowestMinor', filters.priceFromMinor, filters.priceToMinor),
    ...(either.length > 0 ? [{ bool: { should: either } }] : []),
  ]
}

function oneOf(field: string, values: readonly string[] = []): Query[] {
  return values.length > 0 ? [{ terms: { [field]: values } }] : []
}

function between(field: string, gte: number | undefined, lte: number | undefined): Query[] {
  return gte === undefined && lte === undefined ? [] : [{ range: { [field]: { gte, lte } } }]
}

// A value for those without one, rather than `_last`, whose own cannot be read back from JSON.
const orders: Readonly<Record<Sort, Query>> = {
  relevance: { popularity: 'desc' }, // where nothing was typed
  popularity: { popularity: 'desc' },
  newest: { year: { order: 'desc', missing: -5_000 } },
  oldest: { year: { order: 'asc', missing: 5_000 } },
  title: { titleKey: 'asc' },
  price: { lowestMinor: { order: 'asc', missing: 2_147_483_647 } },
}

export function sortBy(sort: Sort): Query[] {
  return [orders[sort], { doc: 'asc' }]
}

const prices = [0, 500, 1_000, 2_000, 5_000].map((from, i, all) => {
  const to = all[i + 1]
  return { key: `${from}-${to === undefined ? '' : to - 1}`, from, ...(to !== undefined && { to }) }
})

export const facetQuestions = {
  subjects: { terms: { field: 'subjects', size: facetMax } },
  languages: { terms: { field: 'languages', size: facetMax } },
  formats: { terms: { field: 'formats', size: facetMax } },
  years: { histogram: { field: 'year', interval: 10, min_doc_count: 1 } },
  availability: { filters: { filters: availability } },
  prices: { range: { field: 'lowestMinor', ranges: prices } },
}

const Count = z.object({ doc_count: z.int() })
const Buckets = z.object({ buckets: z.array(Count.extend({ key: z.union([z.string(), z.number()]) })) })
const Named = z.object({ buckets: z.record(z.string(), Count) })

export const FacetAnswers = z.object({
  subjects: Buckets,
  languages: Buckets,
  formats: Buckets,
  years: Buckets,
  availability: Named,
  prices: Buckets,
})

export function toFacets(answers: z.infer<typeof FacetAnswers>): FacetsView {
  const of = ({ buckets }: z.infer<typeof Buckets>) =>
    buckets
      .filter(({ doc_count: count }) => count > 0)
      .map(({ key, doc_count: count }) => ({ value: String(key), count }))
  const named = Object.entries(answers.availability.buckets).map(([key, { doc_count: count }]) => ({
    value: key,
    count,
  }))
  return {
    subjects: of(answers.subjects),
    languages: of(answers.languages),
    formats: of(answers.formats),
    years: of(answers.years),
    availability: named.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count),
    prices: of(answers.prices),
  }
}
