import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toMermaid } from '#platform/fsm'
import { orderMachine } from './machine.ts'
import type { OrderEvent, OrderState } from './machine.ts'

const events: OrderEvent[] = ['checkedOut', 'paid', 'accepted', 'shipped', 'delivered', 'cancelled']

// Every pair that is not here is refused.
const allowed: Record<string, OrderState> = {
  'CREATED checkedOut': 'PAYMENT_PENDING',
  'CREATED cancelled': 'CANCELLED',
  'PAYMENT_PENDING paid': 'PAID',
  'PAYMENT_PENDING cancelled': 'CANCELLED',
  'PAID accepted': 'PROCESSING',
  'PAID cancelled': 'CANCELLED',
  'PROCESSING shipped': 'SHIPPED',
  'SHIPPED delivered': 'DELIVERED',
}

const states = Object.keys(orderMachine.states) as OrderState[]

it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))('%s × %s', (state, event) => {
  expect(orderMachine.next(state, event)).toBe(allowed[`${state} ${event}`] ?? null)
})

it('knows every event that the table has', () => {
  const inTable = new Set(Object.values(orderMachine.states).flatMap((edges) => Object.keys(edges)))
  expect([...inTable].sort()).toEqual([...events].sort())
})

it('is drawn in SPEC.md', () => {
  expect(readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8')).toContain(toMermaid(orderMachine))
})
