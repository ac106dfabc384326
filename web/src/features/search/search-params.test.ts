import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  chosenFilters,
  searchOf,
  sorts,
  toFindInput,
  toParams,
  toggleFacet,
  without,
  withoutFilters,
} from './search-params.ts'

it('reads an address', () => {
  const search = searchOf(
    new URLSearchParams('q= dune &subject=Space&subject=Politics&language=en&from=1960&price=1000-&sort=price'),
  )
  expect(search).toEqual({
    text: 'dune',
    subjects: ['Space', 'Politics'],
    languages: ['en'],
    formats: [],
    availability: [],
    yearFrom: 1960,
    yearTo: null,
    price: '1000-',
    sort: 'price',
  })
  expect(chosenFilters(search)).toEqual([
    { facet: 'subjects', value: 'Space' },
    { facet: 'subjects', value: 'Politics' },
    { facet: 'languages', value: 'en' },
    { facet: 'years', value: '1960–' },
    { facet: 'price', value: '1000-' },
  ])
  expect(toFindInput(search)).toEqual({
    text: 'dune',
    sort: 'price',
    filters: { subjects: ['Space', 'Politics'], languages: ['en'], yearFrom: 1960, priceFromMinor: 1000 },
  })
})

it('survives an address edited by hand', () => {
  expect(searchOf(new URLSearchParams('from=soon&to=12345&q=&price=cheap&sort=best&available=maybe'))).toMatchObject({
    text: '',
    yearFrom: null,
    yearTo: null,
    price: null,
    sort: 'relevance',
    availability: [],
  })
})

it('writes what it reads', () => {
  const year = fc.option(fc.integer({ min: -800, max: 2030 }))
  const values = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 4 })
  fc.assert(
    fc.property(
      fc.record({
        text: fc.string().map((text) => text.trim()),
        subjects: values,
        languages: values,
        formats: values,
        availability: fc.subarray(['ours', 'offered', 'unseen'] as const),
        yearFrom: year,
        yearTo: year,
        price: fc.constantFrom(null, '0-999', '5000-'),
        sort: fc.constantFrom(...sorts),
      }),
      (search) => void expect(searchOf(new URLSearchParams(toParams(search).toString()))).toEqual(search),
    ),
  )
})

it('switches a value on and off', () => {
  const none = searchOf(new URLSearchParams('q=dune'))
  const on = toggleFacet(none, 'formats', 'ebook')
  expect(on.formats).toEqual(['ebook'])
  expect(toggleFacet(on, 'formats', 'ebook')).toEqual(none)
})

it('takes filters away one by one until none is left, and keeps words and order', () => {
  const all = searchOf(
    new URLSearchParams('q=dune&subject=Space&available=ours&available=unseen&to=1990&price=0-999&sort=title'),
  )
  let left = all
  for (const filter of chosenFilters(all)) {
    const next = without(left, filter)
    expect(chosenFilters(next)).toHaveLength(chosenFilters(left).length - 1)
    left = next
  }
  expect(left).toEqual(withoutFilters(all))
  expect(left).toMatchObject({ text: 'dune', sort: 'title' })
})
