// What is known of a purchase, and of a seller, before anything has happened.
import { expect, it } from 'vitest'
import { attemptOf, harbor, northgate, purchaseIn, roundOf, settlement, terms } from '#testing/purchase-states'
import { liveAttempt, requested, settlementOf } from './purchase.ts'
import type { AttemptState } from './purchase.ts'

it('begins with the terms and nothing else', () => {
  expect(requested(terms)).toEqual({
    state: 'REQUESTED',
    terms,
    rounds: [],
    attempts: [],
    hold: 'none',
    pending: null,
    wantsCancel: false,
    ending: null,
    actionUrl: null,
    actionSince: null,
    lowestFound: null,
    reason: null,
  })
})

it.each<[AttemptState, boolean]>([
  ['PLACING', true],
  ['UNKNOWN', true],
  ['CONFIRMED', true],
  ['REFUSED', false],
  ['CANCELLED', false],
])('an attempt that is %s is live: %s', (state, isLive) => {
  const ended = attemptOf(northgate, { state: 'REFUSED' })
  const attempt = attemptOf(harbor, { ordinal: 2, state })
  expect(liveAttempt(purchaseIn('PLACING', { attempts: [ended, attempt] }))).toBe(isLive ? attempt : null)
})

it('knows what the sellers of a round can do about a lost order, and that any other can do nothing', () => {
  expect(settlementOf(roundOf([harbor]), 'harbor')).toBe(settlement)
  expect(settlementOf(roundOf([harbor]), 'northgate')).toEqual({
    canLookUp: false,
    canCancel: false,
    notFoundFinalAfterMs: null,
  })
})
