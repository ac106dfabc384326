import { expect, it } from 'vitest'
import { classifyFailure } from './classify-failure.ts'
import type { Failure } from './classify-failure.ts'

const card = { status: 402, type: 'card_error', code: 'card_declined' }
const invalid = { status: 400, type: 'invalid_request_error' }

const table: [string, Failure, object][] = [
  [
    'the bank said no, and why',
    { ...card, declineCode: 'insufficient_funds' },
    { kind: 'refused', reason: 'insufficient_funds' },
  ],
  ['the bank said no', card, { kind: 'refused', reason: 'card_declined' }],
  ['a card error without any code', { status: 402, type: 'card_error' }, { kind: 'refused', reason: 'card_declined' }],
  ['402 that is no card error', { status: 402, type: 'api_error' }, { kind: 'unknown' }],
  [
    'a method that cannot be used',
    { ...invalid, code: 'resource_missing', param: 'payment_method' },
    { kind: 'refused', reason: 'payment_method_unusable' },
  ],
  ['a request that is wrong in no known way', invalid, { kind: 'fault' }],
  ['a malformed request', { ...invalid, code: 'parameter_missing', param: 'amount' }, { kind: 'fault' }],
  ['more than is held', { ...invalid, code: 'amount_too_large', param: 'amount_to_capture' }, { kind: 'fault' }],
  ['more than is left to give back', { ...invalid, code: 'amount_too_large', param: 'amount' }, { kind: 'refused' }],
  ['nothing left to give back', { ...invalid, code: 'charge_already_refunded' }, { kind: 'refused' }],
  ['taken back by the bank', { ...invalid, code: 'charge_disputed' }, { kind: 'refused', reason: 'charge_disputed' }],
  ['wrong credentials', { status: 401, type: 'invalid_request_error' }, { kind: 'fault' }],
  ['forbidden', { status: 403 }, { kind: 'fault' }],
  ['an intent that is not there', { status: 404, code: 'resource_missing', param: 'intent' }, { kind: 'fault' }],
  ['the intent moved on', { ...invalid, code: 'payment_intent_unexpected_state' }, { kind: 'unknown' }],
  ['the hold ran out', { ...invalid, code: 'charge_expired_for_capture' }, { kind: 'refused', reason: 'hold_expired' }],
  [
    'the key stands for another request',
    { status: 400, type: 'idempotency_error' },
    { kind: 'unknown', isStored: true },
  ],
  ['the key is being worked on', { status: 409, code: 'idempotency_key_in_use' }, { kind: 'unknown' }],
  ['too many requests', { status: 429 }, { kind: 'retryable', afterMs: 1_000 }],
  ['too many requests, come back in 7 s', { status: 429, retryAfterS: 7 }, { kind: 'retryable', afterMs: 7_000 }],
  ['too many requests, in the old way', { status: 400, code: 'rate_limit' }, { kind: 'retryable' }],
  ['500', { status: 500, type: 'api_error' }, { kind: 'unknown' }],
  ['a 500 that was kept', { status: 500, isReplayed: true }, { kind: 'unknown', isStored: true }],
  ['502', { status: 502 }, { kind: 'unknown' }],
  ['503', { status: 503 }, { kind: 'unknown' }],
  ['a status nobody has heard of', { status: 299 }, { kind: 'unknown' }],
  ['424, a third party failed', { status: 424 }, { kind: 'unknown' }],
  ['timeout', { connection: 'ETIMEDOUT' }, { kind: 'unknown' }],
  ['connection reset', { connection: 'ECONNRESET' }, { kind: 'unknown' }],
  ['connection closed while answering', { connection: 'UND_ERR_SOCKET' }, { kind: 'unknown' }],
  ['a body that is no JSON', {}, { kind: 'unknown' }],
]

it.each(table)('%s', (_, failure, expected) => {
  expect(classifyFailure(failure)).toMatchObject(expected)
})

it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])(
  '%s: nothing was sent, so it may be sent again after a second',
  (connection) => {
    expect(classifyFailure({ connection })).toEqual({ kind: 'retryable', afterMs: 1_000, detail: connection })
  },
)

it.each<[Failure, string]>([
  [{ status: 400, type: 'idempotency_error', code: 'x' }, '400 idempotency_error x'],
  [
    { ...invalid, code: 'payment_intent_unexpected_state' },
    '400 invalid_request_error payment_intent_unexpected_state',
  ],
  [invalid, '400 invalid_request_error'],
  [{ status: 401 }, '401'],
  [{ status: 402, type: 'api_error' }, '402 api_error'],
  [{ status: 409, code: 'idempotency_key_in_use' }, '409 idempotency_key_in_use'],
  [{ status: 429 }, '429'],
  [{ status: 503, type: 'api_error' }, '503 api_error'],
  [{ connection: 'ECONNRESET' }, 'ECONNRESET'],
  [{}, 'no answer'],
])('tells who looks at it what came: %j', (failure, detail) => {
  expect(classifyFailure(failure)).toHaveProperty('detail', detail)
})

it.each([
  [undefined, 1_000],
  [0, 1_000],
  [0.5, 500],
  [30, 30_000],
])('waits as long as the provider says, and else a second: %s s is %i ms', (retryAfterS, afterMs) => {
  expect(classifyFailure({ status: 429, retryAfterS })).toEqual({ kind: 'retryable', afterMs, detail: '429' })
})

it.each([400, 402, 409, 500])('does not call an answer of %i kept that was not', (status) => {
  expect(classifyFailure({ status })).not.toHaveProperty('isStored')
})
