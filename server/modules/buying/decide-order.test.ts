// The rules for one seller's order, one by one: what each answer makes of it.
import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import type { SellerOrder } from '#sellers'
import {
  at,
  attemptOf,
  dueOf,
  harbor,
  madeOf,
  northgate,
  orderOf,
  otherIsbn13,
  purchaseIn,
  quoteOf,
  sentOf,
  settlement,
} from '#testing/purchase-states'
import { decide } from './decide.ts'
import type { Attempt, Purchase, Step } from './purchase.ts'

type CancelStep = Step & { kind: 'cancelOrder' }

const lost = attemptOf(harbor, { state: 'UNKNOWN' })
const next = (ordinal = 2) => attemptOf(northgate, { ordinal, at: at(1) })
const placing = (ordinal: number) => dueOf({ kind: 'place', ordinal }, at(1))

/** What is made of a purchase whose first attempt came to nothing: northgate, the next cheapest, is tried. */
function triesTheNext(before: Purchase, ended: Partial<Attempt>) {
  return madeOf(before, 'nextOfferChosen', {
    state: 'PLACING',
    attempts: [{ ...before.attempts[0]!, ...ended }, next()],
    pending: placing(2),
    lowestFound: lowestOf(harbor),
  })
}

describe('an order that was placed', () => {
  const before = purchaseIn('PLACING')

  it.each(['SOLD_OUT', 'REJECTED'] as const)('and refused (%s) is followed by the next cheapest', (reason) => {
    expect(decide(before, { type: 'orderRefused', reason, at: at(1) })).toEqual(
      triesTheNext(before, { state: 'REFUSED', reason }),
    )
  })

  it('and not answered is looked for after a second, and nothing else is tried', () => {
    expect(decide(before, { type: 'orderUnknown', at: at(1) })).toEqual(
      madeOf(before, 'answerLost', {
        state: 'CONFIRMING',
        attempts: [lost],
        pending: dueOf({ kind: 'findOrder', ordinal: 1 }, at(2)),
      }),
    )
  })

  it.each([1, 2])('and certainly not sent is sent again after try %i', (tries) => {
    const again = purchaseIn('PLACING', { pending: sentOf({ kind: 'place', ordinal: 1 }, { tries }) })
    const { purchase, transition } = decide(again, { type: 'unsettled', at: at(1) })
    expect([transition, purchase.attempts, purchase.pending?.step]).toEqual([null, again.attempts, again.pending?.step])
  })

  it.each([3, 4])('and certainly not sent is given up after try %i', (tries) => {
    const again = purchaseIn('PLACING', { pending: sentOf({ kind: 'place', ordinal: 1 }, { tries }) })
    expect(decide(again, { type: 'unsettled', at: at(1) })).toEqual(
      triesTheNext(again, { state: 'REFUSED', reason: 'UNREACHABLE' }),
    )
  })
})

describe('an order that the seller holds', () => {
  const abroad = quoteOf('harbor', 1_201n, { sellerTotal: money(2_402n, 'EUR') })
  it.each<[string, Attempt['quote'], Partial<SellerOrder>, bigint]>([
    ['as quoted, is charged as quoted', harbor, {}, 1_200n],
    ['whose condition is not said, is believed', harbor, { condition: 'UNSPECIFIED' }, 1_200n],
    ['for less, is charged for less', harbor, { total: money(1_199n, 'USD') }, 1_199n],
    ['for next to nothing, is charged so', harbor, { total: money(1n, 'USD') }, 1n],
    ['abroad as quoted, is charged as quoted', abroad, {}, 1_201n],
    ['abroad for less, is charged in proportion', abroad, { total: money(2_000n, 'EUR') }, 1_000n],
    ['abroad for less, of two halves the even one', abroad, { total: money(1_201n, 'EUR') }, 600n],
    ['at the very maximum, is charged', quoteOf('harbor', 2_000n), {}, 2_000n],
  ])('%s', (_, quote, changes, cents) => {
    for (const state of ['PLACING', 'CONFIRMING'] as const) {
      const before = { ...purchaseIn(state), attempts: [attemptOf(quote)] }
      const order = orderOf(quote, changes)
      expect(decide(before, { type: 'orderAccepted', order, at: at(1) })).toEqual(
        madeOf(before, 'orderConfirmed', {
          state: 'CAPTURING',
          attempts: [attemptOf(quote, { state: 'CONFIRMED', order, charge: money(cents, 'USD') })],
          pending: dueOf({ kind: 'capture', ordinal: 1 }, at(1)),
        }),
      )
    }
  })

  it.each<[string, Attempt['quote'], Partial<SellerOrder>]>([
    ['another book', harbor, { isbn13: otherIsbn13 }],
    ['another condition', harbor, { condition: 'GOOD' }],
    ['a cent more', harbor, { total: money(1_201n, 'USD') }],
    ['another currency', harbor, { total: money(1_200n, 'EUR') }],
    ['no total', harbor, { total: null }],
    ['a total of nothing', harbor, { total: money(0n, 'USD') }],
    ['a total below nothing', harbor, { total: money(-1n, 'USD') }],
    ['as quoted, and above the maximum', quoteOf('harbor', 2_001n), {}],
  ])('with %s is undone before anything else, and never charged', (_, quote, changes) => {
    const order = orderOf(quote, changes)
    const doubted = {
      state: 'CONFIRMING',
      attempts: [attemptOf(quote, { state: 'UNKNOWN', order })],
      pending: dueOf({ kind: 'cancelOrder', ordinal: 1, why: 'mismatch' }, at(1)),
    } as const
    const placed = { ...purchaseIn('PLACING'), attempts: [attemptOf(quote)] }
    expect(decide(placed, { type: 'orderAccepted', order, at: at(1) })).toEqual(madeOf(placed, 'answerLost', doubted))
    const found = { ...purchaseIn('CONFIRMING'), attempts: [attemptOf(quote)] }
    expect(decide(found, { type: 'orderAccepted', order, at: at(1) })).toEqual(madeOf(found, null, doubted))
  })

  it('changes the attempt that it belongs to, and no other', () => {
    const refused = attemptOf(northgate, { state: 'REFUSED', reason: 'SOLD_OUT' })
    const attempts = [refused, attemptOf(harbor, { ordinal: 2 })]
    const before = purchaseIn('PLACING', { attempts, pending: sentOf({ kind: 'place', ordinal: 2 }) })
    const { purchase } = decide(before, { type: 'orderAccepted', order: orderOf(harbor), at: at(1) })
    expect(purchase.attempts.map(({ state }) => state)).toEqual(['REFUSED', 'CONFIRMED'])
    expect(purchase.pending?.step).toEqual({ kind: 'capture', ordinal: 2 })
  })
})

describe('an order that was lost', () => {
  it('and that its seller cancelled is followed by the next cheapest', () => {
    const before = purchaseIn('CONFIRMING')
    expect(decide(before, { type: 'orderCancelled', at: at(1) })).toEqual(
      triesTheNext(before, { state: 'CANCELLED', reason: 'CANCELLED_BY_SELLER' }),
    )
  })

  /** First looked for at nine, and its seller can do what `changes` says. */
  const sought = (changes: Partial<Attempt['settlement']>, firstSentAt: Date | null = at()) =>
    purchaseIn('CONFIRMING', {
      attempts: [{ ...lost, settlement: { ...settlement, ...changes } }],
      pending: sentOf({ kind: 'findOrder', ordinal: 1 }, { firstSentAt }),
    })

  it.each([
    ['before its seller’s twenty seconds', {}, at(), 19.999],
    ['at any time at a seller whose word is never final', { notFoundFinalAfterMs: null }, at(), 500],
    ['when no look-up was sent', {}, null, 500],
  ])('and not found %s is looked for again', (_, changes, firstSentAt, askedAt) => {
    const before = sought(changes, firstSentAt)
    expect(decide(before, { type: 'orderNotFound', askedAt: at(askedAt), at: at(501) })).toEqual(
      madeOf(before, null, { pending: { ...before.pending!, isInFlight: false, dueAt: at(502) } }),
    )
  })

  it('and not found for ten minutes, with no word that is final, is a case for a person', () => {
    const before = sought({ notFoundFinalAfterMs: null })
    expect(decide(before, { type: 'orderNotFound', askedAt: at(600), at: at(600) })).toEqual(
      madeOf(before, 'stuck', { state: 'NEEDS_REVIEW', reason: 'SELLER_UNSURE', pending: null }),
    )
  })

  it('and not found after that time has its door shut, within the same patience', () => {
    const before = sought({})
    const tombstone = dueOf({ kind: 'cancelOrder', ordinal: 1, why: 'notMade' }, at(21))
    expect(decide(before, { type: 'orderNotFound', askedAt: at(20), at: at(21) })).toEqual(
      madeOf(before, null, { pending: { ...tombstone, firstSentAt: at() } }),
    )
  })

  it('and not found after that time, where no door can be shut, was never made, and may be tried once more', () => {
    const before = sought({ canCancel: false })
    const { purchase, transition } = decide(before, { type: 'orderNotFound', askedAt: at(20), at: at(21) })
    expect(transition).toBe('nextOfferChosen')
    expect(purchase.attempts).toMatchObject([
      { state: 'CANCELLED', reason: 'NOT_MADE' },
      { ordinal: 2, quote: harbor, state: 'PLACING' },
    ])
  })

  it('at a seller whose word is final at once is not looked for twice', () => {
    const before = sought({ notFoundFinalAfterMs: 0, canCancel: false }, null)
    expect(decide(before, { type: 'orderNotFound', askedAt: at(), at: at(1) }).transition).toBe('nextOfferChosen')
  })
})

describe('an order that is being undone', () => {
  const undoing = (why: CancelStep['why'], changes: Partial<Purchase> = {}) =>
    purchaseIn('CONFIRMING', { pending: sentOf({ kind: 'cancelOrder', ordinal: 1, why }), ...changes })
  const unpaid = () =>
    undoing('unpaid', { state: 'RELEASING', ending: 'releasedUnpaid', attempts: [{ ...lost, state: 'CONFIRMED' }] })

  it.each([
    ['mismatch', 'NOT_AS_QUOTED'],
    ['notMade', 'NOT_MADE'],
  ] as const)('(%s) is followed by the next, once it is: %s', (why, reason) => {
    const { purchase, transition } = decide(undoing(why), { type: 'orderCancelled', at: at(1) })
    expect(transition).toBe('nextOfferChosen')
    expect(purchase.attempts[0]).toEqual({ ...lost, state: 'CANCELLED', reason })
  })

  it('because it will not be paid for is followed by the release of the hold', () => {
    const before = unpaid()
    expect(decide(before, { type: 'orderCancelled', at: at(1) })).toEqual(
      madeOf(before, null, {
        attempts: [{ ...lost, state: 'CANCELLED', reason: 'UNPAID' }],
        pending: dueOf({ kind: 'void' }, at(1)),
      }),
    )
  })

  it.each([
    ['wrong', undoing('mismatch'), 'WRONG_ORDER_STANDS'],
    ['not paid for', unpaid(), 'UNPAID_ORDER_STANDS'],
  ])('and that the seller keeps although it is %s is a case for a person', (_, before, reason) => {
    expect(decide(before, { type: 'cancelRefused', at: at(1) })).toEqual(
      madeOf(before, 'stuck', { state: 'NEEDS_REVIEW', reason, pending: null }),
    )
  })

  it('as never made, and that the seller has after all, is looked for again, within the same patience', () => {
    const before = undoing('notMade')
    const look = dueOf({ kind: 'findOrder', ordinal: 1 }, at(31))
    expect(decide(before, { type: 'cancelRefused', at: at(30) })).toEqual(
      madeOf(before, null, { pending: { ...look, firstSentAt: at() } }),
    )
  })

  it('is the one that the step names', () => {
    const attempts = [{ ...lost, state: 'REFUSED' } as const, { ...lost, ordinal: 2 }]
    const before = undoing('mismatch', {
      attempts,
      pending: sentOf({ kind: 'cancelOrder', ordinal: 2, why: 'mismatch' }),
    })
    const { purchase } = decide(before, { type: 'orderCancelled', at: at(1) })
    expect(purchase.attempts.map(({ state }) => state)).toEqual(['REFUSED', 'CANCELLED', 'PLACING'])
  })
})

it.each<Step>([
  { kind: 'place', ordinal: 1 },
  { kind: 'findOrder', ordinal: 1 },
  { kind: 'cancelOrder', ordinal: 1, why: 'mismatch' },
])('an answer of which there is no attempt changes nothing: $kind', (step) => {
  const before = purchaseIn('CONFIRMING', { attempts: [], pending: sentOf(step) })
  for (const type of ['unsettled', 'orderCancelled', 'orderUnknown'] as const)
    expect(decide(before, { type, at: at(1) })).toEqual({ purchase: before, transition: null })
})

function lowestOf({ sellerId, sellerName, total }: Attempt['quote']) {
  return { sellerId, sellerName, total }
}
