// Every class of answer that a storefront can give, over a real socket, and what may be said about the order after it.
import { afterEach, describe, expect, it } from 'vitest'
import { fakeClock } from '../../testing/fake-clock.ts'
import { shipTo } from '../../testing/books.ts'
import { outcomeOf, startCannedSeller } from '../../testing/canned-seller.ts'
import type { CannedAnswer } from '../../testing/canned-seller.ts'
import { limits } from '../../testing/fake-seller.ts'
import { connectGraphqlCart } from './index.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const money = (amount: string, currencyCode = 'EUR') => ({ amount, currencyCode })
const nothing = { userErrors: [], warnings: [] }
const cart = { id: 'c1', lines: [{ quantity: 1 }], cost: { totalAmount: money('15.85') } }
const created = { body: { data: { cartCreate: { ...nothing, cart } } } }
const order = {
  id: 'MB-1',
  clientMutationId: 'att_01',
  status: 'ACCEPTED',
  createdAt: '2026-11-21T10:00:03.120Z',
  lines: [{ barcode: '9780340839935', condition: 'NEW' }],
  cost: { totalAmount: money('15.85') },
}
const errors = (code?: string) => ({ errors: [{ message: 'no', ...(code && { extensions: { code } }) }] })
const problem = (code: string) => ({ ...nothing, userErrors: [{ code, field: null, message: '' }] })
const warned = (code: string) => ({ ...nothing, warnings: [{ code, message: '' }] })
const submitted = (payload: object) => ({ body: { data: { cartSubmit: { order: null, ...payload } } } })
const carted = (payload: object) => ({ body: { data: { cartCreate: { cart: null, ...payload } } } })

/** Connects to a seller that answers each operation as given; an answer that is missing is a bug of the test. */
async function connect(answers: Partial<Record<string, CannedAnswer | 'cut'>>) {
  const sent: string[] = []
  const seller = await startCannedSeller((_, body) => {
    const operation = /^(?:query|mutation) (\w+)/.exec((JSON.parse(body) as { query: string }).query)?.[1] ?? ''
    sent.push(operation)
    return answers[operation] ?? { status: 418, body: `${operation} was not expected` }
  })
  const connection = { protocol: 'graphql-cart' as const, baseUrl: seller.url, tokenHeader: 'x-token', token: 't' }
  const adapter = connectGraphqlCart(
    {
      id: 'm',
      name: 'M',
      currency: 'EUR',
      currencies: ['EUR', 'GBP'],
      notFoundFinalAfterMs: 1,
      limits,
      allowLoopback: true,
      connection,
    },
    connection,
    { clock: fakeClock(), onRequest: () => {} },
  )
  closing.push(() => adapter.close(), seller.close)
  const signal = AbortSignal.timeout(5_000)
  const ask = {
    reference: 'att_01',
    quoteRef: 'v1',
    isbn13: '9780340839935',
    limit: { currency: 'EUR', minor: 1585n },
    shipTo,
  }
  return { adapter, signal, sent, place: () => outcomeOf(adapter.placeOrder(ask, signal)) }
}

describe('cartSubmit', () => {
  it.each<[string, CannedAnswer | 'cut', string]>([
    ['an order', submitted({ ...nothing, order }), 'ORDER ACCEPTED'],
    [
      'an order and complaints',
      { body: { data: { cartSubmit: { ...nothing, order } }, ...errors('INTERNAL_SERVER_ERROR') } },
      'ORDER ACCEPTED',
    ],
    ['an order and a stock warning', submitted({ ...warned('MERCHANDISE_OUT_OF_STOCK'), order }), 'ORDER ACCEPTED'],
    [
      'an order cancelled since',
      submitted({ ...nothing, order: { ...order, status: 'CANCELLED' } }),
      'ORDER CANCELLED',
    ],
    [
      'an order in a status nobody knows',
      submitted({ ...nothing, order: { ...order, status: 'ON_HOLD' } }),
      'ORDER UNSPECIFIED',
    ],
    ['out of stock', submitted(warned('MERCHANDISE_OUT_OF_STOCK')), 'SOLD_OUT'],
    [
      'out of stock, and complaints',
      { body: { data: { cartSubmit: { ...warned('MERCHANDISE_OUT_OF_STOCK'), order: null } }, ...errors() } },
      'OUTCOME_UNKNOWN',
    ],
    ['another warning', submitted(warned('SOMETHING_NEW')), 'OUTCOME_UNKNOWN'],
    ['price moved', submitted(problem('TOTAL_ABOVE_EXPECTED')), 'PRICE_CHANGED'],
    ['cart expired', submitted(problem('CART_EXPIRED')), 'QUOTE_EXPIRED'],
    ['cart not found', submitted(problem('CART_NOT_FOUND')), 'OUTCOME_UNKNOWN'],
    ['cancelled before', submitted(problem('ORDER_CANCELLED')), 'ORDER_CANCELLED'],
    ['reference used otherwise', submitted(problem('CLIENT_MUTATION_ID_REUSED')), 'REQUEST_ID_REUSED'],
    ['not delivered there', submitted(problem('NOT_DELIVERABLE')), 'REJECTED'],
    ['a field wrong', submitted(problem('INVALID')), 'REJECTED'],
    ['a user error nobody knows', submitted(problem('SOMETHING_NEW')), 'OUTCOME_UNKNOWN'],
    ['no order and no reason', submitted(nothing), 'OUTCOME_UNKNOWN'],
    [
      'an order with a price that cannot be',
      submitted({ ...nothing, order: { ...order, cost: { totalAmount: money('NaN') } } }),
      'OUTCOME_UNKNOWN',
    ],
    ['throttled before execution', { body: errors('THROTTLED') }, 'NOT_SENT'],
    ['throttled in execution', { body: { data: null, ...errors('THROTTLED') } }, 'OUTCOME_UNKNOWN'],
    [
      'throttled, with its field null',
      { body: { data: { cartSubmit: null }, ...errors('THROTTLED') } },
      'OUTCOME_UNKNOWN',
    ],
    ['token refused before execution', { body: errors('ACCESS_DENIED') }, 'REJECTED'],
    ['token refused in execution', { body: { data: null, ...errors('ACCESS_DENIED') } }, 'OUTCOME_UNKNOWN'],
    ['a document refused', { body: errors('BAD_REQUEST') }, 'REJECTED'],
    ['a breakdown', { body: { data: null, ...errors('INTERNAL_SERVER_ERROR') } }, 'OUTCOME_UNKNOWN'],
    ['a breakdown without data', { body: errors('INTERNAL_SERVER_ERROR') }, 'OUTCOME_UNKNOWN'],
    ['a time-out', { body: { data: null, ...errors('TIMEOUT') } }, 'OUTCOME_UNKNOWN'],
    ['an error without a code', { body: errors() }, 'OUTCOME_UNKNOWN'],
    ['data null without an error', { body: { data: null } }, 'OUTCOME_UNKNOWN'],
    ['another field', { body: { data: { somethingElse: {} } } }, 'OUTCOME_UNKNOWN'],
    ['an empty object', { body: {} }, 'OUTCOME_UNKNOWN'],
    ['no JSON', { body: '{"data":{"cartSub' }, 'OUTCOME_UNKNOWN'],
    ['HTTP 401', { status: 401, body: '' }, 'REJECTED'],
    ['HTTP 429', { status: 429, body: '', headers: { 'retry-after': '2' } }, 'NOT_SENT'],
    ['HTTP 400', { status: 400, body: '' }, 'OUTCOME_UNKNOWN'],
    ['HTTP 500', { status: 500, body: '' }, 'OUTCOME_UNKNOWN'],
    ['HTTP 502', { status: 502, body: '<html>' }, 'OUTCOME_UNKNOWN'],
    ['a cut connection', 'cut', 'OUTCOME_UNKNOWN'],
  ])('%s', async (_, answer, outcome) => {
    const { place, sent } = await connect({ CreateCart: created, SubmitCart: answer })
    expect(await place()).toBe(outcome)
    expect(sent).toEqual(['CreateCart', 'SubmitCart']) // and never again on its own
  })
})

describe('cartCreate, which sells nothing', () => {
  it.each<[string, CannedAnswer | 'cut', string]>([
    [
      'out of stock',
      { body: { data: { cartCreate: { ...warned('MERCHANDISE_OUT_OF_STOCK'), cart: { ...cart, lines: [] } } } } },
      'SOLD_OUT',
    ],
    ['no such copy', carted(problem('MERCHANDISE_NOT_FOUND')), 'SOLD_OUT'],
    ['reference used otherwise', carted(problem('CLIENT_MUTATION_ID_REUSED')), 'REQUEST_ID_REUSED'],
    [
      'a dearer cart',
      { body: { data: { cartCreate: { ...nothing, cart: { ...cart, cost: { totalAmount: money('15.86') } } } } } },
      'PRICE_CHANGED',
    ],
    [
      'a cart in another currency',
      {
        body: { data: { cartCreate: { ...nothing, cart: { ...cart, cost: { totalAmount: money('15.85', 'GBP') } } } } },
      },
      'REJECTED',
    ],
    [
      'an empty cart without a reason',
      { body: { data: { cartCreate: { ...nothing, cart: { ...cart, lines: [] } } } } },
      'REJECTED',
    ],
    ['no cart and no reason', carted(nothing), 'REJECTED'],
    ['throttled', { body: errors('THROTTLED') }, 'NOT_SENT'],
    ['a breakdown', { body: { data: null, ...errors('INTERNAL_SERVER_ERROR') } }, 'NOT_SENT'],
    ['no JSON', { body: '{"data":{"cartCre' }, 'REJECTED'],
    ['HTTP 500', { status: 500, body: '' }, 'NOT_SENT'],
    ['a cut connection', 'cut', 'NOT_SENT'],
  ])('%s', async (_, answer, outcome) => {
    const { place, sent } = await connect({ CreateCart: answer })
    expect(await place()).toBe(outcome)
    expect(sent).toEqual(['CreateCart'])
  })

  it('submits a cart that has become cheaper', async () => {
    const cheaper = { ...cart, cost: { totalAmount: money('15.00') } }
    const { place } = await connect({
      CreateCart: { body: { data: { cartCreate: { ...nothing, cart: cheaper } } } },
      SubmitCart: submitted({ ...nothing, order }),
    })
    expect(await place()).toBe('ORDER ACCEPTED')
  })
})

describe('order', () => {
  it('is "none" only when the seller says so and complains of nothing', async () => {
    const none = await connect({ FindOrder: { body: { data: { order: null } } } })
    expect(await none.adapter.findOrder('att_01', none.signal)).toBeNull()
    for (const body of [{ data: { order: null }, ...errors() }, { data: null }, { data: {} }, {}]) {
      const { adapter, signal } = await connect({ FindOrder: { body } })
      await expect(adapter.findOrder('att_01', signal)).rejects.toMatchObject({ name: 'SellerFailure' })
    }
  })
})

describe('orderCancel', () => {
  it.each<[string, object, object]>([
    ['refused', { data: { orderCancel: { order: null, ...problem('TOO_LATE') } } }, { name: 'CancelRefused' }],
    [
      'not refused, but complained about',
      { data: { orderCancel: { order: null, ...problem('X') } }, ...errors() },
      { name: 'SellerFailure' },
    ],
    ['neither', { data: { orderCancel: { order: null, ...nothing } } }, { kind: 'bad_data' }],
  ])('%s', async (_, body, error) => {
    const { adapter, signal } = await connect({ CancelOrder: { body } })
    await expect(adapter.cancelOrder('att_01', signal)).rejects.toMatchObject(error)
  })
})

it('says when a throttled query can be sent again', async () => {
  const cost = {
    requestedQueryCost: 12,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: 100, currentlyAvailable: 2, restoreRate: 4 },
  }
  const { adapter, signal } = await connect({ Quotes: { body: { ...errors('THROTTLED'), extensions: { cost } } } })
  const quotes = adapter.getQuotes(
    { isbn13: '9780340839935', destination: { country: 'GB', postalCode: '' }, currency: 'EUR' },
    signal,
  )
  await expect(quotes[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 2_500 })
})
