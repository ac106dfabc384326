import fc from 'fast-check'
import { expect, it } from 'vitest'
import { filterCount, searchOf, toFindInput, toParams, toggleFacet } from './search-params.ts'

it('reads an address', () => {
  const search = searchOf(new URLSearchParams('q= dune &subject=Space&subject=Politics&language=en&from=1960'))
  expect(search).toEqual({
    text: 'dune',
    subjects: ['Space', 'Politics'],
    languages: ['en'],
    formats: [],
    yearFrom: 1960,
    yearTo: null,
  })
  expect(filterCount(search)).toBe(4)
  expect(toFindInput(search)).toEqual({
    text: 'dune',
    filters: { subjects: ['Space', 'Politics'], languages: ['en'], yearFrom: 1960 },
  })
})

it('survives an address edited by hand', () => {
  expect(searchOf(new URLSearchParams('from=soon&to=12345&q='))).toMatchObject({
    text: '',
    yearFrom: null,
    yearTo: null,
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
        yearFrom: year,
        yearTo: year,
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
