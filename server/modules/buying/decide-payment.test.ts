// What each answer of the bank makes of a purchase: the hold, the shopper's part, the charge, the release.
import { describe, expect, it } from 'vitest'
import { at, attemptOf, dueOf, harbor, madeOf, purchaseIn } from '#testing/purchase-states'
import { decide } from './decide.ts'
import type { PurchaseState } from './machine.ts'
import type { Ending } from './purchase.ts'

const halfAnHour = 1_800
const bank = { ref: 'pi', url: 'https://bank.example/again' }

describe('the bank', () => {
  it('that holds the amount lets the order go out', () => {
    const before = purchaseIn('ACTION_REQUIRED')
    expect(decide(before, { type: 'authorized', ref: 'pi', amount: before.terms.max, at: at(1) })).toMatchObject({
      transition: 'held',
      purchase: { state: 'PLACING', hold: 'held', actionUrl: null, attempts: [{ ordinal: 1, quote: harbor }] },
    })
  })

  it('that holds the amount after a no is told to let it go', () => {
    const before = purchaseIn('AUTHORIZING', { wantsCancel: true })
    expect(decide(before, { type: 'authorized', ref: 'pi', amount: before.terms.max, at: at(1) })).toEqual(
      madeOf(before, 'cancelRequested', {
        state: 'RELEASING',
        hold: 'held',
        reason: 'BY_SHOPPER',
        ending: 'releasedOnCancel',
        pending: dueOf({ kind: 'void' }, at(1)),
      }),
    )
  })

  it.each(['AUTHORIZING', 'ACTION_REQUIRED'] as const)('that declines ends it, with its word, in %s', (state) => {
    const before = purchaseIn(state)
    expect(decide(before, { type: 'declined', reason: 'expired_card', at: at(1) })).toEqual(
      madeOf(before, 'declined', {
        state: 'DECLINED',
        hold: 'none',
        reason: 'expired_card',
        pending: null,
        actionUrl: null,
      }),
    )
  })

  it('that wants the shopper gets them, and is asked again after half a minute', () => {
    const before = purchaseIn('AUTHORIZING')
    expect(decide(before, { type: 'actionRequired', ...bank, at: at(5) })).toEqual(
      madeOf(before, 'actionNeeded', {
        state: 'ACTION_REQUIRED',
        actionUrl: bank.url,
        actionSince: at(5),
        pending: dueOf({ kind: 'checkAction' }, at(35)),
      }),
    )
  })

  it('is not waited for after a no', () => {
    const before = purchaseIn('AUTHORIZING', { wantsCancel: true })
    expect(decide(before, { type: 'actionRequired', ...bank, at: at(5) })).toMatchObject({
      transition: 'cancelRequested',
      purchase: { state: 'RELEASING', actionUrl: null, ending: 'releasedOnCancel' },
    })
  })

  it('is asked every half minute until half an hour is over', () => {
    const before = purchaseIn('ACTION_REQUIRED')
    const last = halfAnHour - 0.001
    expect(decide(before, { type: 'actionRequired', ...bank, at: at(last) })).toEqual(
      madeOf(before, null, { actionUrl: bank.url, pending: dueOf({ kind: 'checkAction' }, at(last + 30)) }),
    )
    expect(decide(before, { type: 'actionRequired', ...bank, at: at(halfAnHour) })).toEqual(
      madeOf(before, 'actionExpired', {
        state: 'RELEASING',
        reason: 'ACTION_EXPIRED',
        ending: 'releasedUnpaid',
        actionUrl: null,
        pending: dueOf({ kind: 'void' }, at(halfAnHour)),
      }),
    )
  })

  it('that says so again just after the shopper was there shows it once more, however late; the half hour runs on', () => {
    const before = purchaseIn('AUTHORIZING', { actionSince: at() })
    const { purchase, transition } = decide(before, { type: 'actionRequired', ...bank, at: at(halfAnHour) })
    expect([transition, purchase.actionSince]).toEqual(['actionNeeded', at()])
  })

  it('is asked at once when the shopper has been there', () => {
    const before = purchaseIn('ACTION_REQUIRED')
    expect(decide(before, { type: 'actionTaken', at: at(9) })).toEqual(
      madeOf(before, 'actionTaken', { state: 'AUTHORIZING', pending: dueOf({ kind: 'checkAction' }, at(9)) }),
    )
  })

  it('that has the money ends it', () => {
    const before = purchaseIn('CAPTURING')
    expect(decide(before, { type: 'captured', at: at(1) })).toEqual(
      madeOf(before, 'captured', { state: 'PURCHASED', hold: 'captured', pending: null }),
    )
  })

  it('that refuses the money has the order undone that stands, and no other', () => {
    const [refused, stands] = [attemptOf(harbor, { state: 'REFUSED' }), attemptOf(harbor, { state: 'CONFIRMED' })]
    const before = purchaseIn('CAPTURING', { attempts: [refused, { ...stands, ordinal: 2 }] })
    expect(decide(before, { type: 'captureRefused', reason: 'expired', at: at(1) })).toEqual(
      madeOf(before, 'captureRefused', {
        state: 'RELEASING',
        reason: 'expired',
        ending: 'releasedUnpaid',
        pending: dueOf({ kind: 'cancelOrder', ordinal: 2, why: 'unpaid' }, at(1)),
      }),
    )
    const none = purchaseIn('CAPTURING', { attempts: [refused] })
    expect(decide(none, { type: 'captureRefused', reason: 'expired', at: at(1) })).toEqual(madeOf(none, null, {}))
  })

  it.each<[Ending | null, PurchaseState]>([
    ['releasedWithoutOffer', 'NO_OFFER'],
    ['releasedOnCancel', 'CANCELLED'],
    ['releasedUnpaid', 'DECLINED'],
    [null, 'NO_OFFER'],
  ])('that let the hold go ends it: %s is %s', (ending, state) => {
    const before = purchaseIn('RELEASING', { ending })
    expect(decide(before, { type: 'voided', at: at(1) })).toEqual(
      madeOf(before, ending ?? 'releasedWithoutOffer', { state, hold: 'released', pending: null }),
    )
  })

  it('that does not let the hold go is a case for a person, who is told why', () => {
    const before = purchaseIn('RELEASING')
    expect(decide(before, { type: 'voidRefused', reason: 'already_captured', at: at(1) })).toEqual(
      madeOf(before, 'stuck', {
        state: 'NEEDS_REVIEW',
        reason: 'HOLD_NOT_RELEASED: already_captured',
        pending: null,
      }),
    )
  })
})
