import { afterEach, expect, it } from 'vitest'
import { createRegistry } from '../core/registry.ts'
import type { SellerEntry } from '../core/registry.ts'
import { systemClock } from '../core/clock.ts'
import { isbn } from '../testing/books.ts'
import { limits } from '../testing/fake-seller.ts'
import { createGatewayKit } from './index.ts'
import { startReferenceSeller } from './testing/reference-seller.ts'
import { ReferenceShop } from './testing/reference-shop.ts'

const copies = [{ isbn13: isbn(1), condition: 'NEW' as const, cents: 1_250, quantity: 40 }]
const kit = createGatewayKit((entry) => {
  const adapter = createRegistry([entry], systemClock).find(entry.id)?.adapter
  if (!adapter) throw new Error('it was just made')
  return adapter
})
const ask = { testIsbn13s: [isbn(1)], challengeToken: 'proof', checks: ['place.confirms', 'wire.challenge'] }

let close = () => {}
afterEach(() => close())

async function serve() {
  const shop = new ReferenceShop({ copies, key: 'k', challenge: 'proof' })
  const server = await startReferenceSeller(shop)
  close = server.close
  const entry: SellerEntry = {
    id: 'newcomer',
    name: 'Newcomer',
    currency: 'USD',
    currencies: ['USD'],
    notFoundFinalAfterMs: 30_000,
    limits,
    allowLoopback: true,
    connection: {
      protocol: 'grpc',
      contractVersion: 'quire.seller.v1',
      address: server.address,
      tls: false,
      apiKey: 'k',
    },
  }
  return { shop, entry }
}

const states = async (target: Parameters<typeof kit.run>[0]) => {
  const results = await Array.fromAsync(kit.run(target, new AbortController().signal))
  return { results, report: kit.toReport(results), byName: Object.fromEntries(results.map((one) => [one.check, one])) }
}

it('checks a registered seller over the wire', async () => {
  const { entry } = await serve()
  const { report } = await states({ entry, ...ask })
  expect(report).toMatchObject({ kitVersion: kit.version, passed: 2, failed: 0, conforms: true })
  expect(kit.checks).toContain('attack.lost-answer')
})

it('finds that another token is answered than the one of the registration', async () => {
  const { entry } = await serve()
  const { byName } = await states({ entry, ...ask, challengeToken: 'another' })
  expect(byName['wire.challenge']?.state).toBe('CHECK_STATE_FAILED')
})

it('connects to no address that the gateway would not, and says so in the report', async () => {
  const { entry, shop } = await serve()
  const connection = {
    protocol: 'grpc' as const,
    contractVersion: 'quire.seller.v1' as const,
    address: '127.0.0.1:9',
    tls: true,
    apiKey: 'k',
  }
  const { byName, report } = await states({ entry: { ...entry, allowLoopback: false, connection }, ...ask })
  expect(byName['run.book-on-offer']?.received).toBe('127.0.0.1 is at 127.0.0.1, where no request may go')
  expect(byName['place.confirms']?.state).toBe('CHECK_STATE_SKIPPED')
  expect(report.conforms).toBe(false)
  expect(shop.orders.size).toBe(0)
})

it('sends nothing in plain text to an address that is not of the sandbox', async () => {
  const { entry, shop } = await serve()
  const { byName } = await states({ entry: { ...entry, allowLoopback: false }, ...ask })
  expect(byName['run.book-on-offer']?.received).toBe('a gRPC seller must use TLS')
  expect(shop.quoted.size).toBe(0)
})
