// What ACP's answers mean where nothing is bought: look-ups, cancellations and quotes against a server that says what it is told to.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SellerAdapter } from '../../core/adapter.ts'
import { CancelRefused } from '../../core/seller-failure.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import { limits } from '../../testing/fake-seller.ts'
import { startScriptedServer } from '../../testing/scripted-server.ts'
import { connectAgenticCheckout } from './index.ts'

const never = new AbortController().signal
let server: Awaited<ReturnType<typeof startScriptedServer>>
let adapter: SellerAdapter
beforeAll(async () => {
  server = await startScriptedServer()
  const connection = {
    protocol: 'agentic-checkout' as const,
    baseUrl: `${server.url}/acp/`,
    apiKey: 'a key',
    pricesIn: ['USD'] as const,
    payment: { handlerId: 'credit', merchantId: 'shop' },
    skip: { option: 'Format', values: [] },
    webhookSecret: '',
  }
  const entry = {
    id: 'lantern',
    name: 'Lantern',
    currency: 'USD',
    currencies: ['USD'],
    notFoundFinalAfterMs: 30_000,
    limits,
    allowLoopback: true,
    connection,
  }
  adapter = connectAgenticCheckout(entry, connection, { clock: fakeClock(), onRequest: () => {} })
})
afterAll(async () => {
  await adapter.close()
  await server.close()
})

const flat = (code: string) => ({ type: 'invalid_request', code, message: '' })
const failures: [number, unknown, object][] = [
  [401, flat('unauthorized'), { kind: 'auth' }],
  [403, '<html>', { kind: 'auth' }],
  [429, flat('rate_limited'), { kind: 'throttled', retryAfterMs: 3_000 }],
  [404, flat('no_route'), { kind: 'rejected' }],
  [404, '<html>', { kind: 'bad_data' }],
  [404, {}, { kind: 'rejected' }],
  [400, flat('unsupported_api_version'), { kind: 'rejected' }],
  [500, flat('order_not_found'), { kind: 'unavailable' }],
  [503, '<html>', { kind: 'unavailable' }],
  [200, {}, { kind: 'bad_data' }],
  [200, '', { kind: 'bad_data' }],
]

describe('a look-up', () => {
  it('finds none only when the seller itself says so', async () => {
    server.say(404, flat('order_not_found'))
    expect(await adapter.findOrder('att/01', never)).toBeNull()
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        url: '/acp/orders?client_reference_id=att%2F01',
        headers: { authorization: 'Bearer a key', 'api-version': '2026-04-17' },
      },
    ])
  })

  it.each(failures)('answered %i %j is a failure: %j', async (status, body, expected) => {
    server.say(status, body, { 'retry-after': '3' })
    await expect(adapter.findOrder('att_01', never)).rejects.toMatchObject(expected)
  })
})

describe('a cancellation', () => {
  it('is sent under a key that follows from the reference', async () => {
    server.say(200, { client_reference_id: 'att_01', status: 'canceled' })
    expect(await adapter.cancelOrder('att_01', never)).toMatchObject({ state: 'CANCELLED', sellerOrderId: '' })
    expect(server.received[0]?.headers['idempotency-key']).toBe('att_01.cancel')
  })

  it('that is still running may be sent again, and one that is refused may not', async () => {
    server.say(409, flat('idempotency_in_flight'))
    await expect(adapter.cancelOrder('att_01', never)).rejects.toMatchObject({ kind: 'unavailable' })
    server.say(409, flat('shipped'))
    await expect(adapter.cancelOrder('att_01', never)).rejects.toBeInstanceOf(CancelRefused)
  })
})

describe('quotes', () => {
  it.each(failures)('answered %i %j are a failure: %j', async (status, body, expected) => {
    server.say(status, body, { 'retry-after': '3' })
    const ask = { isbn13: '9780340839935', destination: { country: 'US', postalCode: '' }, currency: 'USD' }
    const read = async () => {
      for await (const _ of adapter.getQuotes(ask, never)) throw new Error('there is no quote')
    }
    await expect(read()).rejects.toMatchObject(expected)
  })
})
