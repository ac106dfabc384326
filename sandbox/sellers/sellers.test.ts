// What every seller does, whatever it speaks: the same suite over every protocol and real sockets.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import type { Buyer, Outcome, SeenQuote } from '../testing/buyer.ts'
import { lastStep, sellers } from '../testing/every-seller.ts'
import { control, ordersOf, requestsOf } from '../testing/control.ts'

const isbn13 = '9780340839935'

/** A test only where it applies: one that cannot is none, not a skipped one. */
const when = (applies: boolean) => (applies ? it : () => {})

describe.each(sellers)('%s', (_, makeBuyer, { cancels }) => {
  let sandbox: Sandbox
  let buyer: Buyer
  const behave = (knobs: object) => control(sandbox, 'PATCH', `/sellers/${buyer.seller}`, knobs)
  const held = () => ordersOf(sandbox, buyer.seller)
  const offer = (price: string, quantity = 1) =>
    control(sandbox, 'PUT', `/sellers/${buyer.seller}/offers/${isbn13}`, {
      price,
      shipping: '2.00',
      currency: buyer.currency,
      condition: 'NEW',
      quantity,
    })
  const quoted = async (): Promise<SeenQuote> => {
    const [quote] = ok(await buyer.quote(isbn13))
    if (!quote) throw new Error('nothing on offer')
    return quote
  }

  beforeAll(async () => {
    sandbox = await startSandbox()
    buyer = await makeBuyer(sandbox)
  })
  afterAll(async () => {
    buyer.close()
    await sandbox.close()
  })
  beforeEach(async () => {
    await control(sandbox, 'POST', '/reset', { seed: 1 })
    await offer('10.00')
  })

  it('sells what it quotes, for what it quoted', async () => {
    const quote = await quoted()
    expect(quote.total).toEqual({ currency: buyer.currency, minor: 1200n })

    const order = ok(await buyer.place('r1', quote))

    expect(order).toMatchObject({ state: 'ACCEPTED', total: quote.total })
    expect(ok(await buyer.get('r1'))).toEqual(order)
    expect(await held()).toMatchObject([
      {
        reference: 'r1',
        orderId: order.orderId,
        isbn13,
        condition: 'NEW',
        state: 'ACCEPTED',
        total: {
          currency: buyer.currency,
          minor: 1200,
        },
        history: [
          {
            state: 'ACCEPTED',
            by: 'seller',
          },
        ],
      },
    ])
    expect(ok(await buyer.quote(isbn13))).toEqual([])
  })

  it('answers a repeated order with the first one, and refuses another under its reference', async () => {
    await offer('10.00', 5)
    const quote = await quoted()
    const first = ok(await buyer.place('r1', quote))

    expect(ok(await buyer.place('r1', quote))).toEqual(first)
    const dearer = { ...quote, total: { ...quote.total, minor: quote.total.minor + 1n } }
    expect(await buyer.place('r1', dearer)).toMatchObject({ kind: 'refused', code: 'REFERENCE_REUSED' })
    expect(await held()).toHaveLength(1)
  })

  it('sells the last copy once, however many ask', async () => {
    const quote = await quoted()
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => buyer.place(`r${i}`, quote)))

    expect(outcomes.filter(({ kind }) => kind === 'ok')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.code === 'SOLD_OUT')).toHaveLength(7)
    expect(await held()).toHaveLength(1)
  })

  when(cancels)('puts the copy back when an order is cancelled, once', async () => {
    ok(await buyer.place('r1', await quoted()))

    expect(ok(await buyer.cancel('r1')).state).toBe('CANCELLED')
    expect(ok(await buyer.cancel('r1')).state).toBe('CANCELLED')

    expect((await quoted()).quantity).toBe(1)
    expect(await held()).toMatchObject([{ state: 'CANCELLED', history: [{ by: 'seller' }, { by: 'buyer' }] }])
  })

  when(cancels)('remembers a cancellation that comes before its order', async () => {
    const quote = await quoted()
    expect(await buyer.get('r1')).toMatchObject({ kind: 'refused', code: 'ORDER_NOT_FOUND' })

    expect(ok(await buyer.cancel('r1'))).toEqual({ orderId: '', state: 'CANCELLED', total: null })

    expect(await buyer.place('r1', quote)).toMatchObject({ kind: 'refused', code: 'ORDER_CANCELLED' })
    expect(ok(await buyer.get('r1')).orderId).toBe('')
    expect(await held()).toEqual([])
  })

  it('refuses above the quoted total and names the new one', async () => {
    const quote = await quoted()
    await offer('10.01')

    expect(await buyer.place('r1', quote)).toEqual({
      kind: 'refused',
      code: 'PRICE_CHANGED',
      total: {
        currency: buyer.currency,
        minor: 1201n,
      },
    })
    expect(await held()).toEqual([])
  })

  it('priceMoveRate: the price rises between quote and order, for good', async () => {
    const quote = await quoted()
    await behave({ priceMoveRate: 1 })

    const refused = await buyer.place('r1', quote)

    expect(refused).toMatchObject({ kind: 'refused', code: 'PRICE_CHANGED' })
    expect((await quoted()).total).toEqual(refused.kind === 'refused' && refused.total)
    expect((await quoted()).total.minor).toBeGreaterThan(quote.total.minor)
    expect(await held()).toEqual([])
  })

  it('soldOutRate: somebody else was faster', async () => {
    await offer('10.00', 3)
    const quote = await quoted()
    await behave({ soldOutRate: 1 })

    expect(await buyer.place('r1', quote)).toMatchObject({ kind: 'refused', code: 'SOLD_OUT' })
    expect(ok(await buyer.quote(isbn13))).toEqual([])
    expect(await held()).toEqual([])
  })

  it('loseAnswerRate: the order is booked, the answer never comes, a repetition finds it', async () => {
    const quote = await quoted()
    await behave({ loseAnswerRate: 1 })
    expect((await buyer.place('r1', quote)).kind).toBe('trouble')
    const [order] = await held()
    expect(order).toMatchObject({ reference: 'r1', state: 'ACCEPTED' })

    await behave({ loseAnswerRate: 0 })
    expect(ok(await buyer.get('r1')).orderId).toBe(order?.orderId)
    expect(ok(await buyer.place('r1', quote)).orderId).toBe(order?.orderId)
  })

  it('loseAnswerRate does not swallow refusals', async () => {
    const quote = await quoted()
    await offer('11.00')
    await behave({ loseAnswerRate: 1 })
    expect(await buyer.place('r1', quote)).toMatchObject({ kind: 'refused', code: 'PRICE_CHANGED' })
  })

  it('lateAcceptRate: an error now, the order later', async () => {
    const quote = await quoted()
    await behave({ lateAcceptRate: 1, lateAcceptAfterMs: 20 })

    expect((await buyer.place('r1', quote)).kind).toBe('trouble')

    await vi.waitFor(async () => expect(ok(await buyer.get('r1')).state).toBe('ACCEPTED'))
    expect(await held()).toHaveLength(1)
  })

  when(cancels)('lateAcceptRate: a cancellation in between holds', async () => {
    await offer('10.00', 5)
    const quote = await quoted()
    await behave({ lateAcceptRate: 1, lateAcceptAfterMs: 700 }) // long enough for a cancellation on a busy machine
    expect((await buyer.place('r1', quote)).kind).toBe('trouble')
    ok(await buyer.cancel('r1'))

    // A second late order, placed after the first, is the sign that the first one's time is over.
    expect((await buyer.place('r2', quote)).kind).toBe('trouble')
    await vi.waitFor(async () => expect(ok(await buyer.get('r2')).state).toBe('ACCEPTED'), 10_000)

    expect(ok(await buyer.get('r1'))).toMatchObject({ orderId: '', state: 'CANCELLED' })
    expect(await held()).toMatchObject([{ reference: 'r2' }])
  })

  it('failRate: an error, and nothing done', async () => {
    const quote = await quoted()
    await behave({ failRate: 1 })

    expect((await buyer.quote(isbn13)).kind).toBe('trouble')
    expect((await buyer.place('r1', quote)).kind).toBe('trouble')
    if (cancels) expect((await buyer.cancel('r1')).kind).toBe('trouble')

    await behave({ failRate: 0 })
    expect(ok(await buyer.place('r1', quote)).state).toBe('ACCEPTED')
  })

  it('garbage: bytes that nobody can read', async () => {
    const quote = await quoted()
    await behave({ garbage: true })
    expect((await buyer.quote(isbn13)).kind).toBe('trouble')
    expect((await buyer.place('r1', quote)).kind).toBe('trouble')
    expect((await buyer.get('r1')).kind).toBe('trouble')
  })

  it('hang: takes the request, does nothing, never answers', async () => {
    const quote = await quoted()
    await behave({ hang: true })
    const patience = new AbortController()
    const placing = buyer.place('r1', quote, patience.signal)
    await vi.waitFor(async () => {
      const requests = await requestsOf(sandbox, buyer.seller)
      expect(requests.map(({ reference }) => reference)).toContain('r1')
    })
    patience.abort()

    expect((await placing).kind).toBe('trouble')
    expect(await held()).toEqual([])
  })

  it('ratePerSecond: refuses what is too much', async () => {
    await behave({ ratePerSecond: 1 })
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => buyer.quote(isbn13)))
    const kinds = outcomes.map(({ kind }) => kind)
    expect(kinds).toContain('ok')
    expect(kinds).toContain('trouble')
  })

  it('finishes an order whose buyer has gone', async () => {
    await offer('10.00', 2)
    const quote = await quoted()
    ok(await buyer.place('r1', quote))
    await behave({ latencyMs: { p50: 100, p99: 100 } })
    const patience = new AbortController()
    const placing = buyer.place('r2', quote, patience.signal)
    await vi.waitFor(async () => expect(await stepsFor(sandbox, buyer.seller, 'r2')).toContain(lastStep[buyer.seller]))
    patience.abort()
    await placing

    await vi.waitFor(async () => expect(await held()).toHaveLength(2))
  })

  it('writes down what it was told', async () => {
    ok(await buyer.place('r1', await quoted()))
    const requests = await requestsOf(sandbox, buyer.seller)
    expect(new Set(requests.map(({ kind }) => kind))).toEqual(new Set(['order', 'read']))
    expect(JSON.stringify(requests)).toContain('1 High Street')
  })
})

async function stepsFor(sandbox: Sandbox, seller: string, reference: string): Promise<string[]> {
  const requests = await requestsOf(sandbox, seller)
  return requests.filter((request) => request.reference === reference).map(({ operation }) => operation)
}

function ok<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'ok') return outcome.value
  throw new Error(`expected success, got ${JSON.stringify(outcome, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`)
}
