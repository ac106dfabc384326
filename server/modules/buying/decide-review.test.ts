// What a person may do in a review: written down case by case, in other words than the rule's.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import { afterReview, safeActions } from './decide-review.ts'
import { reviewActions } from './purchase.ts'
import type { Attempt, AttemptState, Purchase, Seen, Settlement } from './purchase.ts'
import { walkPurchase } from './simulate-walk.ts'

const at = new Date('2026-11-22T12:00:00Z')
const hour = 3_600_000
const cancels: Settlement = { canLookUp: true, canCancel: true, notFoundFinalAfterMs: 90_000 }
const onlyWaits: Settlement = { ...cancels, canCancel: false }
const neverFinal: Settlement = { ...onlyWaits, notFoundFinalAfterMs: null }

/** A purchase with one attempt, from wherever a random walk first came to one. */
const [some] = fc
  .sample(fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 30, maxLength: 40 }), { numRuns: 100, seed: 1 })
  .flatMap((numbers) => walkPurchase(numbers).map(({ decided }) => decided.purchase))
  .filter(({ attempts }) => attempts.length === 1)

/** It in review, with its attempt in `state`; null: none is live. */
function reviewed(state: AttemptState | null, settlement = cancels): Purchase {
  const [first] = some?.attempts ?? []
  if (!some || !first) throw new Error('no walk came to an attempt')
  const attempt: Attempt = { ...first, state: state ?? 'CANCELLED', settlement, charge: money(1_000n, 'USD') }
  const known = { hold: 'held', reason: 'FAULT', ending: null, pending: null, attempts: [attempt] } as const
  return { ...some, ...known, state: 'NEEDS_REVIEW' }
}

const offered = (purchase: Purchase, order: Seen['order'], payment: Seen['payment'], quietMs = hour) =>
  safeActions(purchase, { order, payment, quietMs })

describe('with a confirmed order', () => {
  const confirmed = reviewed('CONFIRMED')
  it.each([
    // what the provider took for exactly this order is recorded, whatever has become of the order
    ['AS_QUOTED', 'CHARGED', ['capture']],
    ['CANCELLED', 'CHARGED', ['capture']],
    ['UNKNOWN', 'CHARGED', ['capture']],
    ['AS_QUOTED', 'HELD', ['capture', 'cancelOrder']],
    // a charge only for an order that stands as quoted
    ['OTHER', 'HELD', ['cancelOrder']],
    ['UNKNOWN', 'HELD', ['cancelOrder']],
    ['NONE', 'HELD', ['cancelOrder']],
    ['CANCELLED', 'HELD', ['notBought']],
    ['AS_QUOTED', 'GONE', ['cancelOrder']],
    ['CANCELLED', 'GONE', ['notBought']],
    // nothing is undone while the charge may have been taken
    ['AS_QUOTED', 'UNKNOWN', []],
    ['CANCELLED', 'UNKNOWN', []],
    ['CANCELLED', 'NONE', []],
    ['AS_QUOTED', 'CHARGED_OTHERWISE', []],
  ] as const)('%s at the seller, %s at the provider: %j', (order, payment, actions) => {
    expect(offered(confirmed, order, payment)).toEqual(actions)
  })

  it('undoes nothing within a minute of the last call', () => {
    expect(offered(confirmed, 'CANCELLED', 'HELD', 59_999)).toEqual([])
    expect(offered(confirmed, 'CANCELLED', 'HELD', 60_000)).toEqual(['notBought'])
    expect(offered(confirmed, 'AS_QUOTED', 'HELD', 0)).toEqual(['capture'])
  })
})

describe('with an order of which nobody knows', () => {
  it.each(['UNKNOWN', 'PLACING'] as const)('looks again, and undoes it at a seller that can (%s)', (state) => {
    for (const order of ['AS_QUOTED', 'OTHER', 'NONE', 'UNKNOWN'] as const)
      expect(offered(reviewed(state), order, 'HELD', 0)).toEqual(['lookAgain', 'cancelOrder'])
    expect(offered(reviewed(state), 'CANCELLED', 'UNKNOWN', 0)).toEqual(['lookAgain', 'notBought'])
  })

  it.each(['CHARGED', 'CHARGED_OTHERWISE'] as const)(
    'only looks when money is gone that nobody asked for (%s)',
    (paid) => {
      expect(offered(reviewed('UNKNOWN'), 'CANCELLED', paid)).toEqual(['lookAgain'])
    },
  )

  it('believes "none" of a seller that cannot cancel only after its time, and a minute at least', () => {
    const waiting = reviewed('UNKNOWN', onlyWaits)
    expect(offered(waiting, 'NONE', 'HELD', 89_999)).toEqual(['lookAgain'])
    expect(offered(waiting, 'NONE', 'HELD', 90_000)).toEqual(['lookAgain', 'notBought'])
    expect(offered(waiting, 'UNKNOWN', 'HELD')).toEqual(['lookAgain'])
    expect(offered(waiting, 'AS_QUOTED', 'HELD')).toEqual(['lookAgain'])
    expect(offered(reviewed('UNKNOWN', neverFinal), 'NONE', 'HELD', 59_999)).toEqual(['lookAgain'])
    expect(offered(reviewed('UNKNOWN', neverFinal), 'NONE', 'HELD', 60_000)).toEqual(['lookAgain', 'notBought'])
  })
})

it('lets go what is held when no order can stand, unless money was taken', () => {
  for (const payment of ['NONE', 'HELD', 'GONE', 'UNKNOWN'] as const)
    expect(offered(reviewed(null), 'UNKNOWN', payment, 0)).toEqual(['release'])
  for (const payment of ['CHARGED', 'CHARGED_OTHERWISE'] as const)
    expect(offered(reviewed(null), 'UNKNOWN', payment)).toEqual([])
})

describe('what follows', () => {
  const act = (
    purchase: Purchase,
    action: (typeof reviewActions)[number],
    order: Seen['order'],
    payment: Seen['payment'],
  ) => afterReview(purchase, { type: 'reviewed', action, seen: { order, payment, quietMs: hour }, at })

  it('asks the seller anew, with patience anew, and forgets that it was to end', () => {
    const { purchase, transition } = act(
      { ...reviewed('PLACING'), ending: 'releasedUnpaid' },
      'lookAgain',
      'NONE',
      'HELD',
    )
    expect(transition).toBe('searchResumed')
    expect(purchase).toMatchObject({
      state: 'CONFIRMING',
      reason: null,
      ending: null,
      attempts: [{ state: 'UNKNOWN' }],
    })
    expect(purchase.pending).toEqual({
      step: { kind: 'findOrder', ordinal: 1 },
      tries: 0,
      isInFlight: false,
      firstSentAt: null,
      dueAt: at,
    })
  })

  it('looks before it charges or lets go: the call may have been made before', () => {
    const charging = act(reviewed('CONFIRMED'), 'capture', 'AS_QUOTED', 'HELD')
    expect(charging.purchase).toMatchObject({ state: 'CAPTURING', pending: { step: { kind: 'capture' }, tries: 1 } })
    const releasing = act(reviewed(null), 'release', 'UNKNOWN', 'HELD')
    expect(releasing.purchase).toMatchObject({
      state: 'RELEASING',
      reason: 'BY_STAFF',
      ending: 'releasedOnCancel',
      pending: { step: { kind: 'void' }, tries: 1 },
    })
  })

  it('ends as it was to end before, where that was decided', () => {
    const unpaid: Purchase = { ...reviewed('CONFIRMED'), ending: 'releasedUnpaid' }
    expect(act(unpaid, 'cancelOrder', 'AS_QUOTED', 'HELD').purchase).toMatchObject({
      ending: 'releasedUnpaid',
      attempts: [{ state: 'CONFIRMED' }],
      pending: { step: { kind: 'cancelOrder', ordinal: 1, why: 'givenUp' }, tries: 0 },
    })
  })

  it.each([
    ['CANCELLED', cancels, 'CANCELLED_BY_SELLER'],
    ['NONE', onlyWaits, 'NOT_MADE'],
  ] as const)('settles the attempt by the seller’s word: %s', (order, settlement, reason) => {
    expect(act(reviewed('UNKNOWN', settlement), 'notBought', order, 'HELD').purchase).toMatchObject({
      state: 'RELEASING',
      attempts: [{ state: 'CANCELLED', reason }],
    })
  })

  it('is over at once when nothing was ever asked of the bank', () => {
    const { purchase, transition } = act({ ...reviewed(null), hold: 'none' }, 'release', 'UNKNOWN', 'NONE')
    expect([transition, purchase.state, purchase.pending]).toEqual(['closed', 'CANCELLED', null])
  })

  it('is nothing when the action is not safe', () => {
    for (const action of reviewActions) {
      const purchase = reviewed('CONFIRMED')
      expect(act(purchase, action, 'AS_QUOTED', 'CHARGED_OTHERWISE')).toEqual({ purchase, transition: null })
    }
  })
})
