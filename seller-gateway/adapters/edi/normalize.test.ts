import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { OrderPending, OrderRefused } from '../../core/seller-failure.ts'
import type { Answer } from './documents.ts'
import { edifact } from './edifact-dialect.ts'
import { toNumber, toPlaced, toQuote, toStanding } from './normalize.ts'
import type { Catalogue } from './normalize.ts'

const currencies = ['EUR', 'CHF']
const isbn13 = '9780340839935'
const nowMs = Date.parse('2026-11-21T10:00:00Z')
const terms = { currencyByCountry: { CH: 'CHF' }, zones: [['CH'], ['GB', 'DE'], ['US']], shipsFrom: 'CH' }
const context = { currency: 'EUR', currencies, nowMs }
const from = (country: string, isbn = isbn13) => ({
  isbn13: isbn,
  destination: { country, postalCode: '' },
  currency: 'EUR',
})

function catalogue(): Catalogue {
  const read = edifact.read(readFixture(import.meta.dirname, 'pricat.edi'))
  const parts = read.flatMap((one) => (one.kind === 'catalogue' ? [one] : []))
  return { document: 1, parts: new Map(parts.map((part) => [part.currency, part])) }
}

describe('toQuote', () => {
  it('makes of a price list what its golden file says', async () => {
    const quotes = ['GB', 'CH'].map((country) => toQuote(catalogue(), from(country), terms, context))
    await expect(toGolden(quotes)).toMatchFileSnapshot('fixtures/pricat.golden.json')
  })

  it.each([
    ['not sent there', from('US')],
    ['not served', from('AQ')],
    ['sold out', from('GB', '9780141439518')],
    ['not listed', from('GB', '9780000000002')],
  ])('quotes nothing that is %s', (_, ask) => expect(toQuote(catalogue(), ask, terms, context)).toBeNull())

  it('takes the book in another currency where the wanted one does not have it', () => {
    const { parts } = catalogue()
    const eur = { document: 1, parts: new Map([...parts].filter(([currency]) => currency === 'EUR')) }
    expect(toQuote(eur, from('CH'), terms, context)?.item.currency).toBe('EUR')
  })

  it('refuses prices that have ended', () => {
    const late = { ...context, nowMs: Date.parse('2026-11-22T04:00:00Z') }
    expect(() => toQuote(catalogue(), from('GB'), terms, late)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it.each(['', '-8.99', 'NaN', '8,99', '0.00', '1e309', '8.999', '99999999.00'])('refuses the price %j', (price) => {
    const { document, parts } = catalogue()
    const [[currency, part] = []] = parts
    const book = { price, quantity: 1, carriage: new Map([['Z2', '1.00']]) }
    const bad = { document, parts: new Map([[currency!, { ...part!, books: new Map([[isbn13, book]]) }]]) }
    expect(() => toQuote(bad, from('GB'), terms, context)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })
})

const answer: Answer = {
  status: 'accepted',
  reason: '',
  sellerOrderId: 'CE-1',
  isbn13,
  quantity: 1,
  total: { amount: '11.39', currency: 'CHF' },
  orderedAt: new Date('2026-11-21T10:15:59Z'),
}
const outcome = (change: Partial<Answer>): unknown => {
  try {
    return toPlaced({ ...answer, ...change }, 'att_1', currencies)
  } catch (error) {
    return error
  }
}

describe('toPlaced', () => {
  it('makes of an acceptance what its golden file says', async () => {
    await expect(toGolden(outcome({}))).toMatchFileSnapshot('fixtures/accepted.golden.json')
  })

  it.each([
    ['OS', 'SOLD_OUT'],
    ['NF', 'SOLD_OUT'],
    ['PC', 'PRICE_CHANGED'],
    ['NS', 'REJECTED'],
    ['IN', 'REJECTED'],
    ['CX', 'ORDER_CANCELLED'],
    ['DP', 'REQUEST_ID_REUSED'],
  ])('refused for %s is %s', (reason, expected) => {
    expect(outcome({ status: 'refused', reason })).toBeInstanceOf(OrderRefused)
    expect(outcome({ status: 'refused', reason })).toMatchObject({ reason: expected })
  })

  it.each(['', 'XX', 'toString', '__proto__'])('refused for %j proves nothing', (reason) => {
    expect(outcome({ status: 'refused', reason })).toMatchObject({ kind: 'rejected', actedOn: 'maybe' })
  })

  it.each(['none', 'unclear'] as const)('%s proves nothing', (status) => {
    expect(outcome({ status })).toMatchObject({ kind: 'bad_data', actedOn: 'maybe' })
  })

  it('does not know the outcome of what is not decided', () => {
    expect(outcome({ status: 'held' })).toBeInstanceOf(OrderPending)
  })

  it('reads the new total of a refusal, and does without one', () => {
    const refused = (total: Answer['total']) => outcome({ status: 'refused', reason: 'PC', total })
    expect(refused({ amount: '12.48', currency: 'EUR' })).toMatchObject({ newTotal: { currency: 'EUR', minor: 1248n } })
    for (const total of [null, { amount: '12,48', currency: 'EUR' }, { amount: '12.48', currency: 'RUB' }])
      expect(refused(total)).toMatchObject({ reason: 'PRICE_CHANGED', newTotal: undefined })
  })

  it('says of a substitute which book it is', () => {
    expect(outcome({ status: 'changed', isbn13: '9780141439518' })).toMatchObject({
      isbn13: '9780141439518',
      state: 'ACCEPTED',
    })
  })

  it.each([0, 2, null])('calls an order of which %s copies are sent now an order of no book', (quantity) => {
    for (const status of ['accepted', 'changed'] as const)
      expect(outcome({ status, quantity })).toMatchObject({ isbn13: '', sellerOrderId: 'CE-1' })
  })

  it('says of a higher total how high it is', () => {
    expect(outcome({ total: { amount: '99.00', currency: 'CHF' } })).toMatchObject({ total: { minor: 9900n } })
  })

  it.each([
    { total: null },
    { sellerOrderId: '' },
    { total: { amount: '-1', currency: 'CHF' } },
    { total: { amount: '1.00', currency: 'RUB' } },
  ])('does not know what an acceptance with %j means', (change) =>
    expect(outcome(change)).toMatchObject({ kind: 'bad_data', actedOn: 'maybe' }),
  )
})

describe('toStanding', () => {
  it('tells of an order that stands or stood, and of nothing else', () => {
    const standing = (change: Partial<Answer>) => toStanding({ ...answer, ...change }, 'att_1', currencies)
    expect(standing({})?.state).toBe('ACCEPTED')
    expect(standing({ status: 'cancelled' })).toMatchObject({ state: 'CANCELLED', sellerOrderId: 'CE-1' })
    expect(standing({ status: 'cancelled', sellerOrderId: '', total: null })).toMatchObject({
      state: 'CANCELLED',
      total: null,
    })
    for (const status of ['refused', 'held', 'none', 'unclear'] as const) expect(standing({ status })).toBeNull()
  })
})

it('gives each reference a number of its own that both standards can carry', () => {
  expect(toNumber('att_1')).toBe(toNumber('att_1'))
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(toNumber(a)).toMatch(/^Q[0-9A-Z]{21}$/)
      expect(toNumber(a) === toNumber(b)).toBe(a === b)
    }),
  )
})
