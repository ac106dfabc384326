// The table that decides about money: every way an order can fail × what may be said about it.
import { status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { toPlaceOutcome } from './place-outcome.ts'
import { CallerGone, OrderPending, OrderRefused, SellerFailure, SellerSkipped } from './seller-failure.ts'
import type { FailureKind, RefusalReason, SkipReason } from './seller-failure.ts'

const { FAILED_PRECONDITION, UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, UNKNOWN, CANCELLED } = status

const failures: [FailureKind, 'no' | 'maybe', status, string][] = [
  ['auth', 'no', FAILED_PRECONDITION, 'REJECTED'],
  ['throttled', 'no', UNAVAILABLE, 'NOT_SENT'],
  ['unavailable', 'no', UNAVAILABLE, 'NOT_SENT'],
  ['timeout', 'no', UNAVAILABLE, 'NOT_SENT'],
  ['bad_data', 'no', FAILED_PRECONDITION, 'REJECTED'],
  ['rejected', 'no', FAILED_PRECONDITION, 'REJECTED'],
  ['auth', 'maybe', UNKNOWN, 'OUTCOME_UNKNOWN'],
  ['throttled', 'maybe', ABORTED, 'OUTCOME_UNKNOWN'],
  ['unavailable', 'maybe', ABORTED, 'OUTCOME_UNKNOWN'],
  ['timeout', 'maybe', DEADLINE_EXCEEDED, 'OUTCOME_UNKNOWN'],
  ['bad_data', 'maybe', UNKNOWN, 'OUTCOME_UNKNOWN'],
  ['rejected', 'maybe', UNKNOWN, 'OUTCOME_UNKNOWN'],
]
const refusals: [RefusalReason, status][] = [
  ['SOLD_OUT', FAILED_PRECONDITION],
  ['PRICE_CHANGED', FAILED_PRECONDITION],
  ['QUOTE_EXPIRED', FAILED_PRECONDITION],
  ['ORDER_CANCELLED', FAILED_PRECONDITION],
  ['REJECTED', FAILED_PRECONDITION],
  ['REQUEST_ID_REUSED', ABORTED],
]
const skips: SkipReason[] = ['breaker_open', 'rate_limited', 'busy', 'not_eligible']

describe('toPlaceOutcome', () => {
  it.each(failures)('%s, acted on: %s → %s %s', (kind, actedOn, code, reason) => {
    expect(toPlaceOutcome(new SellerFailure(kind, '', { actedOn }))).toEqual({ code, reason })
  })
  it.each(refusals)('refused as %s → %s', (reason, code) => {
    expect(toPlaceOutcome(new OrderRefused(reason, ''))).toEqual({ code, reason })
  })
  it.each(skips)('not let out: %s → NOT_SENT', (reason) => {
    expect(toPlaceOutcome(new SellerSkipped(reason, 700))).toEqual({
      code: UNAVAILABLE,
      reason: 'NOT_SENT',
      retryAfterMs: 700,
    })
  })
  it('says the new price of a refusal', () => {
    const outcome = toPlaceOutcome(new OrderRefused('PRICE_CHANGED', '', { currency: 'GBP', minor: 1248n }))
    expect(outcome?.metadata).toEqual({ currency: 'GBP', minor: '1248' })
  })
  it('does not know what became of an order whose caller left', () => {
    expect(toPlaceOutcome(new CallerGone('cancelled'))).toEqual({ code: CANCELLED, reason: 'OUTCOME_UNKNOWN' })
    expect(toPlaceOutcome(new CallerGone('deadline'))).toEqual({ code: DEADLINE_EXCEEDED, reason: 'OUTCOME_UNKNOWN' })
  })
  it('does not know what becomes of an order that lies on a desk', () => {
    const code = DEADLINE_EXCEEDED
    expect(toPlaceOutcome(new OrderPending('not decided'))).toEqual({ code, reason: 'OUTCOME_UNKNOWN' })
  })
  it('takes a failure that proves nothing to have acted', () => {
    expect(new SellerFailure('unavailable', '').actedOn).toBe('maybe')
  })
  it('leaves faults of our own to be INTERNAL, which is unknown as well', () => {
    expect(toPlaceOutcome(new TypeError('x is not a function'))).toBeNull()
  })
})
