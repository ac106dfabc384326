import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { purchaseMachine } from './machine.ts'
import { explain, narrated, tell } from './narrate.ts'
import { walkPurchase } from './simulate-walk.ts'

const transitions = new Set(Object.values(purchaseMachine.states).flatMap((ways) => Object.keys(ways)))

describe('the history', () => {
  it('has a sentence for every way, whatever led to it', () => {
    const told = new Map<string, Set<string>>()
    for (const numbers of fc.sample(fc.array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 40 }), {
      numRuns: 20_000,
      seed: 1,
    })) {
      for (const { event, decided } of walkPurchase(numbers)) {
        const { purchase, transition } = decided
        if (!transition) continue
        const text = tell({ event: transition, to: purchase.state, data: narrated(purchase, event) }).trim()
        told.set(transition, (told.get(transition) ?? new Set()).add(text))
      }
    }
    expect([...told.keys()].toSorted()).toEqual([...transitions].toSorted())
    for (const [transition, texts] of told)
      for (const text of texts) {
        expect(text, transition).toMatch(/^[A-Z\d].*\.$/)
        expect(text, transition).not.toMatch(/undefined|null|NaN|\[object|[A-Z]{2,}_[A-Z]/)
      }
  })

  it('needs no figure to be there', () => {
    for (const event of [...transitions, 'requested']) {
      const text = tell({ event, to: 'QUOTING', data: {} }).trim()
      expect(text, event).toMatch(/^\w.*\.$/)
      expect(text, event).not.toContain('undefined')
    }
    expect(tell({ event: 'madeUp', to: 'QUOTING', data: {} })).toBe('madeUp')
  })

  it('says who refused, why, and who is next', () => {
    const data = { refused: 'SOLD_OUT', refusedBy: 'Harbor', sellerName: 'Northgate', total: '$12.00' }
    expect(tell({ event: 'nextOfferChosen', to: 'PLACING', data })).toBe(
      'Harbor sold the last copy a moment ago. Trying the next cheapest: Northgate for $12.00.',
    )
  })
})

describe('the end', () => {
  it('needs no words when its state says it all', () => {
    expect(explain({ state: 'PURCHASED', reason: null })).toBeUndefined()
    expect(explain({ state: 'NO_OFFER', reason: null })).toBeUndefined()
  })

  it('says what the shopper can do about a card that was declined', () => {
    expect(explain({ state: 'DECLINED', reason: 'insufficient_funds' })).toBe(
      'The card does not have enough money available. Nothing was charged. Please use another card.',
    )
    expect(explain({ state: 'DECLINED', reason: 'stolen_card' })).not.toMatch(/stolen/)
  })

  it.each([
    ['DECLINED', 'card_declined'],
    ['DECLINED', 'some_new_code'],
    ['DECLINED', 'ACTION_EXPIRED'],
    ['CANCELLED', 'BY_SHOPPER'],
    ['NO_OFFER', 'NOBODY_ANSWERED'],
    ['NEEDS_REVIEW', 'SELLER_SILENT'],
    ['NEEDS_REVIEW', 'HOLD_NOT_RELEASED: already_captured'],
    ['NEEDS_REVIEW', 'FAULT'],
  ] as const)('in %s by %s is explained without codes', (state, reason) => {
    const text = explain({ state, reason })
    expect(text).toMatch(/^[A-Z].*\.$/)
    expect(text).not.toContain(reason)
    expect(text).toMatch(/charged/)
  })
})
