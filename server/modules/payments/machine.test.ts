import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toMermaid } from '#platform/fsm'
import { paymentMachine } from './machine.ts'
import type { PaymentEvent, PaymentState } from './machine.ts'

const events: PaymentEvent[] = [
  'authorizationBegan',
  'authorized',
  'actionRequired',
  'declined',
  'captureBegan',
  'captured',
  'captureRefused',
  'voidBegan',
  'voided',
  'holdExpired',
]

// Every pair that is not here is refused.
const allowed: Record<string, PaymentState> = {
  'NEW authorizationBegan': 'AUTHORIZING',
  'NEW voidBegan': 'VOIDING',
  'AUTHORIZING authorized': 'AUTHORIZED',
  'AUTHORIZING actionRequired': 'ACTION_REQUIRED',
  'AUTHORIZING declined': 'DECLINED',
  'AUTHORIZING voidBegan': 'VOIDING',
  'ACTION_REQUIRED authorized': 'AUTHORIZED',
  'ACTION_REQUIRED declined': 'DECLINED',
  'ACTION_REQUIRED voidBegan': 'VOIDING',
  'AUTHORIZED captureBegan': 'CAPTURING',
  'AUTHORIZED voidBegan': 'VOIDING',
  'AUTHORIZED holdExpired': 'VOIDED',
  'CAPTURING captured': 'CAPTURED',
  'CAPTURING captureRefused': 'AUTHORIZED',
  'VOIDING voided': 'VOIDED',
}

const states = Object.keys(paymentMachine.states) as PaymentState[]
const pairs = states.flatMap((state) => events.map((event) => [state, event] as const))

it.each(pairs)('%s × %s', (state, event) => {
  expect(paymentMachine.next(state, event)).toBe(allowed[`${state} ${event}`] ?? null)
})

it('knows every event that the table has', () => {
  const inTable = new Set(Object.values(paymentMachine.states).flatMap((edges) => Object.keys(edges)))
  expect([...inTable].sort()).toEqual([...events].sort())
})

it('leads each event to one state only, which is what makes a fact told twice recognisable', () => {
  for (const event of events) {
    const targets = new Set(states.map((state) => paymentMachine.next(state, event)).filter((state) => state !== null))
    expect(targets.size, event).toBe(1)
  }
})

it('never captures what was not authorized, nor after a release', () => {
  const intoCapturing = states.filter((state) => paymentMachine.next(state, 'captureBegan') === 'CAPTURING')
  expect(intoCapturing).toEqual(['AUTHORIZED'])
  expect(states.filter((state) => paymentMachine.isTerminal(state))).toEqual(['CAPTURED', 'VOIDED', 'DECLINED'])
})

it('is drawn in SPEC.md', () => {
  expect(readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8')).toContain(toMermaid(paymentMachine))
})
