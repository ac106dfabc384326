import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromJson, toJson } from './json.ts'

const key = fc.oneof(fc.constantFrom('$int', '$date', '$$int', '$', 'minor', 'at'), fc.string())
const leaf = fc.oneof(
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)), // JSON has one zero
  fc.boolean(),
  fc.constant(null),
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

it('gives back whatever went in: dates and big integers, however deep, and what only looks like them', () => {
  fc.assert(
    fc.property(tree, (value) => {
      expect(fromJson(toJson(value))).toStrictEqual(value)
      expect(fromJson(JSON.parse(toJson({ value })))).toStrictEqual({ value }) // as a jsonb column comes
    }),
    { numRuns: 500 },
  )
})

it.each([
  { $int: '5' },
  { $int: 5 },
  { $date: '2026-11-21T09:00:00.000Z' },
  { $date: 'no date' },
  { $int: 'no number', $date: null },
  { $int: 'no number', note: 'a second key' },
  { $$int: '5' },
])('keeps the look-alike %j as it is', (value) => {
  expect(fromJson(toJson(value))).toStrictEqual(value)
})

it('writes what a person can read in the database', () => {
  const value = { minor: 1299n, at: new Date('2026-11-21T09:00:00Z'), lines: ['a'] }
  expect(JSON.parse(toJson(value))).toEqual({
    minor: { $int: '1299' },
    at: { $date: '2026-11-21T09:00:00.000Z' },
    lines: ['a'],
  })
})

it('keeps integers beyond the doubles, and dates at both ends of time', () => {
  const value = { large: 2n ** 200n, small: -(2n ** 63n), first: new Date(-8.64e15), last: new Date(8.64e15) }
  expect(fromJson(toJson(value))).toEqual(value)
})

it('keeps a key that would set the prototype if it were assigned', () => {
  const value: unknown = JSON.parse('{"__proto__":{"n":1},"other":2}')
  const kept = fromJson<object>(toJson(value))
  expect(Object.keys(kept)).toEqual(['__proto__', 'other'])
  expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
})

it('leaves out what is undefined, as JSON does', () => {
  expect(fromJson(toJson({ known: 1n, unknown: undefined }))).toStrictEqual({ known: 1n })
})

it('refuses a date that is none', () => {
  expect(() => toJson({ at: new Date(Number.NaN) })).toThrow(RangeError)
})
