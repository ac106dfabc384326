// A newer gateway's enum values, as bytes over gRPC: each reads as the least it can mean, and the rest of the answer stands.
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { reply, useScriptedGateway } from '#testing/scripted-gateway'
import { connectSellers } from './gateway.ts'
import type { QuoteEvent, Sellers } from './model.ts'

const newer = 99
const seller = { sellerId: 'harbor', sellerName: 'Harbor' }
const usd = { currencyCode: 'USD', units: '13', nanos: 0 }
const patient = { timeoutMs: 30_000 }

const scripted = useScriptedGateway()
let sellers: Sellers & { close(): void }
beforeAll(() => {
  sellers = connectSellers(scripted.address, { clock: systemClock, log: pino({ level: 'silent' }) })
})
afterAll(() => sellers.close())

async function received(event: object): Promise<QuoteEvent[]> {
  scripted.stream = (call) => {
    call.write(event)
    call.end()
  }
  const request = { isbn13: '9780441172719', destination: { country: 'US' }, currency: 'USD' }
  return await Array.fromAsync(sellers.streamQuotes(request, patient))
}

it('a condition is not stated, and a source is not live', async () => {
  const quote = { ...seller, quoteId: 'q', item: usd, condition: newer as never, source: newer as never }
  expect(await received({ quote })).toMatchObject([
    { type: 'quote', quote: { quoteId: 'q', condition: 'UNSPECIFIED', source: 'CACHED' } },
  ])
})

it('a failure is one, whatever its kind', async () => {
  expect(await received({ failed: { ...seller, kind: newer } })).toMatchObject([
    { type: 'failed', sellerId: 'harbor', kind: 'UNAVAILABLE' },
  ])
})

it('a seller that was skipped was skipped, whatever the reason', async () => {
  expect(await received({ skipped: { ...seller, reason: newer } })).toMatchObject([
    { type: 'skipped', sellerId: 'harbor', reason: 'NOT_ELIGIBLE' },
  ])
})

it.each(['placeOrder', 'findOrder', 'cancelOrder'] as const)(
  '%s: an order stands in no state we know',
  async (call) => {
    const order = {
      sellerId: 'harbor',
      requestId: 'ref-1',
      sellerOrderId: 'H-1',
      total: usd,
      state: newer,
      condition: newer,
    }
    scripted.unary = reply({ order })
    const shipTo = { recipient: 'A', lines: ['1'], city: 'T', region: '', postalCode: '1', country: 'US' }
    const limit = { currency: 'USD', minor: 1_300n }
    const ask = { sellerId: 'harbor', reference: 'ref-1', orderToken: 'token', limit, shipTo }
    expect(await sellers[call](ask, patient)).toMatchObject({
      kind: 'ok',
      value: { sellerOrderId: 'H-1', state: 'UNSPECIFIED', condition: 'UNSPECIFIED' },
    })
  },
)
