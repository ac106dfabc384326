import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toMermaid } from '#platform/fsm'
import { mandateMachine } from './machine.ts'
import type { MandateEvent, MandateState } from './machine.ts'

// Every pair that is not here is refused.
const allowed: Record<string, MandateState> = {
  'PENDING bankAsked': 'ACTION_REQUIRED',
  'PENDING confirmed': 'ACTIVE',
  'PENDING declined': 'FAILED',
  'PENDING expired': 'EXPIRED',
  'ACTION_REQUIRED confirmed': 'ACTIVE',
  'ACTION_REQUIRED declined': 'FAILED',
  'ACTION_REQUIRED expired': 'EXPIRED',
}
const events: MandateEvent[] = ['bankAsked', 'confirmed', 'declined', 'expired']
const states = Object.keys(mandateMachine.states) as MandateState[]

it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))('%s × %s', (state, event) => {
  expect(mandateMachine.next(state, event)).toBe(allowed[`${state} ${event}`] ?? null)
})

it('is drawn in SPEC.md', () => {
  expect(readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8')).toContain(toMermaid(mandateMachine))
})
