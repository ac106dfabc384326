// What each event makes of a checkout in each state. Early: a second after nine, when every step was just sent.
import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import { at, checkoutIn, dueOf, eventsAt, mixed, sentOf } from '#testing/checkout-states'
import { created } from './checkout.ts'
import type { CheckoutEvent } from './checkout.ts'
import { decide, isCancellable, safeActions } from './decide.ts'
import { checkoutMachine, isAtRest } from './machine.ts'
import type { CheckoutState } from './machine.ts'

const states = Object.keys(checkoutMachine.states) as CheckoutState[]
const total = money(499n, 'USD')

/** The way that each event takes from each state; what is not here takes none. */
const ways: Readonly<Record<CheckoutState, Readonly<Record<string, string>>>> = {
  CREATED: { started: 'reserved' },
  AUTHORIZING: {
    authorized: 'held',
    'authorized too late': 'reservationLost',
    actionRequired: 'actionNeeded',
    declined: 'declined',
    faulted: 'stuck',
  },
  ACTION_REQUIRED: {
    authorized: 'held',
    'authorized too late': 'reservationLost',
    declined: 'declined',
    actionTaken: 'actionTaken',
    faulted: 'stuck',
  },
  CAPTURING: { captured: 'captured', captureRefused: 'captureRefused', faulted: 'stuck' },
  STARTING_PURCHASES: { purchasesStarted: 'purchasesStarted', faulted: 'stuck' },
  RELEASING: { voided: 'releasedOnCancel', voidRefused: 'stuck', faulted: 'stuck' },
  PAID: {},
  DECLINED: {},
  CANCELLED: {},
  EXPIRED: {},
  NEEDS_REVIEW: { reviewed: 'captureResumed' },
}

const named = (event: CheckoutEvent) => ('isTooLate' in event ? `${event.type} too late` : event.type)

describe.each(states)('every event in every state: in %s', (state) => {
  it.each(eventsAt(1).map((event) => [named(event), event] as const))('%s', (name, event) => {
    const before = checkoutIn(state)
    const { checkout, transition } = decide(before, event)
    expect(transition).toBe(ways[state][name] ?? null)
    expect(checkout.state).toBe(transition ? checkoutMachine.next(state, transition) : state)
    expect(checkout.terms).toEqual(before.terms)
    expect(decide(checkout, event).transition, 'told again').toBeNull()
    if (isAtRest(checkout.state)) expect(checkout.pending).toBeNull()
    else expect(checkout.pending === null).toBe(state === 'CREATED' && transition === null)
  })
})

it('starts the purchases at once when nothing of ours is in the cart', () => {
  const before = created({ ...mixed, copies: [], total: null })
  expect(decide(before, { type: 'started', at: at() })).toMatchObject({
    transition: 'nothingOwn',
    checkout: { state: 'STARTING_PURCHASES', pending: dueOf('startPurchases', at()) },
  })
})

it('asks the bank for ebooks alone, as for copies', () => {
  const ebook = { id: 'ebook:1', isbn13: '9780141439518', title: 'Emma', item: total, tax: money(0n, 'USD'), total }
  const before = created({ ...mixed, copies: [], ebooks: [ebook], cheapest: [], shipTo: null, total })
  const { transition, checkout } = decide(before, { type: 'started', at: at() })
  expect(transition).toBe('reserved')
  expect(checkout).toMatchObject({ state: 'AUTHORIZING', pending: dueOf('authorize', at()) })
  const paid = decide(checkoutIn('CAPTURING', { terms: before.terms }), { type: 'captured', at: at(1) })
  expect([paid.transition, paid.checkout.state]).toEqual(['captured', 'PAID'])
})

it('starts the purchases after our own copies are paid for', () => {
  const { transition, checkout } = decide(checkoutIn('CAPTURING', { terms: mixed }), { type: 'captured', at: at(1) })
  expect(transition).toBe('capturedOwn')
  expect(checkout.pending).toEqual(dueOf('startPurchases', at(1)))
})

describe('the bank', () => {
  const asks = (seconds: number) =>
    ({ type: 'actionRequired', ref: 'pi', url: 'https://bank.example/', at: at(seconds) }) as const

  it('is asked every half minute until half an hour is over', () => {
    const before = checkoutIn('ACTION_REQUIRED')
    expect(decide(before, asks(1_799))).toMatchObject({
      transition: null,
      checkout: { pending: dueOf('checkAction', at(1_829)) },
    })
    expect(decide(before, asks(1_800))).toMatchObject({
      transition: 'actionExpired',
      checkout: { state: 'RELEASING', ending: 'releasedLate', actionUrl: null, pending: dueOf('void', at(1_800)) },
    })
  })

  it('is not waited for after half an hour, when the shopper was there without an answer', () => {
    expect(decide(checkoutIn('AUTHORIZING', { actionSince: at() }), asks(1_800)).transition).toBe('actionExpired')
  })

  it.each(eventsAt(1).filter(({ type }) => type === 'authorized' || type === 'actionRequired'))(
    'that answers after a no is told to let it go (%#)',
    (event) => {
      expect(decide(checkoutIn('AUTHORIZING', { wantsCancel: true }), event)).toMatchObject({
        transition: 'cancelRequested',
        checkout: { state: 'RELEASING', ending: 'releasedOnCancel', pending: dueOf('void', at(1)) },
      })
    },
  )
})

describe('the shopper’s no', () => {
  it('waits for the answer of a call that is out', () => {
    for (const state of ['AUTHORIZING', 'ACTION_REQUIRED'] as const) {
      const before = checkoutIn(state)
      const { checkout, transition } = decide(before, { type: 'cancelRequested', at: at(1) })
      expect([transition, checkout.wantsCancel, checkout.pending]).toEqual([null, true, before.pending])
      expect(isCancellable(checkout)).toBe(false)
    }
  })

  it('lets go at once while nobody is asked', () => {
    const before = checkoutIn('ACTION_REQUIRED', { pending: dueOf('checkAction', at(30)) })
    expect(decide(before, { type: 'cancelRequested', at: at(1) }).transition).toBe('cancelRequested')
  })

  it('is heard only before money is taken', () => {
    expect(states.filter((state) => isCancellable(checkoutIn(state)))).toEqual(['AUTHORIZING', 'ACTION_REQUIRED'])
  })
})

describe('a step without an end', () => {
  it('is tried again after a growing pause, under the time of its first try', () => {
    const { checkout } = decide(checkoutIn('CAPTURING', { pending: sentOf('capture', { tries: 3 }) }), {
      type: 'unsettled',
      at: at(9),
    })
    expect(checkout.pending).toEqual(sentOf('capture', { tries: 3, isInFlight: false, dueAt: at(13) }))
  })

  it.each([
    ['AUTHORIZING', 'PAYMENT_UNKNOWN', 'authorizationResumed'],
    ['CAPTURING', 'CAPTURE_UNKNOWN', 'captureResumed'],
    ['STARTING_PURCHASES', 'PURCHASES_NOT_STARTED', 'startResumed'],
    ['RELEASING', 'RELEASE_UNKNOWN', 'releaseResumed'],
  ] as const)('in %s goes to a person after ten minutes, who has it asked again', (state, reason, resumed) => {
    const before = checkoutIn(state)
    expect(decide(before, { type: 'unsettled', at: at(599) }).transition).toBeNull()
    const stuck = decide(before, { type: 'unsettled', at: at(600) })
    expect(stuck).toMatchObject({ transition: 'stuck', checkout: { state: 'NEEDS_REVIEW', reason, pending: null } })
    const again = decide(stuck.checkout, { type: 'reviewed', action: 'askAgain', at: at(900) })
    expect(again.transition).toBe(resumed)
    expect(again.checkout).toMatchObject({ state, reason: null, stuckAt: null })
    expect(again.checkout.pending).toEqual({ ...before.pending, isInFlight: false, dueAt: at(900) })
  })

  it.each([
    ['authorize', ['askAgain', 'giveUp']],
    ['checkAction', ['askAgain', 'giveUp']],
    ['capture', ['askAgain']],
    ['void', ['askAgain']],
    ['startPurchases', ['askAgain']],
  ] as const)('at %s may be given up only while nothing was charged', (kind, actions) => {
    const stuck = checkoutIn('NEEDS_REVIEW', { stuckAt: sentOf(kind) })
    expect(safeActions(stuck)).toEqual(actions)
    const { checkout, transition } = decide(stuck, { type: 'reviewed', action: 'giveUp', at: at(900) })
    if (actions.length === 1) return expect({ checkout, transition }).toEqual({ checkout: stuck, transition: null })
    expect(transition).toBe('givenUp')
    const released = { state: 'RELEASING', reason: 'GIVEN_UP', stuckAt: null, pending: dueOf('void', at(900)) }
    expect(checkout).toMatchObject(released)
  })

  it('that was in flight when its driver died is due again as it was', () => {
    const { checkout } = decide(checkoutIn('CAPTURING'), { type: 'resumed', at: at(30) })
    expect(checkout.pending).toEqual(sentOf('capture', { isInFlight: false }))
  })
})
