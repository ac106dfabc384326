import { expect, it } from 'vitest'
import { clipped, covered } from './spans.ts'
import type { Span } from './spans.ts'

const cases: [string, Span[], number][] = [
  ['none', [], 0],
  ['apart', [[0, 2], [5, 6]], 3],
  ['overlapping, counted once', [[4, 9], [0, 5]], 9],
  ['one within another', [[0, 10], [2, 3], [9, 12]], 12],
] // prettier-ignore

it.each(cases)('covers spans that are %s', (_, spans, ms) => {
  expect(covered(spans)).toBe(ms)
})

it('takes the spans that begin within a window, and ends them with it', () => {
  const spans: Span[] = [[0, 5], [2, 4], [3, 9], [6, 7]] // prettier-ignore
  expect(clipped(spans, [1, 6])).toEqual([[2, 4], [3, 6]]) // prettier-ignore
})
