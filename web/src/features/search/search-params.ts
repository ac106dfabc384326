// A search as its address says it: /search?q=dune&subject=Space&language=en&format=paperback&from=1960&to=1990&price=0-999&sort=price
import type { FindInput } from '../../api/shapes.ts'

export const sorts = ['relevance', 'popularity', 'newest', 'oldest', 'title', 'price'] as const
export type Sort = (typeof sorts)[number]

export interface Search {
  text: string
  subjects: string[]
  languages: string[]
  formats: string[]
  availability: Availability[]
  yearFrom: number | null
  yearTo: number | null
  /** Minor units of the shop's currency, as the server's facet has it: `1000-1999`, the last one open: `5000-`. */
  price: string | null
  sort: Sort
}

const availabilities = ['ours', 'offered', 'unseen'] as const
type Availability = (typeof availabilities)[number]

/** The filters that hold several values, each with its name in the address. */
export const facetParams = {
  subjects: 'subject',
  languages: 'language',
  formats: 'format',
  availability: 'available',
} as const
export type FacetName = keyof typeof facetParams
export const facetNames = ['subjects', 'languages', 'formats', 'availability'] as const satisfies FacetName[]

/** Reads an address. What makes no sense (a year such as "soon") is left out, never an error: addresses are edited by hand. */
export function searchOf(params: URLSearchParams): Search {
  const price = params.get('price')
  return {
    text: (params.get('q') ?? '').trim(),
    subjects: params.getAll(facetParams.subjects),
    languages: params.getAll(facetParams.languages),
    formats: params.getAll(facetParams.formats),
    availability: availabilities.filter((value) => params.getAll(facetParams.availability).includes(value)),
    yearFrom: yearOf(params.get('from')),
    yearTo: yearOf(params.get('to')),
    price: price !== null && rangeOf(price) ? price : null,
    sort: sorts.find((sort) => sort === params.get('sort')) ?? 'relevance',
  }
}

export function toParams(search: Search): URLSearchParams {
  const params = new URLSearchParams()
  if (search.text) params.set('q', search.text)
  for (const facet of facetNames) for (const value of search[facet]) params.append(facetParams[facet], value)
  if (search.yearFrom !== null) params.set('from', String(search.yearFrom))
  if (search.yearTo !== null) params.set('to', String(search.yearTo))
  if (search.price !== null) params.set('price', search.price)
  if (search.sort !== 'relevance') params.set('sort', search.sort)
  return params
}

/** Switches one value of a facet on or off. */
export function toggleFacet(search: Search, facet: FacetName, value: string): Search {
  const values: readonly string[] = search[facet]
  return { ...search, [facet]: values.includes(value) ? values.filter((other) => other !== value) : [...values, value] }
}

/** The same words in the same order, nothing left out. */
export function withoutFilters({ text, sort }: Search): Search {
  return { ...searchOf(new URLSearchParams()), text, sort }
}

export type ChosenFilter = { facet: FacetName; value: string } | { facet: 'years' | 'price'; value: string }

/** Every filter that is set, in the order of the panel. Years count as one. */
export function chosenFilters(search: Search): ChosenFilter[] {
  const { yearFrom, yearTo, price } = search
  return [
    ...facetNames.flatMap((facet) => search[facet].map((value) => ({ facet, value }))),
    ...(yearFrom === null && yearTo === null
      ? []
      : [{ facet: 'years' as const, value: `${yearFrom ?? ''}–${yearTo ?? ''}` }]),
    ...(price === null ? [] : [{ facet: 'price' as const, value: price }]),
  ]
}

/** The search with one of its filters taken away. */
export function without(search: Search, { facet, value }: ChosenFilter): Search {
  if (facet === 'years') return { ...search, yearFrom: null, yearTo: null }
  if (facet === 'price') return { ...search, price: null }
  return toggleFacet(search, facet, value)
}

/** As the server wants it. Filters that are not set are left out. */
export function toFindInput(search: Search): FindInput {
  const { text, sort, subjects, languages, formats, availability, yearFrom, yearTo, price } = search
  const range = price === null ? null : rangeOf(price)
  return {
    text,
    ...(sort !== 'relevance' && { sort }),
    filters: {
      ...(subjects.length > 0 && { subjects }),
      ...(languages.length > 0 && { languages }),
      ...(formats.length > 0 && { formats }),
      ...(availability.length > 0 && { availability }),
      ...(yearFrom !== null && { yearFrom }),
      ...(yearTo !== null && { yearTo }),
      ...(range && { priceFromMinor: range.from }),
      ...(range && range.to !== null && { priceToMinor: range.to }),
    },
  }
}

/** `1000-1999` in parts; the end of an open range is null. Null for what is no range. */
export function rangeOf(text: string): { from: number; to: number | null } | null {
  const parts = /^(\d{1,8})-(\d{0,8})$/.exec(text)
  return parts && { from: Number(parts[1]), to: parts[2] ? Number(parts[2]) : null }
}

function yearOf(text: string | null): number | null {
  return text !== null && /^-?\d{1,4}$/.test(text) ? Number(text) : null
}
