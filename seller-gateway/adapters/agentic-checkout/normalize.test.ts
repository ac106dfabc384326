import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../../core/parse-answer.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { isPaperCopy, toOrder, toQuote, toRefusal, toSessionBody, toTroubleRefusal } from './normalize.ts'
import { OrderAnswer, Session } from './wire.ts'
import type { Variant } from './wire.ts'

const isbn13 = '9780340839935'
const currencies = ['USD', 'JPY']
const context = { isbn13, currencies, fetchedAt: new Date('2026-11-21T10:00:00Z') }
const fixture = (name: string) => JSON.parse(readFixture(import.meta.dirname, name)) as object
const session = (change: object = {}) => parseAnswer(Session, { ...fixture('session.json'), ...change })
const variant: Variant = {
  id: `lt_${isbn13}-1`,
  condition: 'good',
  barcodes: [{ value: isbn13 }],
  variant_options: [{ name: 'Format', value: 'paper' }],
}

describe('toQuote', () => {
  it.each(['session', 'yen'])('makes of %s what its golden file says', async (name) => {
    const quote = toQuote(parseAnswer(Session, fixture(`${name}.json`)), variant, context)
    await expect(toGolden(quote)).toMatchFileSnapshot(`fixtures/${name}.golden.json`)
  })

  const total = (type: string, amount: number) => ({ type, amount })
  it.each([
    ['a negative total', [total('subtotal', 640), total('total', -640)]],
    ['a fraction of a cent', [total('subtotal', 640.5), total('total', 640.5)]],
    ['a book for nothing', [total('subtotal', 0), total('total', 0)]],
    ['an absurd price', [total('subtotal', 1e9), total('total', 1e9)]],
    ['a number that is none', [total('subtotal', 1e300), total('total', 1e300)]],
    ['no total', [total('subtotal', 640)]],
    ['no subtotal', [total('total', 640)]],
    ['two totals', [total('subtotal', 640), total('total', 640), total('total', 1)]],
    ['parts that come to more', [total('subtotal', 640), total('fulfillment', 399), total('total', 1038)]],
    ['a negative shipping', [total('subtotal', 1040), total('fulfillment', -1), total('total', 1039)]],
  ])('refuses %s', (_, totals) => {
    const read = () => toQuote(session({ totals }), variant, context)
    expect(read).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it('refuses a currency that this seller does not use', () => {
    expect(() => toQuote(session({ currency: 'rub' }), variant, context)).toThrow(/RUB/)
  })

  it.each([
    ['not sent there', { totals: [] }],
    ['an ebook', { fulfillment_options: [{ type: 'digital', id: 'std' }] }],
    ['sold out', { messages: [{ type: 'error', code: 'out_of_stock' }] }],
  ])('makes no quote of a copy that is %s', (_, change) => {
    expect(toQuote(session(change), variant, context)).toBeNull()
  })

  it('does not make up shipping and tax that are not said', () => {
    const totals = [total('subtotal', 640), total('total', 640)]
    expect(toQuote(session({ totals }), variant, context)).toMatchObject({ shipping: null, tax: null })
  })
})

describe('isPaperCopy', () => {
  const skip = { option: 'Format', values: ['ebook'] }
  it.each([
    ['a paper copy', {}, true],
    ['one that says nothing of its format', { variant_options: [] }, true],
    ['the ebook under the same barcode', { variant_options: [{ name: 'Format', value: 'ebook' }] }, false],
    ['another book', { barcodes: [{ value: '9780000000002' }] }, false],
    ['a sold-out copy', { availability: { available: false } }, false],
  ])('%s: %j → %s', (_, change, expected) => {
    expect(isPaperCopy({ ...variant, ...change }, isbn13, skip)).toBe(expected)
  })
})

describe('orders', () => {
  it('makes of an order what its golden file says', async () => {
    const order = toOrder(parseAnswer(OrderAnswer, fixture('order.json')), 'USD', currencies)
    await expect(toGolden(order)).toMatchFileSnapshot('fixtures/order.golden.json')
  })

  it('reads a reference that was cancelled before any order, and a status that it does not know', () => {
    const read = (status: string) =>
      toOrder(parseAnswer(OrderAnswer, { client_reference_id: 'att_01', status }), 'USD', currencies)
    expect(read('canceled')).toMatchObject({ state: 'CANCELLED', sellerOrderId: '', total: null })
    expect(read('teleported').state).toBe('UNSPECIFIED')
  })

  it('opens a session with no more of the shopper than the parcel needs, and with less for a price', () => {
    const shipTo = { recipient: 'A', lines: ['1', '2', '3'], city: 'B', region: '', postalCode: 'C', country: 'JP' }
    const ask = { reference: 'att_01', shipTo }
    expect(toSessionBody('JPY/lt_1-1', ask)).toEqual({
      currency: 'jpy',
      line_items: [{ id: 'lt_1-1' }],
      capabilities: {},
      fulfillment_details: {
        address: { name: 'A', line_one: '1', line_two: '2, 3', city: 'B', state: '', country: 'JP', postal_code: 'C' },
      },
      metadata: { client_reference_id: 'att_01' },
    })
    const price = toSessionBody('USD/lt_1-1', { destination: { country: 'US', postalCode: '10001' } })
    expect(JSON.stringify(price)).not.toContain('metadata')
    expect(price).toMatchObject({
      fulfillment_details: { address: { name: '', line_one: '', country: 'US', postal_code: '10001' } },
    })
  })
})

describe('what a session that was not completed means', () => {
  const limit = { currency: 'USD', minor: 1152n }
  const dearer = [
    { type: 'subtotal', amount: 1200 },
    { type: 'total', amount: 1200 },
  ]
  it.each([
    ['ready_for_payment', 'out_of_stock', {}, 'SOLD_OUT'],
    ['not_ready_for_payment', 'out_of_stock', {}, 'SOLD_OUT'],
    ['not_ready_for_payment', 'not_found', { totals: [] }, 'SOLD_OUT'],
    ['ready_for_payment', 'conflict', { totals: dearer }, 'PRICE_CHANGED'],
    ['ready_for_payment', 'conflict', {}, 'REJECTED'],
    ['ready_for_payment', 'payment_declined', {}, 'REJECTED'],
    ['not_ready_for_payment', 'region_restricted', { totals: [] }, 'REJECTED'],
    ['not_ready_for_payment', 'expired', {}, 'QUOTE_EXPIRED'],
    ['ready_for_payment', undefined, {}, 'REJECTED'],
    ['expired', 'expired', {}, 'QUOTE_EXPIRED'],
    ['canceled', undefined, {}, 'ORDER_CANCELLED'],
  ])('%s with %s %j is %s', (status, code, change, reason) => {
    const messages = code === undefined ? [] : [{ type: 'error', code, content: 'why' }]
    expect(toRefusal(session({ status, messages, ...change }), limit, currencies)?.reason).toBe(reason)
  })

  it.each([
    'complete_in_progress',
    'completed',
    'in_progress',
    'pending_approval',
    'requires_escalation',
    'new_status',
  ])('%s proves nothing', (status) =>
    expect(toRefusal(session({ status, messages: [] }), limit, currencies)).toBeNull(),
  )

  it('says the new total', () => {
    const messages = [{ type: 'error', code: 'conflict' }]
    expect(
      toRefusal(session({ status: 'ready_for_payment', totals: dearer, messages }), limit, currencies)?.newTotal,
    ).toEqual({ currency: 'USD', minor: 1200n })
  })
})

describe('what a flat error means for an order', () => {
  it.each([
    ['idempotency_conflict', 'REQUEST_ID_REUSED'],
    ['client_reference_canceled', 'ORDER_CANCELLED'],
    ['session_canceled', 'ORDER_CANCELLED'],
    ['invalid', 'REJECTED'],
    ['unsupported_api_version', 'REJECTED'],
    ['missing_api_version', 'REJECTED'],
    ['idempotency_key_required', 'REJECTED'],
  ])('%s is %s', (code, reason) => expect(toTroubleRefusal({ code, message: '' })?.reason).toBe(reason))

  it.each(['idempotency_in_flight', 'session_completed', 'session_not_found', 'something_new'])(
    '%s proves nothing',
    (code) => expect(toTroubleRefusal({ code, message: '' })).toBeNull(),
  )
})
