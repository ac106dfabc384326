// What PostgreSQL counted of the works that were found, as facets. Pure.
import type { FacetsView } from './model.ts'

/** Values of one facet that are shown; of subjects no more are counted. */
export const facetMax = 30

/** Works that are alike in all but their subjects, and how many there are of them. */
export interface Alike {
  readonly languages: readonly string[]
  readonly formats: readonly string[]
  readonly decade: number | null
  /** On our own shelf. */
  readonly isOurs: boolean
  /** A range of totals as FacetsView has it; null when nobody is known to offer it. */
  readonly price: string | null
  readonly works: number
}

export interface Counted {
  /** How many were counted. */
  readonly total: number
  /** The most frequent, most first. */
  readonly subjects: readonly (readonly [value: string, count: number])[]
  readonly alike: readonly Alike[]
}

export function toFacets({ subjects, alike }: Counted): FacetsView {
  const of = (valuesOf: (works: Alike) => readonly string[]) => byCount(sum(alike, valuesOf))
  return {
    subjects: subjects.map(([value, count]) => ({ value, count })),
    languages: of(({ languages }) => languages),
    formats: of(({ formats }) => formats),
    years: of(({ decade }) => (decade === null ? [] : [String(decade)])).toSorted(byNumber),
    availability: of(({ isOurs, price }) => [
      ...(isOurs ? ['ours'] : []),
      ...(price === null ? [] : ['offered']),
      ...(price === null && !isOurs ? ['unseen'] : []),
    ]),
    prices: of(({ price }) => (price === null ? [] : [price])).toSorted(byNumber),
  }
}

function sum(alike: readonly Alike[], valuesOf: (works: Alike) => readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const each of alike) for (const value of valuesOf(each)) counts.set(value, (counts.get(value) ?? 0) + each.works)
  return counts
}

function byCount(counts: ReadonlyMap<string, number>): { value: string; count: number }[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, facetMax)
}

function byNumber(a: { value: string }, b: { value: string }): number {
  return Number.parseInt(a.value) - Number.parseInt(b.value)
}
