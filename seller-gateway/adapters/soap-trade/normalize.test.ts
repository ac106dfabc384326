import { describe, expect, it } from 'vitest'
import { parseXml } from '../../core/guarded-xml.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import { toOrder, toQuote, toRefusal } from './normalize.ts'
import { Envelope, OrderAnswer, PriceAndAvailability } from './wire.ts'

const currencies = ['GBP']
const isbn13 = '9780340839935'
const context = { currencies, fetchedAt: new Date('2026-11-21T10:00:00Z') }

function bodyOf(name: string, element: string): unknown {
  return parseAnswer(Envelope, parseXml(readFixture(import.meta.dirname, name))).Envelope.Body[element]
}

function detailOf(name: string) {
  return parseAnswer(PriceAndAvailability, bodyOf(name, 'PriceAndAvailabilityResponse')).ItemDetail!
}

describe('toQuote', () => {
  it.each(['price-and-availability', 'empty-elements-omitted', 'out-of-stock'])(
    'makes of %s what its golden file says',
    async (name) => {
      const quote = toQuote(detailOf(`${name}.xml`), isbn13, context)
      await expect(toGolden(quote)).toMatchFileSnapshot(`fixtures/${name}.golden.json`)
    },
  )

  it('refuses an answer about another book', () => {
    expect(() => toQuote(detailOf('price-and-availability.xml'), '9780000000002', context)).toThrow(/another book/)
  })

  it.each(['-8.99', 'NaN', '8,99', '0.00', '1e309'])('refuses the price %j', (PriceAmount) => {
    const detail = { ...detailOf('price-and-availability.xml'), Price: { PriceAmount, CurrencyCode: 'GBP' } }
    expect(() => toQuote(detail, isbn13, context)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })
})

it('makes of an order what its golden file says', async () => {
  const order = parseAnswer(OrderAnswer, bodyOf('order.xml', 'PlaceOrderResponse')).Order!
  await expect(toGolden(toOrder(order, currencies))).toMatchFileSnapshot('fixtures/order.golden.json')
})

describe('toRefusal', () => {
  const answer = (ResponseCode: string) => ({ ResponseCode, Message: '', TotalAmount: '12.48', CurrencyCode: 'GBP' })
  it.each([
    ['11', 'REJECTED'],
    ['20', 'SOLD_OUT'],
    ['21', 'SOLD_OUT'],
    ['22', 'PRICE_CHANGED'],
    ['23', 'REJECTED'],
    ['30', 'REQUEST_ID_REUSED'],
    ['31', 'ORDER_CANCELLED'],
  ])('%s is %s', (code, reason) => expect(toRefusal(answer(code), currencies)?.reason).toBe(reason))

  it.each(['10', '40', '99'])('%s proves nothing', (code) => expect(toRefusal(answer(code), currencies)).toBeNull())

  it('reads the new total', () => {
    expect(toRefusal(answer('22'), currencies)?.newTotal).toEqual({ currency: 'GBP', minor: 1248n })
  })
})
