// From what Stryker reports to what is told of it.
import { expect, it } from 'vitest'
import { readReport, scoreOf, totalOf } from './read-report.ts'
import type { Report } from './read-report.ts'
import { equivalentOf, noticedOf, toDocument } from './to-document.ts'

const source = 'if (a < b ||\n    b < c) {\n  go()\n}\n'
const at = (line: number, from: number, endLine: number, to: number) => ({
  start: { line, column: from },
  end: { line: endLine, column: to },
})
const report: Report = {
  files: {
    'z/later.ts': { source, mutants: [] },
    'a/rules.ts': {
      source,
      mutants: [
        { status: 'Survived', replacement: '{}', location: at(2, 12, 4, 2) },
        { status: 'Killed', replacement: 'a > b', location: at(1, 5, 1, 10) },
        { status: 'Timeout', replacement: 'a >= b', location: at(1, 5, 1, 10) },
        { status: 'NoCoverage', replacement: 'a < b && b < c', location: at(1, 5, 2, 10) },
        { status: 'CompileError', replacement: 'x', location: at(1, 5, 1, 10) },
        { status: 'Ignored', replacement: 'x', location: at(1, 5, 1, 10) },
      ],
    },
  },
}
const scores = readReport(report)
const original = 'a < b || b < c'
const replacement = 'a < b && b < c'
const known = { file: 'a/rules.ts', original, replacement, why: 'c is always above' }
const run = { at: new Date('2026-11-22T23:59:00Z'), minutes: 12 }

it('counts what a test or a time-out noticed, and tells the code that nothing noticed as it is written', () => {
  expect(scores).toEqual([
    {
      file: 'a/rules.ts',
      found: 2,
      survivors: [
        { line: 1, original, replacement },
        { line: 2, original: '{ go() }', replacement: '{}' },
      ],
    },
    { file: 'z/later.ts', found: 0, survivors: [] },
  ])
})

it('scores each file by itself, and all together', () => {
  expect(scores.map(scoreOf)).toEqual([50, 100])
  const twice = totalOf([...scores, ...scores])
  expect([twice.found, twice.survivors.length, scoreOf(twice)]).toEqual([4, 4, 50])
})

it('knows an excused change by its file and its code, wherever it has moved to', () => {
  const [survivor, other] = scores[0]!.survivors
  expect(equivalentOf('a/rules.ts', { ...survivor!, line: 99 }, [known])).toBe(known)
  expect(equivalentOf('z/later.ts', survivor!, [known])).toBeUndefined()
  expect(equivalentOf('a/rules.ts', other!, [known])).toBeUndefined()
  expect(equivalentOf('a/rules.ts', { ...survivor!, replacement: 'false' }, [known])).toBeUndefined()
})

it('names what is excused for nothing', () => {
  const stale = { ...known, replacement: 'false' }
  expect(noticedOf(scores, [known, stale])).toEqual([stale])
})

it('writes each score and each survivor with why, and lets no code break the table', () => {
  const page = toDocument(scores, { bar: 85, equivalents: [known] }, run)
  expect(page).toContain('Run on 2026-11-22, in 12 minutes.')
  expect(page).toContain('changed in 4 ways')
  expect(page).toContain('at least 85 %')
  expect(page).toContain('| a/rules.ts | 4 | 2 | 2 | 50.0 % |')
  expect(page).toContain('| **all** | 4 | 2 | 2 | 50.0 % |')
  expect(page).toContain('| a/rules.ts:1 | ``a < b \\|\\| b < c`` | ``a < b && b < c`` | c is always above |')
  expect(page).toContain('| a/rules.ts:2 | ``{ go() }`` | ``{}`` | a test is missing |')
  const empty = toDocument([], { bar: 85, equivalents: [] }, { ...run, minutes: null })
  expect(empty).toContain('Run on 2026-11-22, with what was known')
  expect(empty).toContain('None.')
})
