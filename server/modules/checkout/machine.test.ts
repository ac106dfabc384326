import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { checkoutMachine } from './machine.ts'
import type { CheckoutState, CheckoutTransition } from './machine.ts'

const states = Object.keys(checkoutMachine.states) as CheckoutState[]
const transitions = [
  ...new Set(states.flatMap((state) => Object.keys(checkoutMachine.states[state]))),
] as CheckoutTransition[]
const spec = readFileSync(path.join(import.meta.dirname, 'SPEC.md'), 'utf8')

it('has the ways of the diagram in SPEC.md, for every state and every event, and no others', () => {
  const drawn = new Map(
    [...spec.matchAll(/^ {2}(\w+) --> (\w+): (\w+)$/gm)].map(([, from, to, event]) => [`${from} ${event}`, to]),
  )
  expect(drawn.size).toBe(31)
  for (const state of states)
    for (const event of transitions)
      expect(checkoutMachine.next(state, event), `${state} ${event}`).toBe(drawn.get(`${state} ${event}`) ?? null)
})

it.each([
  ['PAID', ['CAPTURING', 'STARTING_PURCHASES']],
  ['CAPTURING', ['AUTHORIZING', 'ACTION_REQUIRED', 'NEEDS_REVIEW']],
  ['DECLINED', ['AUTHORIZING', 'ACTION_REQUIRED', 'RELEASING']],
  ['CANCELLED', ['RELEASING']],
  ['EXPIRED', ['RELEASING']],
] as const)('comes to %s only from %j', (end, from) => {
  const before = states.filter((state) => Object.values<string>(checkoutMachine.states[state]).includes(end))
  expect(before).toEqual(from)
})

it('leads from everywhere to an end', () => {
  for (const state of states) {
    const seen = new Set<CheckoutState>([state])
    for (const from of seen) for (const to of Object.values<CheckoutState>(checkoutMachine.states[from])) seen.add(to)
    expect(
      [...seen].some((each) => checkoutMachine.isTerminal(each)),
      state,
    ).toBe(true)
  }
})
