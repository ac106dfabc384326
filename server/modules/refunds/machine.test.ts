import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toMermaid } from '#platform/fsm'
import { refundMachine } from './machine.ts'
import type { RefundEvent, RefundState } from './machine.ts'

const events: RefundEvent[] = ['approved', 'rejected', 'begun', 'refunded', 'failed', 'retried']

// Every pair that is not here is refused.
const allowed: Record<string, RefundState> = {
  'REQUESTED approved': 'APPROVED',
  'REQUESTED rejected': 'REJECTED',
  'APPROVED begun': 'PROCESSING',
  'PROCESSING refunded': 'REFUNDED',
  'PROCESSING failed': 'FAILED',
  'FAILED retried': 'PROCESSING',
}

const states = Object.keys(refundMachine.states) as RefundState[]

it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))('%s × %s', (state, event) => {
  expect(refundMachine.next(state, event)).toBe(allowed[`${state} ${event}`] ?? null)
})

it('knows every event that the table has', () => {
  const inTable = new Set(Object.values(refundMachine.states).flatMap((edges) => Object.keys(edges)))
  expect([...inTable].sort()).toEqual([...events].sort())
})

it('is drawn in SPEC.md', () => {
  expect(readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8')).toContain(toMermaid(refundMachine))
})
