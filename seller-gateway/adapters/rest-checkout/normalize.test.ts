import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../../core/parse-answer.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { parseQuoteRef, toOrder, toQuote, toRefusal, toSessionAsk } from './normalize.ts'
import { Placed, SearchPage } from './wire.ts'

const currencies = ['USD']
const ask = { isbn13: '9780340839935', destination: { country: 'US', postalCode: '' }, currency: 'EUR' }
const context = { currencies, marketplace: 'HARBOR_US', fetchedAt: new Date('2026-11-21T10:00:00Z'), validMs: 60_000 }
const fixture = (name: string) => JSON.parse(readFixture(import.meta.dirname, name)) as never
const page = () => parseAnswer(SearchPage, fixture('search.json')).itemSummaries
const trouble = (errorId: number, ...parameters: { name: string; value: string }[]) => ({
  errorId,
  message: '',
  parameters,
})

describe('toQuote', () => {
  it('makes of a page what its golden file says', async () => {
    const quotes = page().map((item) => toQuote(item, ask, context))
    await expect(toGolden(quotes)).toMatchFileSnapshot('fixtures/search.golden.json')
  })

  it.each(['-6.40', 'NaN', '1e2', '6,40', '0', '640000.00', ''])('refuses the price %j', (value) => {
    const [item] = page()
    expect(() => toQuote({ ...item!, price: { value, currency: 'USD' } }, ask, context)).toThrow(
      expect.objectContaining({ kind: 'bad_data' }),
    )
  })

  it('refuses a currency that this seller does not use', () => {
    const [item] = page()
    expect(() => toQuote({ ...item!, price: { value: '6.40', currency: 'RUB' } }, ask, context)).toThrow(/RUB/)
  })
})

describe('orders', () => {
  it('makes of an order what its golden file says', async () => {
    const order = toOrder(parseAnswer(Placed, fixture('placed.json')).purchaseOrder, currencies)
    await expect(toGolden(order)).toMatchFileSnapshot('fixtures/placed.golden.json')
  })

  it('reads a reference that was cancelled before any order', () => {
    const order = toOrder({ clientReference: 'att_01', purchaseOrderStatus: 'CANCELLED', lineItems: [] }, currencies)
    expect(order).toMatchObject({ reference: 'att_01', sellerOrderId: '', state: 'CANCELLED', total: null })
  })

  it('takes a status that it does not know for unspecified', () => {
    expect(toOrder({ clientReference: 'a', purchaseOrderStatus: 'LOST', lineItems: [] }, currencies).state).toBe(
      'UNSPECIFIED',
    )
  })

  it('sends the quoted total, and no more of the shopper than the parcel needs', () => {
    const shipTo = { recipient: 'A', lines: ['1 Main Street'], city: 'B', region: '', postalCode: 'C', country: 'US' }
    const limit = { currency: 'USD', minor: 1116n }
    const sent = toSessionAsk({ reference: 'att_01', quoteRef: 'x', isbn13: '1', limit, shipTo }, 'v1|1|0', '11.16')
    expect(sent).toEqual({
      clientReference: 'att_01',
      lineItemInputs: [{ itemId: 'v1|1|0', quantity: 1 }],
      shippingAddress: { recipient: 'A', addressLine1: '1 Main Street', city: 'B', postalCode: 'C', country: 'US' },
      expectedTotal: { value: '11.16', currency: 'USD' },
    })
  })

  it('finds the marketplace of a quote again', () => {
    expect(parseQuoteRef('HARBOR_GB/v1|9780340839935-1|0')).toEqual({
      marketplace: 'HARBOR_GB',
      itemId: 'v1|9780340839935-1|0',
    })
  })
})

describe('toRefusal', () => {
  it.each([
    [15001, 'REJECTED'],
    [15005, 'SOLD_OUT'],
    [15020, 'PRICE_CHANGED'],
    [15021, 'SOLD_OUT'],
    [15022, 'REJECTED'],
    [15030, 'QUOTE_EXPIRED'],
    [15041, 'REQUEST_ID_REUSED'],
    [15042, 'ORDER_CANCELLED'],
  ])('%i is %s', (errorId, reason) => expect(toRefusal(trouble(errorId), currencies)?.reason).toBe(reason))

  it.each([10000, 10001, 12020, 15028, 15029, 99999])('%i proves nothing', (errorId) => {
    expect(toRefusal(trouble(errorId), currencies)).toBeNull()
  })

  it('reads the new total, and does without one that cannot be right', () => {
    const total = (value: string) => [
      { name: 'total', value },
      { name: 'currency', value: 'USD' },
    ]
    expect(toRefusal(trouble(15020, ...total('12.48')), currencies)?.newTotal).toEqual({
      currency: 'USD',
      minor: 1248n,
    })
    expect(toRefusal(trouble(15020, ...total('-1')), currencies)).toMatchObject({
      reason: 'PRICE_CHANGED',
      newTotal: undefined,
    })
  })
})
