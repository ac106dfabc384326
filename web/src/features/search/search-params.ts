// A search as its address says it: /search?q=dune&subject=Space&language=en&format=paperback&from=1960&to=1990
import type { FindInput } from '../../api/shapes.ts'

export interface Search {
  text: string
  subjects: string[]
  languages: string[]
  formats: string[]
  yearFrom: number | null
  yearTo: number | null
}

/** The filters that hold several values, each with its name in the address. */
export const facetParams = { subjects: 'subject', languages: 'language', formats: 'format' } as const
export type FacetName = keyof typeof facetParams

/** Reads an address. What makes no sense (a year such as "soon") is left out, never an error: addresses are edited by hand. */
export function searchOf(params: URLSearchParams): Search {
  return {
    text: (params.get('q') ?? '').trim(),
    subjects: params.getAll(facetParams.subjects),
    languages: params.getAll(facetParams.languages),
    formats: params.getAll(facetParams.formats),
    yearFrom: yearOf(params.get('from')),
    yearTo: yearOf(params.get('to')),
  }
}

export function toParams(search: Search): URLSearchParams {
  const params = new URLSearchParams()
  if (search.text) params.set('q', search.text)
  for (const facet of facetNames) for (const value of search[facet]) params.append(facetParams[facet], value)
  if (search.yearFrom !== null) params.set('from', String(search.yearFrom))
  if (search.yearTo !== null) params.set('to', String(search.yearTo))
  return params
}

export const facetNames = Object.keys(facetParams) as FacetName[]

/** Switches one value of a facet on or off. */
export function toggleFacet(search: Search, facet: FacetName, value: string): Search {
  const values = search[facet]
  return { ...search, [facet]: values.includes(value) ? values.filter((other) => other !== value) : [...values, value] }
}

export function withoutFilters({ text }: Search): Search {
  return { text, subjects: [], languages: [], formats: [], yearFrom: null, yearTo: null }
}

export function filterCount({ subjects, languages, formats, yearFrom, yearTo }: Search): number {
  return subjects.length + languages.length + formats.length + (yearFrom === null && yearTo === null ? 0 : 1)
}

/** As the server wants it. Filters that are not set are left out. */
export function toFindInput({ text, subjects, languages, formats, yearFrom, yearTo }: Search): FindInput {
  return {
    text,
    filters: {
      ...(subjects.length > 0 && { subjects }),
      ...(languages.length > 0 && { languages }),
      ...(formats.length > 0 && { formats }),
      ...(yearFrom !== null && { yearFrom }),
      ...(yearTo !== null && { yearTo }),
    },
  }
}

function yearOf(text: string | null): number | null {
  return text !== null && /^-?\d{1,4}$/.test(text) ? Number(text) : null
}
