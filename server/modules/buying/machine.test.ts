import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { purchaseMachine } from './machine.ts'
import type { PurchaseState, PurchaseTransition } from './machine.ts'

const states = Object.keys(purchaseMachine.states) as PurchaseState[]
const transitions = [
  ...new Set(states.flatMap((state) => Object.keys(purchaseMachine.states[state]))),
] as PurchaseTransition[]
const spec = readFileSync(path.join(import.meta.dirname, 'SPEC.md'), 'utf8')

it('has the ways of the diagram in SPEC.md, for every state and every event, and no others', () => {
  const drawn = new Map(
    [...spec.matchAll(/^ {2}(\w+) --> (\w+): (\w+)$/gm)].map(([, from, to, event]) => [`${from} ${event}`, to]),
  )
  expect(drawn.size).toBeGreaterThan(40)
  for (const state of states)
    for (const event of transitions)
      expect(purchaseMachine.next(state, event), `${state} ${event}`).toBe(drawn.get(`${state} ${event}`) ?? null)
  const begin = [...spec.matchAll(/\[\*\] --> (\w+)$/gm)].map(([, to]) => to)
  expect(begin).toEqual([purchaseMachine.initial])
  const ends = [...spec.matchAll(/^ {2}(\w+) --> \[\*\]$/gm)].map(([, from]) => from)
  expect(states.filter((state) => purchaseMachine.isTerminal(state))).toEqual(ends)
})

it.each([
  ['PURCHASED', ['CAPTURING']],
  ['CAPTURING', ['PLACING', 'CONFIRMING', 'NEEDS_REVIEW']],
  ['DECLINED', ['AUTHORIZING', 'ACTION_REQUIRED', 'RELEASING']],
  ['CANCELLED', ['REQUESTED', 'QUOTING', 'RELEASING', 'NEEDS_REVIEW']],
  ['NO_OFFER', ['QUOTING', 'RELEASING']],
] as const)('comes to %s only from %j', (end, from) => {
  const before = states.filter((state) => Object.values<string>(purchaseMachine.states[state]).includes(end))
  expect(before).toEqual(from)
})

it('lets the shopper cancel only before a seller could have the order', () => {
  const cancellable = states.filter((state) =>
    ['cancelled', 'cancelRequested'].some((event) => purchaseMachine.next(state, event as 'cancelled') !== null),
  )
  expect(cancellable).toEqual(['REQUESTED', 'QUOTING', 'AUTHORIZING', 'ACTION_REQUIRED'])
})

it('lets an unknown order be followed by nothing before it is settled', () => {
  expect(Object.keys(purchaseMachine.states.CONFIRMING).toSorted()).toEqual(
    ['orderConfirmed', 'nextOfferChosen', 'quotesStale', 'noOfferLeft', 'stuck'].toSorted(),
  )
})

it('leads from everywhere to an end', () => {
  for (const state of states) {
    const seen = new Set<PurchaseState>([state])
    for (const from of seen) for (const to of Object.values<PurchaseState>(purchaseMachine.states[from])) seen.add(to)
    expect(
      [...seen].some((each) => purchaseMachine.isTerminal(each)),
      state,
    ).toBe(true)
  }
})
