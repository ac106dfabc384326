// A checkout in each of its states, for tables of its rules: two copies of one book of ours for $28.99, at nine o'clock.
import { money } from '#platform/money'
import { created } from '../modules/checkout/checkout.ts'
import type { Checkout, CheckoutEvent, Pending, Step, Terms } from '../modules/checkout/checkout.ts'
import type { CheckoutState } from '../modules/checkout/machine.ts'

/** Nine o'clock and so many seconds. */
export function at(seconds = 0): Date {
  return new Date(Date.UTC(2026, 10, 22, 9) + seconds * 1_000)
}

const usd = (minor: bigint) => money(minor, 'USD')
const total = usd(2_899n)

const terms: Terms = {
  copies: [
    {
      id: 'copy:1',
      isbn13: '9780441172719',
      title: 'Dune',
      condition: 'NEW',
      quantity: 2,
      item: usd(2_400n),
      shipping: usd(499n),
      tax: usd(0n),
      total,
    },
  ],
  ebooks: [],
  cheapest: [],
  total,
  shipTo: { recipient: 'A', lines: ['1 Road'], city: 'Town', region: '', postalCode: '75201', country: 'US' },
  taxedIn: { country: 'US', postalCode: '75201' },
  paymentMethod: 'pm_card_visa',
}

/** With one "cheapest" line beside the copies. */
export const mixed: Terms = {
  ...terms,
  cheapest: [{ id: 'cheapest:1', isbn13: '9780141439518', title: 'Emma', conditions: ['NEW'], maxTotal: usd(2_000n) }],
}

/** A step that was sent once, at nine, and is being waited for. */
export function sentOf(kind: Step['kind'], changes: Partial<Pending> = {}): Pending {
  return { step: { kind }, tries: 1, isInFlight: true, firstSentAt: at(), dueAt: at(), ...changes }
}

/** A step that is due at `dueAt` and was never sent. */
export function dueOf(kind: Step['kind'], dueAt: Date): Pending {
  return { step: { kind }, tries: 0, isInFlight: false, firstSentAt: null, dueAt }
}

/** A checkout in `state` as it comes there, its step sent. */
export function checkoutIn(state: CheckoutState, changes: Partial<Checkout> = {}): Checkout {
  return { ...created(terms), state, ...usual[state], ...changes }
}

const usual: Readonly<Record<CheckoutState, Partial<Checkout>>> = {
  CREATED: {},
  AUTHORIZING: { pending: sentOf('authorize') },
  ACTION_REQUIRED: { actionUrl: 'https://bank.example/', actionSince: at(), pending: sentOf('checkAction') },
  CAPTURING: { pending: sentOf('capture') },
  STARTING_PURCHASES: { terms: mixed, pending: sentOf('startPurchases') },
  RELEASING: { reason: 'BY_SHOPPER', ending: 'releasedOnCancel', pending: sentOf('void') },
  PAID: {},
  DECLINED: { reason: 'card_declined' },
  CANCELLED: { reason: 'BY_SHOPPER' },
  EXPIRED: { reason: 'ACTION_EXPIRED' },
  NEEDS_REVIEW: { reason: 'CAPTURE_UNKNOWN', stuckAt: sentOf('capture', { tries: 9 }) },
}

/** One of each that can happen, so many seconds after nine. */
export function eventsAt(seconds: number): CheckoutEvent[] {
  const when = { at: at(seconds) }
  const held = { ref: 'pi', amount: total, expiresAt: null }
  return [
    { type: 'started', ...when },
    { type: 'authorized', ...held, ...when },
    { type: 'authorized', ...held, isTooLate: true, ...when },
    { type: 'actionRequired', ref: 'pi', url: 'https://bank.example/again', ...when },
    { type: 'declined', reason: 'expired_card', ...when },
    { type: 'captured', ...when },
    { type: 'captureRefused', reason: 'hold_expired', ...when },
    { type: 'voided', ...when },
    { type: 'voidRefused', reason: 'already_captured', ...when },
    { type: 'purchasesStarted', purchases: [{ lineId: 'cheapest:1', purchaseId: 'p', reason: null }], ...when },
    { type: 'unsettled', ...when },
    { type: 'resumed', ...when },
    { type: 'actionTaken', ...when },
    { type: 'cancelRequested', ...when },
    { type: 'reviewed', action: 'askAgain', ...when },
    { type: 'faulted', ...when },
  ]
}
