// The rules of decide.ts one by one: what each event makes of a purchase, with the exact limit and reason. Those about the bank are in
// decide-payment.test.ts.
import { describe, expect, it } from 'vitest'
import { at, attemptOf, dueOf, harbor, madeOf, purchaseIn, roundOf, sentOf, settlement } from '#testing/purchase-states'
import { decide } from './decide.ts'
import { purchaseMachine } from './machine.ts'
import type { PurchaseState } from './machine.ts'
import type { PurchaseEvent } from './purchase.ts'
import { everyEvent } from './simulate-walk.ts'

const unpaid = purchaseIn('RELEASING', {
  attempts: [attemptOf(harbor, { state: 'CONFIRMED' })],
  pending: sentOf({ kind: 'cancelOrder', ordinal: 1, why: 'unpaid' }),
})

describe('a purchase hears only what fits where it is', () => {
  const always = ['resumed', 'faulted']
  it.each([
    ['REQUESTED', purchaseIn('REQUESTED'), ['started', 'cancelRequested']],
    ['QUOTING', purchaseIn('QUOTING'), ['quoted', 'unsettled', 'cancelRequested', ...always]],
    [
      'AUTHORIZING',
      purchaseIn('AUTHORIZING'),
      ['authorized', 'actionRequired', 'declined', 'unsettled', 'cancelRequested', ...always],
    ],
    [
      'ACTION_REQUIRED',
      purchaseIn('ACTION_REQUIRED'),
      ['authorized', 'actionRequired', 'declined', 'unsettled', 'actionTaken', 'cancelRequested', ...always],
    ],
    ['PLACING', purchaseIn('PLACING'), ['orderAccepted', 'orderRefused', 'orderUnknown', 'unsettled', ...always]],
    [
      'CONFIRMING',
      purchaseIn('CONFIRMING'),
      ['orderAccepted', 'orderNotFound', 'orderCancelled', 'unsettled', ...always],
    ],
    ['CAPTURING', purchaseIn('CAPTURING'), ['captured', 'captureRefused', 'unsettled', ...always]],
    ['RELEASING', purchaseIn('RELEASING'), ['voided', 'voidRefused', 'unsettled', ...always]],
    ['RELEASING, an order to undo', unpaid, ['orderCancelled', 'cancelRefused', 'unsettled', ...always]],
  ])('%s', (_, purchase, heard) => {
    const events = everyEvent(purchase, at(1))
    for (const event of events) {
      const decided = decide(purchase, event)
      if (heard.includes(event.type)) expect(decided.purchase, event.type).not.toBe(purchase)
      else expect(decided, event.type).toEqual({ purchase, transition: null })
    }
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(heard))
  })

  const ends = (Object.keys(purchaseMachine.states) as PurchaseState[]).filter((state) =>
    purchaseMachine.isTerminal(state),
  )
  it.each(ends)('%s, nothing, whatever was still under way', (state) => {
    for (const pending of [null, sentOf({ kind: 'capture', ordinal: 1 }), sentOf({ kind: 'void' })]) {
      const purchase = purchaseIn(state, { pending })
      for (const event of everyEvent(purchase, at(1)))
        expect(decide(purchase, event), event.type).toEqual({ purchase, transition: null })
    }
  })

  it('nothing of a step when none is under way', () => {
    const purchase = purchaseIn('CAPTURING', { pending: null })
    for (const type of ['captured', 'unsettled', 'resumed'] as const)
      expect(decide(purchase, { type, at: at(1) })).toEqual({ purchase, transition: null })
  })
})

it('begins by asking for quotes, at once', () => {
  const before = purchaseIn('REQUESTED')
  expect(decide(before, { type: 'started', at: at(1) })).toEqual(
    madeOf(before, 'quotesAsked', { state: 'QUOTING', pending: dueOf({ kind: 'quote' }, at(1)) }),
  )
})

describe('a round of quotes', () => {
  it('is kept as it came, and the bank is asked when there is something to buy', () => {
    const before = purchaseIn('QUOTING')
    const round = roundOf([harbor], at(3))
    const { sellerId, sellerName, total } = harbor
    expect(decide(before, { type: 'quoted', ...round })).toEqual(
      madeOf(before, 'offerChosen', {
        state: 'AUTHORIZING',
        rounds: [round],
        hold: 'asked',
        lowestFound: { sellerId, sellerName, total },
        pending: dueOf({ kind: 'authorize' }, at(3)),
      }),
    )
  })

  it('comes beside the earlier ones', () => {
    const before = purchaseIn('QUOTING', { rounds: [roundOf([])] })
    const { purchase } = decide(before, { type: 'quoted', ...roundOf([harbor], at(3)) })
    expect(purchase.rounds).toEqual([roundOf([]), roundOf([harbor], at(3))])
  })

  it('is not bought from after a no', () => {
    const before = purchaseIn('QUOTING', { wantsCancel: true })
    const { purchase, transition } = decide(before, { type: 'quoted', ...roundOf([harbor], at(3)) })
    expect([transition, purchase.attempts, purchase.reason]).toEqual(['cancelled', [], 'BY_SHOPPER'])
  })

  it.each([
    [1, 'QUOTING', null],
    [3, 'QUOTING', null],
    [4, 'NO_OFFER', 'NOBODY_ANSWERED'],
    [5, 'NO_OFFER', 'NOBODY_ANSWERED'],
  ])('that nobody could be asked for, %i times: %s, %s', (tries, state, reason) => {
    const before = purchaseIn('QUOTING', { pending: sentOf({ kind: 'quote' }, { tries }) })
    const { purchase } = decide(before, { type: 'unsettled', at: at(1) })
    expect(purchase).toMatchObject({ state, reason })
  })
})

describe('a step whose driver is gone', () => {
  it('is looked up first when it was an order', () => {
    const before = purchaseIn('PLACING')
    expect(decide(before, { type: 'resumed', at: at(20) })).toEqual(
      madeOf(before, 'answerLost', {
        state: 'CONFIRMING',
        attempts: [attemptOf(harbor, { state: 'UNKNOWN', settlement })],
        pending: dueOf({ kind: 'findOrder', ordinal: 1 }, at(21)),
      }),
    )
  })

  it.each(['QUOTING', 'AUTHORIZING', 'ACTION_REQUIRED', 'CONFIRMING', 'CAPTURING', 'RELEASING'] as const)(
    'is sent again under its key in %s',
    (state) => {
      const before = purchaseIn(state)
      expect(before.pending?.isInFlight).toBe(true)
      const pending = { ...before.pending!, isInFlight: false }
      expect(decide(before, { type: 'resumed', at: at(20) })).toEqual(madeOf(before, null, { pending }))
      const waiting = purchaseIn(state, { pending })
      expect(decide(waiting, { type: 'resumed', at: at(20) }).purchase).toBe(waiting) // not in flight: nobody was lost
    },
  )
})

it.each(['QUOTING', 'AUTHORIZING', 'ACTION_REQUIRED', 'PLACING', 'CONFIRMING', 'CAPTURING', 'RELEASING'] as const)(
  'goes to a person with what is known when a fault of ours cannot be got over in %s',
  (state) => {
    const before = purchaseIn(state)
    expect(decide(before, { type: 'faulted', at: at(1) })).toEqual(
      madeOf(before, 'stuck', { state: 'NEEDS_REVIEW', reason: 'FAULT', pending: null }),
    )
  },
)

describe('the shopper’s no', () => {
  const no: PurchaseEvent = { type: 'cancelRequested', at: at(1) }
  const saidNo = { wantsCancel: true, reason: 'BY_SHOPPER', actionUrl: null }

  it.each(['REQUESTED', 'QUOTING'] as const)('ends it at once in %s: nothing was asked of the bank', (state) => {
    const before = purchaseIn(state)
    expect(decide(before, no)).toEqual(madeOf(before, 'cancelled', { ...saidNo, state: 'CANCELLED', pending: null }))
  })

  it.each([
    ['ACTION_REQUIRED', purchaseIn('ACTION_REQUIRED')],
    ['QUOTING with a hold from before', purchaseIn('QUOTING', { hold: 'held' })],
  ])('has the hold released first in %s', (_, before) => {
    expect(decide(before, no)).toEqual(
      madeOf(before, 'cancelRequested', {
        ...saidNo,
        state: 'RELEASING',
        ending: 'releasedOnCancel',
        pending: dueOf({ kind: 'void' }, at(1)),
      }),
    )
  })

  it('waits for the bank’s answer in AUTHORIZING', () => {
    const before = purchaseIn('AUTHORIZING')
    expect(decide(before, no)).toEqual(madeOf(before, null, { wantsCancel: true }))
  })

  it('says nothing new the second time', () => {
    const before = purchaseIn('AUTHORIZING', { wantsCancel: true })
    expect(decide(before, no).purchase).toBe(before)
  })
})
