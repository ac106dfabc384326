// What is bought next, and when nothing is: the exact limits of rounds and attempts, and when asking again is worth it.
import { describe, expect, it } from 'vitest'
import {
  at,
  attemptOf,
  dueOf,
  harbor,
  madeOf,
  northgate,
  purchaseIn,
  quoteOf,
  roundOf,
  settlement,
} from '#testing/purchase-states'
import { endWithoutOffer, takeNextOffer } from './decide-offer.ts'
import type { Attempt, Purchase } from './purchase.ts'

const lowestFound = { sellerId: harbor.sellerId, sellerName: harbor.sellerName, total: harbor.total }
const old = (sellerId: string, ordinal: number) =>
  attemptOf(quoteOf(sellerId, 900n), { ordinal, state: 'REFUSED', reason: 'SOLD_OUT' })
/** So many refusals by sellers that are not in the round. */
const refusals = (count: number) => Array.from({ length: count }, (_, i) => old(`gone-${i}`, i + 1))
const runOut = roundOf([quoteOf('harbor', 1_200n, { expiresAt: at(1) })])
const nothing = roundOf([])

describe('an offer', () => {
  it('is not ordered before the bank holds the most that may be charged', () => {
    const before = purchaseIn('QUOTING', { rounds: [roundOf([harbor])] })
    expect(takeNextOffer(before, at(1))).toEqual(
      madeOf(before, 'offerChosen', {
        state: 'AUTHORIZING',
        hold: 'asked',
        lowestFound,
        pending: dueOf({ kind: 'authorize' }, at(1)),
      }),
    )
  })

  it.each([
    ['AUTHORIZING', 'held'],
    ['ACTION_REQUIRED', 'held'],
    ['QUOTING', 'nextOfferChosen'],
    ['PLACING', 'nextOfferChosen'],
    ['CONFIRMING', 'nextOfferChosen'],
  ] as const)('is ordered, from %s (%s), with what its seller could do about a lost order', (state, transition) => {
    const settlements = { harbor: { ...settlement, notFoundFinalAfterMs: 7_000 }, northgate: settlement }
    const rounds = [{ ...roundOf([northgate, harbor]), settlements }]
    const before = purchaseIn(state, { hold: 'held', rounds, attempts: refusals(2) })
    expect(takeNextOffer(before, at(1))).toEqual(
      madeOf(before, transition, {
        state: 'PLACING',
        attempts: [...refusals(2), attemptOf(harbor, { ordinal: 3, at: at(1), settlement: settlements.harbor })],
        lowestFound,
        pending: dueOf({ kind: 'place', ordinal: 3 }, at(1)),
      }),
    )
  })

  it.each([
    [7, 'PLACING'],
    [8, 'RELEASING'],
    [9, 'RELEASING'],
  ])('is tried after %i attempts: %s', (count, state) => {
    const before = purchaseIn('PLACING', { rounds: [roundOf([harbor])], attempts: refusals(count) })
    expect(takeNextOffer(before, at(1)).purchase.state).toBe(state)
  })
})

describe('another round', () => {
  it('is asked for when the quotes have run out', () => {
    const before = purchaseIn('PLACING', { rounds: [runOut], attempts: refusals(1) })
    expect(takeNextOffer(before, at(1))).toEqual(
      madeOf(before, 'quotesStale', { state: 'QUOTING', lowestFound, pending: dueOf({ kind: 'quote' }, at(1)) }),
    )
  })

  it('is asked for in QUOTING too, without a step in between', () => {
    const before = purchaseIn('QUOTING', { rounds: [runOut] })
    expect(takeNextOffer(before, at(1))).toEqual(
      madeOf(before, null, { lowestFound, pending: dueOf({ kind: 'quote' }, at(1)) }),
    )
  })

  it.each([
    [3, 7, 'QUOTING'],
    [4, 7, 'RELEASING'],
    [3, 8, 'RELEASING'],
  ])('is asked for after %i rounds and %i attempts: %s', (rounds, attempts, state) => {
    const before = purchaseIn('PLACING', {
      rounds: [...Array.from({ length: rounds - 1 }, () => nothing), runOut],
      attempts: refusals(attempts),
    })
    expect(takeNextOffer(before, at(1)).purchase.state).toBe(state)
  })

  it.each<[string, string, Partial<Attempt>]>([
    ['its price has changed', 'QUOTING', { reason: 'PRICE_CHANGED' }],
    ['its quote had run out there', 'QUOTING', { reason: 'QUOTE_EXPIRED' }],
    ['its copy is sold', 'RELEASING', { reason: 'SOLD_OUT' }],
    ['it said no', 'RELEASING', { reason: 'REJECTED' }],
    ['its price has changed, at the moment of the round', 'QUOTING', { reason: 'PRICE_CHANGED', at: at() }],
    ['its price has changed, before the newest round', 'RELEASING', { reason: 'PRICE_CHANGED', at: at(-0.001) }],
  ])('is asked for after the last seller refused because %s: %s', (_, state, changes) => {
    const attempts = [attemptOf(harbor, { state: 'REFUSED', at: at(1), ...changes })]
    const before = purchaseIn('PLACING', { rounds: [roundOf([harbor])], attempts })
    expect(takeNextOffer(before, at(1)).purchase.state).toBe(state)
  })

  it('is about the last refusal, not an earlier one', () => {
    const attempts = [
      attemptOf(harbor, { state: 'REFUSED', reason: 'PRICE_CHANGED' }),
      attemptOf(northgate, { ordinal: 2, state: 'REFUSED', reason: 'SOLD_OUT' }),
    ]
    const before = purchaseIn('PLACING', { attempts })
    expect(takeNextOffer(before, at(1)).purchase.state).toBe('RELEASING')
  })

  it('is not asked for when nothing was tried', () => {
    const before = purchaseIn('QUOTING', { rounds: [nothing] })
    expect(takeNextOffer(before, at(1)).purchase.state).toBe('NO_OFFER')
  })
})

describe('no offer', () => {
  it('ends it at once where nothing was asked of the bank', () => {
    const before = purchaseIn('QUOTING')
    expect(endWithoutOffer(before, at(1))).toEqual(madeOf(before, 'noOffer', { state: 'NO_OFFER', pending: null }))
  })

  it.each(['asked', 'held'] as const)('is followed by the release of what the bank holds: %s', (hold) => {
    const before = purchaseIn('QUOTING', { hold })
    expect(endWithoutOffer(before, at(1))).toEqual(
      madeOf(before, 'noOfferLeft', {
        state: 'RELEASING',
        ending: 'releasedWithoutOffer',
        pending: dueOf({ kind: 'void' }, at(1)),
      }),
    )
  })

  it('is what there is without a round', () => {
    const before = purchaseIn('AUTHORIZING', { rounds: [] })
    expect(takeNextOffer(before, at(1)).transition).toBe('noOfferLeft')
  })
})

describe('the lowest price found', () => {
  const dear = quoteOf('northgate', 5_000n)
  const found = (purchase: Purchase) => takeNextOffer(purchase, at(1)).purchase.lowestFound

  it('is told although it is above the maximum', () => {
    const { sellerId, sellerName, total } = dear
    const before = purchaseIn('QUOTING', { rounds: [roundOf([dear])], lowestFound })
    expect(found(before)).toEqual({ sellerId, sellerName, total })
  })

  it('is the earlier round’s where the newest found none', () => {
    expect(found(purchaseIn('QUOTING', { rounds: [nothing], lowestFound }))).toEqual(lowestFound)
    expect(found(purchaseIn('QUOTING', { rounds: [nothing] }))).toBeNull()
  })
})
