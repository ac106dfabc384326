import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../../core/parse-answer.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { toCartInput, toOrder, toQuote, toRefusal, toSubmitInput } from './normalize.ts'
import { Ordered, Variants } from './wire.ts'

const currencies = ['EUR']
const isbn13 = '9780340839935'
const fixture = (name: string) => JSON.parse(readFixture(import.meta.dirname, name)) as never
const variants = () => parseAnswer(Variants, fixture('variants.json')).nodes

describe('toQuote', () => {
  it('makes of variants what their golden file says', async () => {
    const quotes = variants().map((variant) => toQuote(variant, isbn13, currencies))
    await expect(toGolden(quotes)).toMatchFileSnapshot('fixtures/variants.golden.json')
  })

  it('adds no tax that is inside the price, and guesses none that is not', () => {
    const [inside, outside] = variants().map((variant) => toQuote(variant, isbn13, currencies)?.tax)
    expect([inside, outside]).toEqual([{ currency: 'EUR', minor: 0n }, null])
  })

  it('refuses an answer about another book', () => {
    expect(() => toQuote(variants()[0]!, '9780000000002', currencies)).toThrow(/another book/)
  })

  it.each(['-11.90', 'NaN', '1e2', '11,90', '0.00', '640000.00', '', '11.905'])('refuses the price %j', (amount) => {
    const variant = { ...variants()[0]!, price: { amount, currencyCode: 'EUR' } }
    expect(() => toQuote(variant, isbn13, currencies)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it('refuses a currency that this seller does not use', () => {
    const variant = { ...variants()[0]!, price: { amount: '11.90', currencyCode: 'RUB' } }
    expect(() => toQuote(variant, isbn13, currencies)).toThrow(/RUB/)
  })
})

describe('orders', () => {
  it('makes of an order what its golden file says', async () => {
    const { order } = parseAnswer(Ordered, fixture('submitted.json'))
    await expect(toGolden(toOrder(order!, currencies))).toMatchFileSnapshot('fixtures/submitted.golden.json')
  })

  it('reads a reference that was cancelled before any order, and takes an unknown status for unspecified', () => {
    const none = { id: null, clientMutationId: 'att_01', status: 'CANCELLED', createdAt: null, lines: [], cost: null }
    expect(toOrder(none, currencies)).toMatchObject({ sellerOrderId: '', state: 'CANCELLED', total: null })
    expect(toOrder({ ...none, status: 'LOST' }, currencies).state).toBe('UNSPECIFIED')
  })

  it('sends the quoted total, and no more of the shopper than the parcel needs', () => {
    const shipTo = { recipient: 'A', lines: ['1 High Street'], city: 'B', region: '', postalCode: 'C', country: 'GB' }
    const ask = { reference: 'att_01', quoteRef: 'v1', isbn13, limit: { currency: 'EUR', minor: 1585n }, shipTo }
    expect([toCartInput(ask), toSubmitInput(ask, 'c1')]).toEqual([
      {
        clientMutationId: 'att_01',
        lines: [{ merchandiseId: 'v1', quantity: 1 }],
        deliveryAddress: { name: 'A', address1: '1 High Street', city: 'B', zip: 'C', countryCode: 'GB' },
      },
      { cartId: 'c1', clientMutationId: 'att_01', expectedTotal: { amount: '15.85', currencyCode: 'EUR' } },
    ])
  })
})

describe('toRefusal', () => {
  const problem = (code: string, amount?: string) => ({
    code,
    field: null,
    message: '',
    currentTotal: amount === undefined ? null : { amount, currencyCode: 'EUR' },
  })
  const refusal = (...userErrors: ReturnType<typeof problem>[]) => toRefusal({ userErrors, warnings: [] }, currencies)

  it.each([
    ['MERCHANDISE_NOT_FOUND', 'SOLD_OUT'],
    ['NOT_DELIVERABLE', 'REJECTED'],
    ['TOTAL_ABOVE_EXPECTED', 'PRICE_CHANGED'],
    ['CART_EXPIRED', 'QUOTE_EXPIRED'],
    ['CLIENT_MUTATION_ID_REUSED', 'REQUEST_ID_REUSED'],
    ['ORDER_CANCELLED', 'ORDER_CANCELLED'],
    ['INVALID', 'REJECTED'],
  ])('%s is %s', (code, reason) => expect(refusal(problem(code))?.reason).toBe(reason))

  it.each(['CART_NOT_FOUND', 'ORDER_NOT_FOUND', 'SOMETHING_NEW'])('%s proves nothing', (code) => {
    expect(refusal(problem(code))).toBeNull()
  })

  it('is never "not bought" when one of several errors says that the reference stands for another order', () => {
    const both = refusal(problem('NOT_DELIVERABLE'), problem('CLIENT_MUTATION_ID_REUSED'))
    expect(both?.reason).toBe('REQUEST_ID_REUSED')
  })

  it.each([
    ['MERCHANDISE_OUT_OF_STOCK', 'SOLD_OUT'],
    ['MERCHANDISE_NOT_ENOUGH_STOCK', 'SOLD_OUT'],
    ['GIFT_WRAP_UNAVAILABLE', undefined],
  ])('the warning %s is %s', (code, reason) => {
    expect(toRefusal({ userErrors: [], warnings: [{ code, message: '' }] }, currencies)?.reason).toBe(reason)
  })

  it('reads the new total, and does without one that cannot be right', () => {
    expect(refusal(problem('TOTAL_ABOVE_EXPECTED', '16.00'))?.newTotal).toEqual({ currency: 'EUR', minor: 1600n })
    expect(refusal(problem('TOTAL_ABOVE_EXPECTED', '-1'))).toMatchObject({
      reason: 'PRICE_CHANGED',
      newTotal: undefined,
    })
  })
})
