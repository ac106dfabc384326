import fc from 'fast-check'
import { expect, it } from 'vitest'
import { locate, offsetOf, placeAt } from './json-positions.ts'

const mapping = `{
  "version": 1,
  "quotes": {
    "answers": [
      { "status": 200, "means": "offers" },
      { "status": 404,
        "means": "none" }
    ]
  }
}`
const lineOf = (path: string) => placeAt(mapping, offsetOf(locate(mapping), path)).line

it.each([
  ['version', 2],
  ['quotes', 3],
  ['quotes.answers[1]', 6],
  ['quotes.answers[1].means', 7],
  ['quotes.answers[1].when', 6], // is missing: shown at the line that lacks it
  ['quotes.answers[7].means', 4],
  ['orders.place.request', 1],
])('finds %s in line %i', (path, line) => expect(lineOf(path)).toBe(line))

it.each([
  ['{ "a": 1,\n  "b" 2 }', 2, 7, 'expected a colon'],
  ['{ "a": 1,\n}', 2, 1, 'expected a name in double quotes'],
  ["{ 'a': 1 }", 1, 3, 'expected a name in double quotes'],
  ['[1, 2', 1, 6, 'expected a comma or ]'],
  ['', 1, 1, 'expected a value'],
  ['{} {}', 1, 4, 'nothing after the end'],
  [`${'['.repeat(100)}`, 1, 66, 'expected at most 64 levels'],
])('points at what is wrong in %j', (text, line, column, expected) => {
  const { problem } = locate(text)
  expect(problem && { ...placeAt(text, problem.offset), expected: problem.expected }).toEqual({
    line,
    column,
    expected,
  })
})

it('takes what JSON.parse takes, and every value at its place', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const { offsets, problem } = locate(text)
      expect(problem).toBeNull()
      for (const offset of offsets.values()) expect(text[offset]).toMatch(/["{[\dtfn-]/)
    }),
  )
})

it('refuses what JSON.parse refuses', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', ':', '0', 'x', '\\', '\n'),
      (value, at, put) => {
        const text = JSON.stringify(value)
        const place = at % (text.length + 1)
        const broken = text.slice(0, place) + put + text.slice(place + 1)
        expect(locate(broken).problem === null).toBe(isJson(broken))
      },
    ),
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
