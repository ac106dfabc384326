import { expect, it } from 'vitest'
import type { gateway } from '@quire/proto'
import { currencyExponents } from '@quire/proto/money'
import { money } from '#platform/money'
import { toEvent, toQuote, toSeller, toSellerOrder } from './translate.ts'

const usd = (units: string, nanos = 0) => ({ currencyCode: 'USD', units, nanos })
const at = { seconds: '1795251600', nanos: 500_000_000 }
const time = new Date('2026-11-21T09:00:00.500Z')

const wire: gateway.Quote__Output = {
  quoteId: 'q1',
  sellerId: 'harbor',
  sellerName: 'Harbor Books',
  isbn13: '9780441172719',
  condition: 'CONDITION_GOOD',
  item: usd('10', 500_000_000),
  shipping: usd('2'),
  tax: usd('0', 500_000_000),
  landedTotal: usd('13'),
  sellerTotal: { currencyCode: 'GBP', units: '10', nanos: 10_000_000 },
  fxRate: '1.2987',
  fxTime: at,
  quantity: 3,
  shipsFrom: 'GB',
  deliveryDaysMin: 2,
  deliveryDaysMax: 5,
  fetchTime: at,
  expireTime: { seconds: '1795251630', nanos: 0 },
  source: 'QUOTE_SOURCE_LIVE',
  orderToken: 'token',
  autoBuyEligible: true,
  standing: { keptBasisPoints: 9_730, orderCount: 12 },
}

const order: gateway.Order__Output = {
  sellerId: 'harbor',
  requestId: 'ref-1',
  sellerOrderId: 'H-1',
  state: 'ORDER_STATE_ACCEPTED',
  isbn13: '9780441172719',
  condition: 'CONDITION_NEW',
  total: usd('13'),
  createTime: at,
}

const nothing = { started: null, quote: null, failed: null, skipped: null, done: null, summary: null }
const message = (event: object) => ({ ...nothing, ...event }) as gateway.StreamQuotesResponse__Output

it('reads a whole quote', () => {
  expect(toQuote(wire)).toEqual({
    quoteId: 'q1',
    sellerId: 'harbor',
    sellerName: 'Harbor Books',
    isbn13: '9780441172719',
    condition: 'GOOD',
    item: money(1_050n, 'USD'),
    shipping: money(200n, 'USD'),
    tax: money(50n, 'USD'),
    total: money(1_300n, 'USD'),
    sellerTotal: money(1_001n, 'GBP'),
    fx: { rate: '1.2987', at: time },
    quantity: 3,
    shipsFrom: 'GB',
    deliveryDays: { min: 2, max: 5 },
    fetchedAt: time,
    expiresAt: new Date('2026-11-21T09:00:30Z'),
    source: 'LIVE',
    orderToken: 'token',
    isAutoBuyEligible: true,
    standing: { keptBasisPoints: 9_730, orderCount: 12 },
  })
})

it('knows no standing where the gateway says none, or one that cannot be', () => {
  const said = (standing: typeof wire.standing) => toQuote({ ...wire, standing })
  for (const none of [null, { keptBasisPoints: 10_001, orderCount: 1 }, { keptBasisPoints: -1, orderCount: 1 }])
    expect(said(none)).not.toHaveProperty('standing')
  expect(said({ keptBasisPoints: 0, orderCount: 0 })).toHaveProperty('standing')
})

it('keeps what the seller does not say as unknown, and never guesses a sum', () => {
  const silent = { ...wire, shipping: null, tax: null, landedTotal: null, fxRate: '1', fxTime: null }
  expect(toQuote({ ...silent, shipsFrom: '', deliveryDaysMin: 0, deliveryDaysMax: 0, quantity: 0 })).toMatchObject({
    shipping: null,
    tax: null,
    total: null,
    sellerTotal: null, // of a price that is not whole there is nothing to tell the seller
    fx: null,
    shipsFrom: null,
    deliveryDays: null,
    quantity: 0,
  })
  expect(toQuote({ ...wire, sellerTotal: null })).toMatchObject({ total: money(1_300n, 'USD'), sellerTotal: null })
  expect(toQuote({ ...wire, fxTime: null }).fx).toEqual({ rate: '1.2987', at: null })
})

it('takes a quote without a validity for one that has run out', () => {
  expect(toQuote({ ...wire, expireTime: null, fetchTime: null })).toMatchObject({
    expiresAt: new Date(0),
    fetchedAt: new Date(0),
  })
})

it('reads a value from a newer gateway as the least it can mean', () => {
  const newer = { condition: 'CONDITION_SIGNED', source: 'QUOTE_SOURCE_TELEPATHY' } as object
  expect(toQuote({ ...wire, ...newer })).toMatchObject({ condition: 'UNSPECIFIED', source: 'CACHED' })
  const failed = { sellerId: 's', sellerName: 'S', kind: 'FAILURE_KIND_ON_STRIKE', detail: '', elapsed: null }
  expect(toEvent(message({ failed }))).toMatchObject({ type: 'failed', kind: 'UNAVAILABLE', elapsedMs: 0 })
  const skipped = { sellerId: 's', sellerName: 'S', reason: 'SKIP_REASON_HOLIDAY' }
  expect(toEvent(message({ skipped }))).toMatchObject({ type: 'skipped', reason: 'NOT_ELIGIBLE' })
  expect(toSellerOrder({ ...order, state: 'ORDER_STATE_LOST' as 'ORDER_STATE_SHIPPED' }).state).toBe('UNSPECIFIED')
  expect(toEvent(message({}))).toBeNull() // a kind of event that this server does not know
})

it.each(['UNSPECIFIED', ''])('takes a condition that is "%s" for not stated', (condition) => {
  const prefixed = (condition && `CONDITION_${condition}`) as 'CONDITION_UNSPECIFIED'
  expect(toQuote({ ...wire, condition: prefixed }).condition).toBe('UNSPECIFIED')
})

it.each([
  ['no price', { item: null }],
  ['a currency nobody trades in', { item: { currencyCode: 'XTS', units: '1', nanos: 0 } }],
  ['no currency', { item: { currencyCode: '', units: '1', nanos: 0 } }],
  ['a part of a cent', { item: usd('1', 1) }],
  ['a part of a yen', { shipping: { currencyCode: 'JPY', units: '1', nanos: 500_000_000 } }],
  ['tax in a name that every object has', { tax: { currencyCode: 'constructor', units: '1', nanos: 0 } }],
])('refuses a quote with %s', (_, part) => {
  expect(() => toQuote({ ...wire, ...part })).toThrow(RangeError)
})

it('reads amounts of every currency to the last minor unit', () => {
  for (const [currencyCode, digits] of Object.entries(currencyExponents)) {
    const nanos = digits === 0 ? 0 : 10 ** (9 - digits)
    const item = toQuote({ ...wire, item: { currencyCode, units: '12', nanos } }).item
    expect(item).toEqual(money(12n * 10n ** BigInt(digits) + (digits === 0 ? 0n : 1n), currencyCode))
  }
})

it('reads every event of a round', () => {
  const seller = { sellerId: 'harbor', sellerName: 'Harbor Books' }
  const elapsed = { seconds: '1', nanos: 234_567_890 }
  expect(toEvent(message({ started: seller }))).toEqual({ type: 'started', ...seller })
  expect(toEvent(message({ quote: wire }))).toEqual({ type: 'quote', quote: toQuote(wire) })
  expect(toEvent(message({ done: { ...seller, quoteCount: 2, elapsed } }))).toEqual({
    type: 'done',
    ...seller,
    quoteCount: 2,
    elapsedMs: 1_235,
  })
  for (const kind of ['AUTH', 'THROTTLED', 'UNAVAILABLE', 'TIMEOUT', 'BAD_DATA', 'REJECTED'])
    expect(
      toEvent(message({ failed: { ...seller, kind: `FAILURE_KIND_${kind}`, detail: 'secret', elapsed } })),
    ).toEqual({
      type: 'failed',
      ...seller,
      kind,
      elapsedMs: 1_235,
    })
  for (const reason of ['BREAKER_OPEN', 'RATE_LIMITED', 'BUSY', 'NOT_ELIGIBLE'])
    expect(toEvent(message({ skipped: { ...seller, reason: `SKIP_REASON_${reason}` } }))).toEqual({
      type: 'skipped',
      ...seller,
      reason,
    })
  const counts = { asked: 3, answered: 1, failed: 1, skipped: 1 }
  expect(toEvent(message({ summary: { ...counts, bestQuoteId: 'q1', elapsed } }))).toEqual({
    type: 'summary',
    coverage: counts,
    bestQuoteId: 'q1',
    elapsedMs: 1_235,
  })
  expect(toEvent(message({ summary: { ...counts, bestQuoteId: '', elapsed } }))).toMatchObject({ bestQuoteId: null })
})

it('reads an order, and a reference that was cancelled before any order came', () => {
  expect(toSellerOrder(order)).toEqual({
    sellerId: 'harbor',
    reference: 'ref-1',
    sellerOrderId: 'H-1',
    state: 'ACCEPTED',
    isbn13: '9780441172719',
    condition: 'NEW',
    total: money(1_300n, 'USD'),
  })
  const tombstone = { ...order, sellerOrderId: '', state: 'ORDER_STATE_CANCELLED', total: null } as const
  expect(toSellerOrder(tombstone)).toMatchObject({ sellerOrderId: '', state: 'CANCELLED', total: null })
})

it.each([
  ['nothing', null],
  ['nothing at all', undefined],
  ['an order without a price', { ...order, total: null }],
  ['a price that is none', { ...order, total: usd('1', 1) }],
])('refuses an answer that holds %s', (_, answer) => {
  expect(() => toSellerOrder(answer)).toThrow(RangeError)
})

it('reads what a seller can do; without a time "not found" is never final', () => {
  const seller: gateway.Seller__Output = {
    sellerId: 'harbor',
    name: 'Harbor Books',
    protocol: 'rest-checkout',
    currency: 'USD',
    canQuote: true,
    canOrder: true,
    canCancel: true,
    replaysOrders: false,
    canLookUp: true,
    notFoundFinalAfter: { seconds: '20', nanos: 500_000_000 },
    autoBuyEligible: true,
    standing: { keptBasisPoints: 9_730, orderCount: 12 },
  }
  expect(toSeller(seller)).toEqual({
    id: 'harbor',
    name: 'Harbor Books',
    protocol: 'rest-checkout',
    currency: 'USD',
    canCancel: true,
    canLookUp: true,
    replaysOrders: false,
    notFoundFinalAfterMs: 20_500,
    isAutoBuyEligible: true,
    standing: { keptBasisPoints: 9_730, orderCount: 12 },
  })
  expect(toSeller({ ...seller, notFoundFinalAfter: null }).notFoundFinalAfterMs).toBeNull()
})
