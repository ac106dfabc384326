// How long a step is tried again, and when a person is asked instead.
import { schedule } from '#platform/pending'
import { describe, expect, it } from 'vitest'
import { at, dueOf, harbor, madeOf, purchaseIn, roundOf, sentOf } from '#testing/purchase-states'
import { decide } from './decide.ts'
import { to, wait } from './moves.ts'
import type { Pending, Purchase } from './purchase.ts'

const tenMinutes = 600

describe('the pause before the same step again', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 16],
    [6, 30],
    [7, 30],
    [1_000, 30],
  ])('after try %i: %i s', (tries, seconds) => {
    const before = purchaseIn('CAPTURING', { pending: sentOf({ kind: 'capture', ordinal: 1 }, { tries }) })
    expect(decide(before, { type: 'unsettled', at: at(9) })).toEqual(
      madeOf(before, null, { pending: { ...before.pending!, isInFlight: false, dueAt: at(9 + seconds) } }),
    )
  })

  it.each([
    [60_000, 60],
    [4_001, 4.001],
    [3_999, 4],
    [0, 4],
  ])('is the other side’s where it asks for more: %i ms, so %f s', (afterMs, seconds) => {
    const before = purchaseIn('CAPTURING', { pending: sentOf({ kind: 'capture', ordinal: 1 }, { tries: 3 }) })
    const { purchase } = decide(before, { type: 'unsettled', afterMs, at: at(9) })
    expect(purchase.pending?.dueAt).toEqual(at(9 + seconds))
  })
})

describe('ten minutes of one step', () => {
  const unpaid = { step: { kind: 'cancelOrder', ordinal: 1, why: 'unpaid' } } as const
  it.each([
    ['AUTHORIZING', purchaseIn('AUTHORIZING'), 'PAYMENT_UNKNOWN'],
    ['ACTION_REQUIRED', purchaseIn('ACTION_REQUIRED'), 'PAYMENT_UNKNOWN'],
    ['CONFIRMING', purchaseIn('CONFIRMING'), 'SELLER_SILENT'],
    ['CAPTURING', purchaseIn('CAPTURING'), 'CAPTURE_UNKNOWN'],
    ['RELEASING', purchaseIn('RELEASING'), 'RELEASE_UNKNOWN'],
    ['CAPTURING, undoing', withPending(purchaseIn('CAPTURING'), unpaid), 'SELLER_SILENT'],
  ])('in %s are a case for a person, who is told why, and not a moment less', (_, before, reason) => {
    const early = decide(before, { type: 'unsettled', at: at(tenMinutes - 0.001) })
    expect([early.transition, early.purchase.state]).toEqual([null, before.state])
    expect(decide(before, { type: 'unsettled', at: at(tenMinutes) })).toEqual(
      madeOf(before, 'stuck', { state: 'NEEDS_REVIEW', reason, pending: null }),
    )
  })

  it('are counted from the first try, so a step that was never sent has all of them', () => {
    const before = withPending(purchaseIn('CAPTURING'), { firstSentAt: null })
    expect(decide(before, { type: 'unsettled', at: at(7_200) }).transition).toBeNull()
  })

  it.each(['QUOTING', 'PLACING'] as const)('are no limit in %s, which has one of its own', (state) => {
    const before = purchaseIn(state)
    expect(decide(before, { type: 'unsettled', at: at(7_200) }).transition).toBeNull()
  })
})

it('plans a step for now, or for later, as one that was never sent', () => {
  expect(schedule({ kind: 'void' }, at(5))).toEqual(dueOf({ kind: 'void' }, at(5)))
  expect(schedule({ kind: 'void' }, at(5), 2_500)).toEqual(dueOf({ kind: 'void' }, at(7.5)))
})

it('has nothing to wait for when nothing is under way', () => {
  const before = purchaseIn('NO_OFFER')
  expect(wait(before, { type: 'unsettled', at: at(1) }, 'SELLER_SILENT')).toEqual({
    purchase: before,
    transition: null,
  })
})

it('takes no way that the table does not have, and says which', () => {
  const before = purchaseIn('QUOTING', { rounds: [roundOf([harbor])] })
  expect(() => to('captured', before)).toThrow('no way captured from QUOTING')
  expect(to('noOffer', before)).toEqual(madeOf(before, 'noOffer', { state: 'NO_OFFER' }))
})

function withPending(purchase: Purchase, changes: Partial<Pending>): Purchase {
  return { ...purchase, pending: { ...purchase.pending!, ...changes } }
}
