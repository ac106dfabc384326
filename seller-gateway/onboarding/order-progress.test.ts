import fc from 'fast-check'
import { expect, it } from 'vitest'
import { judgeReport } from './order-progress.ts'
import type { ReferenceState } from './order-progress.ts'

const states: ReferenceState[] = ['SENT', 'ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED']

it.each<[ReferenceState, ReferenceState, string]>([
  ['SENT', 'ACCEPTED', 'forward'],
  ['SENT', 'DELIVERED', 'forward'],
  ['ACCEPTED', 'CANCELLED', 'forward'],
  ['SHIPPED', 'ACCEPTED', 'late'],
  ['DELIVERED', 'SHIPPED', 'late'],
  ['CANCELLED', 'ACCEPTED', 'late'],
  ['CANCELLED', 'SHIPPED', 'contradiction'],
  ['SHIPPED', 'CANCELLED', 'contradiction'],
])('reads %s → %s as %s', (from, to, verdict) => {
  expect(judgeReport(from, to)).toBe(verdict)
})

it('comes to the same end, whatever order the same reports come in, and never goes back', () => {
  const rank = (state: ReferenceState) => states.indexOf(state)
  const end = (reports: readonly ReferenceState[]) => {
    let state: ReferenceState = 'SENT'
    for (const report of reports) {
      const before = state
      if (judgeReport(state, report) === 'forward') state = report
      expect(rank(state)).toBeGreaterThanOrEqual(rank(before))
    }
    return state
  }
  const shipments = fc.array(fc.constantFrom<ReferenceState>('ACCEPTED', 'SHIPPED', 'DELIVERED'), { maxLength: 6 })
  fc.assert(
    fc.property(shipments, (reports) => {
      expect(end(reports.toReversed())).toBe(end(reports))
    }),
  )
})
