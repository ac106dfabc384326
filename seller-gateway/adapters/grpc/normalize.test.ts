import { status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { rpcError } from '@quire/proto/errors'
import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { toFailure, toOrderError } from './errors.ts'
import { toOrder, toQuote } from './normalize.ts'
import { Quote } from './wire.ts'

const isbn13 = '9780340839935'
const currencies = ['GBP']
const fixture = () => JSON.parse(readFixture(import.meta.dirname, 'quote.json')) as Quote
const money = (units: string, nanos = 0, currencyCode = 'GBP') => ({ currencyCode, units, nanos })

describe('toQuote', () => {
  it('makes of a quote what its golden file says', async () => {
    const quote = toQuote(parseAnswer(Quote, fixture()), isbn13, currencies)
    await expect(toGolden(quote)).toMatchFileSnapshot('fixtures/quote.golden.json')
  })

  it.each([
    { item: money('-8') },
    { item: money('0') },
    { item: money('8', 1) },
    { item: money('8', 0, 'XXX') },
    { shipping: money('0', -10_000_000) },
    { tax: money('1', 0, 'USD') },
    { isbn13: '9780000000002' },
  ])('refuses %j', (change) => {
    expect(() => toQuote({ ...fixture(), ...change }, isbn13, currencies)).toThrow(
      expect.objectContaining({ kind: 'bad_data' }),
    )
  })

  it.each([{ item: null }, { shipping: null }, { tax: null }, { expireTime: null }, { quoteId: '' }, { quantity: -1 }])(
    'refuses a quote that is not complete: %j',
    (change) => {
      expect(() => parseAnswer(Quote, { ...fixture(), ...change })).toThrow(
        expect.objectContaining({ kind: 'bad_data' }),
      )
    },
  )

  it.each(['CONDITION_UNSPECIFIED', 'CONDITION_SIGNED', 17])('reads the condition %j as unspecified', (condition) => {
    expect(toQuote({ ...fixture(), condition }, isbn13, currencies).condition).toBe('UNSPECIFIED')
  })
})

it('reads an order that was cancelled before it arrived', () => {
  const order = {
    orderId: '',
    requestId: 'att_01',
    state: 'ORDER_STATE_CANCELLED',
    isbn13: '',
    condition: 0,
    total: null,
    createTime: null,
  }
  expect(toOrder(order, currencies)).toMatchObject({
    reference: 'att_01',
    sellerOrderId: '',
    state: 'CANCELLED',
    total: null,
  })
})

describe('errors', () => {
  const error = (code: status, reason?: string, metadata?: Record<string, string>) =>
    rpcError(code, 'said', { ...(reason && { reason }), ...(metadata && { metadata }) }) as ServiceError

  it.each([
    [status.FAILED_PRECONDITION, 'SOLD_OUT', 'SOLD_OUT'],
    [status.FAILED_PRECONDITION, 'QUOTE_EXPIRED', 'QUOTE_EXPIRED'],
    [status.FAILED_PRECONDITION, 'ORDER_CANCELLED', 'ORDER_CANCELLED'],
    [status.FAILED_PRECONDITION, 'NOT_SENT_THERE', 'REJECTED'],
    [status.INVALID_ARGUMENT, undefined, 'REJECTED'],
    [status.ALREADY_EXISTS, 'REQUEST_ID_REUSED', 'REQUEST_ID_REUSED'],
  ])('an order refused with %i %s is %s', (code, reason, expected) => {
    const refusal = toOrderError(error(code, reason))
    expect(refusal).toBeInstanceOf(OrderRefused)
    expect(refusal).toMatchObject({ reason: expected })
  })

  it('reads the new total of a risen price', () => {
    const risen = error(status.FAILED_PRECONDITION, 'PRICE_CHANGED', { currency: 'GBP', minor: '1248' })
    expect(toOrderError(risen)).toMatchObject({ newTotal: { currency: 'GBP', minor: 1248n } })
  })

  it.each([
    [status.UNAVAILABLE, 'unavailable'],
    [status.INTERNAL, 'unavailable'],
    [status.UNKNOWN, 'unavailable'],
    [status.ABORTED, 'unavailable'],
    [status.DEADLINE_EXCEEDED, 'timeout'],
    [status.RESOURCE_EXHAUSTED, 'throttled'],
    [status.DATA_LOSS, 'bad_data'],
    [status.NOT_FOUND, 'rejected'],
    [status.UNIMPLEMENTED, 'rejected'],
  ])('status %i is %s and proves nothing about an order', (code, kind) => {
    const failure = toOrderError(error(code))
    expect(failure).toBeInstanceOf(SellerFailure)
    expect(failure).toMatchObject({ kind, actedOn: 'maybe' })
  })

  it.each([status.UNAUTHENTICATED, status.PERMISSION_DENIED])('status %i refuses us at the door', (code) => {
    expect(toFailure(error(code))).toMatchObject({ kind: 'auth', actedOn: 'no' })
  })

  it('honours the delay that a seller asks for', () => {
    const slow = rpcError(status.RESOURCE_EXHAUSTED, 'slow down', { retryAfterMs: 1_500 }) as ServiceError
    expect(toFailure(slow)).toMatchObject({ kind: 'throttled', retryAfterMs: 1_500 })
  })
})
