// A seller that speaks a newer contract: enum values that we do not know, as bytes over gRPC, through the whole gateway.
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { toTimestamp } from '@quire/proto/time'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadConfig, startGateway } from '../../index.ts'
import type { Gateway } from '../../index.ts'
import { isbn, london, shipTo } from '../../testing/books.ts'
import { connectClient } from '../../testing/world.ts'

const newer = 99
const book = isbn(1)
const gbp = (units: string) => ({ currencyCode: 'GBP', units, nanos: 0 })

const server = new Server()
let gateway: Gateway
let client: ReturnType<typeof connectClient>

beforeAll(async () => {
  server.addService(sellerService, {
    getQuotes: (call: ServerWritableStream<seller.GetQuotesRequest__Output, object>) => {
      call.write({ quote: quote('strange', '5', newer) })
      call.write({ quote: quote('plain', '9', 1) })
      call.end()
    },
    placeOrder: answer,
    getOrder: answer,
    cancelOrder: answer,
    getChallenge: (_: unknown, callback: sendUnaryData<object>) => callback(null, {}),
  })
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  const config = loadConfig({ QUIRE_GATEWAY_ADDR: '127.0.0.1:0', QUIRE_LOG_LEVEL: 'silent' })
  const fleetStreet = config.sellers.find(({ id }) => id === 'fleet-street')
  if (fleetStreet?.connection.protocol !== 'grpc') throw new Error('the gRPC seller is missing')
  const connection = { ...fleetStreet.connection, address: `127.0.0.1:${port}` }
  gateway = await startGateway({ ...config, sellers: [{ ...fleetStreet, connection }] })
  client = connectClient(gateway.addr)
})
afterAll(async () => {
  client.close()
  await gateway.close()
  server.forceShutdown()
})

it('a copy in a condition that we do not know is shown, not bought by a machine, and hides no other', async () => {
  const events = await client.quotes({ isbn13: book, destination: london, currency: 'GBP' })
  expect(events.flatMap(({ quote: one }) => one ?? [])).toMatchObject([
    { condition: 'CONDITION_UNSPECIFIED', item: gbp('5'), autoBuyEligible: false },
    { condition: 'CONDITION_NEW', item: gbp('9'), autoBuyEligible: true },
  ])
  expect(events.at(-1)?.summary).toMatchObject({ answered: 1, failed: 0 })
})

it('an order in a state that we do not know is handed on as an order in none', async () => {
  const events = await client.quotes({ isbn13: book, destination: london, currency: 'GBP' })
  const copy = events.flatMap(({ quote: one }) => one ?? []).find(({ autoBuyEligible }) => autoBuyEligible)
  const { sellerId = '', orderToken = '', sellerTotal = null } = copy ?? {}
  const expected = { answer: { order: { sellerOrderId: 'N-1', state: 'ORDER_STATE_UNSPECIFIED' } } }
  const placed = await client.place({ requestId: 'ref-1', sellerId, orderToken, limitTotal: sellerTotal, shipTo })
  expect(placed).toMatchObject(expected)
  expect(await client.get({ sellerId, requestId: 'ref-1' })).toMatchObject(expected)
  expect(await client.cancel({ sellerId, requestId: 'ref-1' })).toMatchObject(expected)
})

function answer({ request }: ServerUnaryCall<{ requestId: string }, object>, callback: sendUnaryData<object>): void {
  const { requestId } = request
  callback(null, {
    order: { orderId: 'N-1', requestId, state: newer, isbn13: book, condition: newer, total: gbp('9') },
  })
}

function quote(quoteId: string, units: string, condition: number) {
  const parts = { item: gbp(units), shipping: gbp('0'), tax: gbp('0') }
  const expireTime = toTimestamp(new Date(Date.now() + 600_000))
  return { quoteId, isbn13: book, condition, ...parts, quantity: 1, shipsFrom: 'GB', expireTime }
}
