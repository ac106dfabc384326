import { expect, it } from 'vitest'
import type { CheckResult, RunEvent } from '../../api/shapes.ts'
import { nothingYet, runReducer } from './run-reducer.ts'

const result = (check: string, state: CheckResult['state'] = 'PASSED'): RunEvent => ({
  type: 'result',
  result: { check, state, rule: '', required: true, sent: '', expected: '', received: '', detail: '', elapsedMs: 1 },
})
const fold = (events: RunEvent[]) => events.reduce(runReducer, nothingYet)

it('gathers the checks in their order, each once however often it is told', () => {
  const { results } = fold([result('a'), result('b'), result('a')])
  expect(results.map(({ check }) => check)).toEqual(['a', 'b'])
})

it('keeps what was seen when a run ends without a report, and nothing of it in the next', () => {
  const ended = fold([result('a'), { type: 'ended', sentence: 'It broke.' }])
  expect(ended).toMatchObject({ results: [{ check: 'a' }], ended: 'It broke.', report: null })
  expect(runReducer(ended, { type: 'reset' })).toEqual(nothingYet)
})
