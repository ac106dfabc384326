import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CallerGone,
  CancelRefused,
  OrderPending,
  OrderRefused,
  SellerFailure,
  SellerSkipped,
} from '../seller-failure.ts'
import { failureBasisPoints, isFailedCall, judgeConduct } from './judge-conduct.ts'
import type { Conduct, HourCount } from './judge-conduct.ts'
import type { Outcome } from './promise.ts'

const calm: Conduct = { orders: { KEPT: 100 }, hours: [] }
/** So many hours, one after the other, each the same. */
const hours = (count: number, calls: number, failures: number): HourCount[] =>
  Array.from({ length: count }, (_, hour) => ({ hour, calls, failures }))

describe('a seller is suspended', () => {
  it.each<[Outcome, RegExp]>([
    ['OVERPRICED', /^In the last 7 days 3 of 103 orders were confirmed above the quoted total\. Refuse such an order/],
    ['OTHER_REFERENCE', /3 of 103 orders were confirmed under another reference than we gave\. Answer with/],
    ['OTHER_TERMS', /3 of 103 orders were confirmed for another book, condition or currency/],
  ])('for the third order that came to %s', (outcome, reason) => {
    expect(judgeConduct({ ...calm, orders: { KEPT: 100, [outcome]: 2 } })).toBeNull()
    expect(judgeConduct({ ...calm, orders: { KEPT: 100, [outcome]: 3 } })).toMatch(reason)
  })

  it('for wrong orders only where they are a hundredth of all', () => {
    expect(judgeConduct({ ...calm, orders: { KEPT: 297, OVERPRICED: 3 } })).not.toBeNull()
    expect(judgeConduct({ ...calm, orders: { KEPT: 298, OVERPRICED: 3 } })).toBeNull()
  })

  it('for calls that fail in a quarter of a day’s hours, not for an outage of a morning', () => {
    expect(judgeConduct({ ...calm, hours: hours(5, 1_000, 1_000) })).toBeNull()
    expect(judgeConduct({ ...calm, hours: hours(6, 1_000, 1_000) })).toMatch(
      /^In 6 of the last 24 hours .* 6000 in all\./,
    )
  })

  it('for no hour in which most calls were answered, and for none in which hardly any was made', () => {
    expect(judgeConduct({ ...calm, hours: hours(24, 1_000, 499) })).toBeNull()
    expect(judgeConduct({ ...calm, hours: hours(24, 9, 9) })).toBeNull()
    expect(judgeConduct({ ...calm, hours: hours(19, 10, 10) })).toBeNull() // 190 failures are few for a day
    expect(judgeConduct({ ...calm, hours: hours(20, 10, 10) })).not.toBeNull()
  })
})

it('is never suspended for what ranking takes care of', () => {
  const orders = fc.record({
    KEPT: fc.nat(),
    SOLD_OUT: fc.nat(),
    PRICE_RAISED: fc.nat(),
    CANCELLED: fc.nat(),
    OPEN: fc.nat(),
  })
  fc.assert(fc.property(orders, (counts) => void expect(judgeConduct({ orders: counts, hours: [] })).toBeNull()))
})

it('knows a call that failed from one that was answered, and from one that says nothing', () => {
  for (const error of [null, new OrderRefused('SOLD_OUT', ''), new CancelRefused(''), new OrderPending('')])
    expect(isFailedCall(error)).toBe(false)
  expect(isFailedCall(new SellerFailure('rejected', ''))).toBe(false)
  for (const kind of ['unavailable', 'timeout', 'bad_data', 'auth'] as const)
    expect(isFailedCall(new SellerFailure(kind, ''))).toBe(true)
  for (const error of [
    new SellerFailure('throttled', ''),
    new SellerSkipped('busy'),
    new CallerGone('cancelled'),
    new Error('ours'),
  ])
    expect(isFailedCall(error)).toBeNull()
})

it('tells the failures among about the last thousand calls, the newest first', () => {
  expect(failureBasisPoints([])).toBe(0)
  expect(
    failureBasisPoints([
      { hour: 1, calls: 5_000, failures: 5_000 },
      { hour: 2, calls: 1_000, failures: 25 },
    ]),
  ).toBe(250)
  expect(
    failureBasisPoints([
      { hour: 2, calls: 500, failures: 0 },
      { hour: 1, calls: 500, failures: 5 },
    ]),
  ).toBe(50)
})
