// The core is total: any event on any purchase that can be, whatever came before.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare } from '#platform/money'
import { decide, isCancellable } from './decide.ts'
import { purchaseMachine } from './machine.ts'
import type { Purchase } from './purchase.ts'
import { everyEvent, walkPurchase } from './simulate-walk.ts'
import type { Walked } from './simulate-walk.ts'

const number = fc.nat({ max: 2 ** 31 - 1 })
const walk = fc.array(number, { minLength: 1, maxLength: 40 })

it('takes only ways of the table and keeps its promises, whatever comes', () => {
  fc.assert(
    fc.property(walk, (numbers) => {
      for (const step of walkPurchase(numbers)) expect(brokenRules(step)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

it('bears every event on every purchase that it can come to', () => {
  fc.assert(
    fc.property(walk, (numbers) => {
      for (const { decided, event } of walkPurchase(numbers)) {
        const before = decided.purchase
        for (const next of everyEvent(before, new Date(event.at.getTime() + 1)))
          expect(brokenRules({ before, event: next, decided: decide(before, next) })).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})

it('takes every way of the table in such walks, so that the two above say something', () => {
  const taken = new Set<string>()
  for (const numbers of fc.sample(walk, { numRuns: 20_000, seed: 1 })) {
    for (const { before, decided } of walkPurchase(numbers))
      if (decided.transition) taken.add(`${before.state} ${decided.transition} ${decided.purchase.state}`)
  }
  const table = Object.entries(purchaseMachine.states).flatMap(([from, ways]) =>
    Object.entries(ways).map(([event, to]) => `${from} ${event} ${to}`),
  )
  expect([...taken].toSorted()).toEqual(table.toSorted())
})

describe('the shopper may say no', () => {
  it.each([
    ['REQUESTED', true],
    ['QUOTING', true],
    ['AUTHORIZING', true],
    ['ACTION_REQUIRED', true],
    ['PLACING', false],
    ['CONFIRMING', false],
    ['CAPTURING', false],
    ['RELEASING', false],
    ['PURCHASED', false],
    ['NO_OFFER', false],
    ['DECLINED', false],
    ['CANCELLED', false],
    ['NEEDS_REVIEW', false],
  ])('in %s: %s', (state, may) => {
    const purchase = { state, wantsCancel: false } as Purchase
    expect(isCancellable(purchase)).toBe(may)
    expect(isCancellable({ ...purchase, wantsCancel: true })).toBe(false)
  })
})

describe('an order that the seller does not find', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, seconds))
  const settlement = { canLookUp: true, canCancel: false, notFoundFinalAfterMs: 20_000 }
  const lost = (): Purchase => {
    // a walk to where an order's answer is lost, with the times and the seller that this test is about
    const [found] = fc
      .sample(walk, { numRuns: 2_000, seed: 1 })
      .flatMap((numbers) => walkPurchase(numbers).map(({ decided }) => decided.purchase))
      .filter(({ state, pending }) => state === 'CONFIRMING' && pending?.step.kind === 'findOrder')
    if (!found?.pending) throw new Error('no walk lost an answer')
    const attempts = found.attempts.map((attempt) => ({ ...attempt, settlement, at: at(0) }))
    return { ...found, attempts, pending: { ...found.pending, firstSentAt: at(15), tries: 3, isInFlight: true } }
  }

  it.each([
    ['is settled as never made when it was asked for after its time', 35, true],
    ['is not settled by an answer to a question from within that time', 34, false],
  ])('%s', (_, askedAt, isFinal) => {
    const { purchase } = decide(lost(), { type: 'orderNotFound', askedAt: at(askedAt), at: at(40) })
    expect(purchase.state === 'CONFIRMING').toBe(!isFinal)
  })
})

const over = ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED']
const atRest = [...over, 'NEEDS_REVIEW']
const isLive = ({ state }: Purchase['attempts'][number]) => ['PLACING', 'UNKNOWN', 'CONFIRMED'].includes(state)

function brokenRules({ before, event, decided: { purchase: after, transition } }: Walked): string[] {
  const ways: Readonly<Record<string, string>> = purchaseMachine.states[before.state]
  const isSameLength = after.attempts.length === before.attempts.length
  const moves: [string, boolean][] = [
    ['the way is in the table', transition === null ? after.state === before.state : ways[transition] === after.state],
    ['an end is the end', !over.includes(before.state) || after === before],
    ['only a person leaves a review', before.state !== 'NEEDS_REVIEW' || event.type === 'reviewed' || after === before],
    [
      'a person acts in a review only',
      event.type !== 'reviewed' || before.state === 'NEEDS_REVIEW' || after === before,
    ],
    ['the terms never change', after.terms === before.terms],
    ['history only grows', isKept(before, after)],
    ['a no is heard', !before.wantsCancel || isSameLength],
    ['an order needs a hold', isSameLength || after.hold === 'held'],
  ]
  return [...moves, ...rulesOf(after)].filter(([, holds]) => !holds).map(([name]) => name)
}

function rulesOf(purchase: Purchase): [string, boolean][] {
  const { state, attempts, rounds, hold, pending, reason, actionUrl } = purchase
  const live = attempts.filter(isLive)
  const isNotBought = ['NO_OFFER', 'DECLINED', 'CANCELLED'].includes(state)
  return [
    ['a step is pending until the end', (pending === null) === (atRest.includes(state) || state === 'REQUESTED')],
    ['one live attempt at most', live.length <= 1],
    ['there is an end to trying', rounds.length <= 4 && attempts.length <= 8],
    ['the hold is taken exactly when bought', (hold === 'captured') === (state === 'PURCHASED')],
    ['bought means confirmed', state !== 'PURCHASED' || live[0]?.state === 'CONFIRMED'],
    [
      'not bought means nothing stands, at a seller or at the bank',
      !isNotBought || (live.length === 0 && !isHeld(purchase)),
    ],
    ['a person is told why', state !== 'NEEDS_REVIEW' || reason !== null],
    ['the shopper can go to the bank', state !== 'ACTION_REQUIRED' || actionUrl !== null],
    ['only what was quoted is paid for', attempts.every(isAsQuoted)],
    ['no charge above the maximum, and none of nothing', attempts.every((attempt) => isFair(attempt, purchase))],
    ['one seller is asked three times at most', attempts.every(({ quote }) => triesAt(purchase, quote.sellerId) <= 3)],
  ]
}

/** Attempts are numbered, their quotes stay, and what was refused or cancelled stays so. */
function isKept(before: Purchase, after: Purchase): boolean {
  return (
    after.attempts.length - before.attempts.length <= 1 &&
    after.attempts.every(({ ordinal }, i) => ordinal === i + 1) &&
    before.rounds.every((round, i) => after.rounds[i] === round) &&
    before.attempts.every((attempt, i) => {
      const now = after.attempts[i]
      return now?.quote === attempt.quote && (isLive(attempt) || now === attempt)
    })
  )
}

/** Confirmed is only the book and the condition that were quoted; a seller that does not say the condition is believed. */
function isAsQuoted({ state, order, quote }: Purchase['attempts'][number]): boolean {
  return (
    state !== 'CONFIRMED' ||
    (order?.isbn13 === quote.isbn13 && ['UNSPECIFIED', quote.condition].includes(order.condition))
  )
}

function isHeld({ hold }: Purchase): boolean {
  return hold === 'held' || hold === 'asked'
}

function isFair({ charge, quote }: Purchase['attempts'][number], { terms }: Purchase): boolean {
  return !charge || (charge.minor > 0n && compare(charge, terms.max) <= 0 && compare(charge, quote.total) <= 0)
}

function triesAt({ attempts }: Purchase, id: string): number {
  return attempts.filter(({ quote }) => quote.sellerId === id).length
}
