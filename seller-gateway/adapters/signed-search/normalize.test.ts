import { describe, expect, it } from 'vitest'
import { parseXml } from '../../core/guarded-xml.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import { shipTo } from '../../testing/books.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { toAlpha2, toAlpha3 } from './countries.ts'
import { chooseOrder, toOrder, toOrderBody, toQuote, toRefusal, toSearchQuery, toUnfilled } from './normalize.ts'
import { sign } from './sign.ts'
import { Placed, SearchResults } from './wire.ts'

const currencies = ['GBP', 'USD']
const isbn13 = '9780340839935'
const context = { currencies, pricesAreFinal: true, fetchedAt: new Date('2026-11-21T10:00:00Z') }
const ask = { isbn13, destination: { country: 'GB', postalCode: '' }, currency: 'EUR' }
const booksOf = (name: string) =>
  parseAnswer(SearchResults, parseXml(readFixture(import.meta.dirname, name))).searchResults.Book
const order = () => parseAnswer(Placed, JSON.parse(readFixture(import.meta.dirname, 'order.json'))).order

describe('toQuote', () => {
  it.each(['search', 'one', 'none'])('makes of %s what its golden file says', async (name) => {
    const quotes = booksOf(`${name}.xml`).map((book) => toQuote(book, isbn13, context))
    await expect(toGolden(quotes)).toMatchFileSnapshot(`fixtures/${name}.golden.json`)
  })

  it.each(['-6.40', 'NaN', '1e2', '6,40', '0.00', '640000.00', '', '6.405'])('refuses the price %j', (listingPrice) => {
    const book = { ...booksOf('one.xml')[0]!, listingPrice }
    expect(() => toQuote(book, isbn13, context)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it('refuses a total that is not the sum of its parts, and a currency that this seller does not use', () => {
    const [book] = booksOf('one.xml')
    expect(() => toQuote({ ...book!, totalListingPrice: '21.50' }, isbn13, context)).toThrow(/sum of its parts/)
    expect(() => toQuote({ ...book!, listingCurrency: 'RUB' }, isbn13, context)).toThrow(/RUB/)
  })

  it('does not know the tax of a seller whose prices are not final', () => {
    expect(toQuote(booksOf('one.xml')[0]!, isbn13, { ...context, pricesAreFinal: false })?.tax).toBeNull()
  })
})

describe('toSearchQuery', () => {
  it('asks in the shopper’s currency where the seller can, and never says what they would pay', () => {
    expect(toSearchQuery({ ...ask, currency: 'USD' }, ['GBP', 'USD'])).toEqual({
      isbn: isbn13,
      currency: 'USD',
      destinationcountry: 'GBR',
    })
    expect(toSearchQuery(ask, ['GBP', 'USD'])?.['currency']).toBe('GBP')
  })

  it('searches for no country that does not exist', () => {
    expect(toSearchQuery({ ...ask, destination: { country: 'ZZ', postalCode: '' } }, ['GBP'])).toBeNull()
  })
})

it('translates countries both ways', () => {
  expect(['GB', 'DE', 'US', 'UK'].map(toAlpha3)).toEqual(['GBR', 'DEU', 'USA', null])
  expect(['GBR', 'CHE', 'XXX', ''].map(toAlpha2)).toEqual(['GB', 'CH', '', ''])
})

describe('orders', () => {
  it('makes of an order what its golden file says', async () => {
    await expect(toGolden(toOrder(order(), currencies))).toMatchFileSnapshot('fixtures/order.golden.json')
  })

  it.each([
    ['04', 'ACCEPTED', undefined],
    ['05', 'ACCEPTED', undefined],
    ['35', 'SHIPPED', undefined],
    ['17', 'CANCELLED', undefined],
    ['24', 'CANCELLED', undefined],
    ['90', 'CANCELLED', undefined],
    ['14', 'CANCELLED', 'SOLD_OUT'],
    ['53', 'CANCELLED', 'PRICE_CHANGED'],
    ['19', 'CANCELLED', 'REJECTED'],
    ['54', 'CANCELLED', 'REJECTED'],
    ['93', 'UNSPECIFIED', undefined],
    ['99', 'UNSPECIFIED', undefined],
  ])('status %s is %s, refused as %s', (status, state, reason) => {
    const given = { ...order(), status }
    expect(toOrder(given, currencies).state).toBe(state)
    expect(toUnfilled(given, currencies)?.reason).toBe(reason)
  })

  it('believes no total of an order that waits for a decision', () => {
    expect(toOrder({ ...order(), status: '93' }, currencies).total).toBeNull()
  })

  it('chooses the order that stands, and refuses to choose between two', () => {
    const dead = { ...order(), orderId: 'FX-U1', status: '14', total: null }
    const strange = { ...order(), referenceId: 'att_02' }
    expect(chooseOrder([], 'att_01', currencies)).toBeNull()
    expect(chooseOrder([strange], 'att_01', currencies)).toBeNull()
    expect(chooseOrder([dead], 'att_01', currencies)).toMatchObject({ sellerOrderId: 'FX-U1', state: 'CANCELLED' })
    expect(chooseOrder([dead, order(), strange], 'att_01', currencies)?.state).toBe('ACCEPTED')
    expect(() => chooseOrder([order(), order()], 'att_01', currencies)).toThrow(/2 orders stand/)
  })

  it('reads the new total, and does without one that cannot be right', () => {
    const refused = (amount: string) =>
      toUnfilled({ ...order(), status: '53', total: null, currentTotal: { amount, currency: 'GBP' } }, currencies)
    expect(refused('9.99')?.newTotal).toEqual({ currency: 'GBP', minor: 999n })
    expect(refused('-1')).toMatchObject({ reason: 'PRICE_CHANGED', newTotal: undefined })
  })

  it('sends the quoted total, and no more of the shopper than the parcel needs', () => {
    const limit = { currency: 'GBP', minor: 935n }
    const to = { ...shipTo, lines: ['1 High Street'] }
    expect(toOrderBody({ reference: 'att_01', quoteRef: 'b1', isbn13, limit, shipTo: to })).toEqual({
      referenceId: 'att_01',
      items: [{ bookId: 'b1', quantity: 1 }],
      maxPrice: { amount: '9.35', currency: 'GBP' },
      shipTo: {
        name: to.recipient,
        address1: '1 High Street',
        city: 'York',
        postalCode: 'YO1 7AA',
        country: 'GBR',
      },
    })
  })
})

describe('toRefusal', () => {
  it.each([
    [4040, 'SOLD_OUT'],
    [4090, 'REQUEST_ID_REUSED'],
    [4220, 'REJECTED'],
    [4222, 'REJECTED'],
  ])('%i is %s', (code, reason) => expect(toRefusal({ code, message: '' })?.reason).toBe(reason))

  it.each([2000, 2002, 2003, 2020, 4000, 4099])('%i proves nothing', (code) => {
    expect(toRefusal({ code, message: '' })).toBeNull()
  })
})

it('signs as the seller’s contract says', () => {
  const asked = {
    method: 'POST' as const,
    path: '/foxed/v1/orders',
    date: '2026-11-21T10:00:00.000Z',
    requestId: 'att_01',
    body: '{"referenceId":"att_01"}',
  }
  // printf 'POST\n/foxed/v1/orders\n2026-11-21T10:00:00.000Z\natt_01\n%s' "$(printf '{"referenceId":"att_01"}' | sha256sum | cut -c-64)" |
  //   openssl dgst -sha256 -hmac foxed-secret
  expect(sign(asked, 'foxed-secret')).toBe('cbd94bdbcaf6a13537b9c93b7b960d0ca3477e09351281f06741b75c24427c30')
  expect(sign({ ...asked, path: '/foxed/v1/orders?x=1' }, 'foxed-secret')).not.toBe(sign(asked, 'foxed-secret'))
})
