// F36: what only a gRPC seller can do: early metadata, poisoned pushback, retries by its own configuration, targets that are no address.
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectGrpc } from '../adapters/grpc/index.ts'
import { createChannel } from '../adapters/grpc/channel.ts'
import { systemClock } from '../core/clock.ts'
import { createResolve } from '../core/resolve-name.ts'
import { london, shipTo } from '../testing/books.ts'
import { startDnsServer } from '../testing/dns-server.ts'
import { openGateway, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { book, entryOf } from '../testing/protocols.ts'

const ask = { isbn13: book, destination: london, currency: 'EUR' }
const order = {
  reference: 'att_1',
  quoteRef: 'q-1',
  isbn13: book,
  limit: { currency: 'EUR', minor: 1139n },
  shipTo,
}
let fails: () => { code: status; details: string; metadata: Metadata }
let calls: string[] = []
let server: Server
let port: number

beforeAll(async () => {
  server = new Server()
  const unary = (call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => {
    calls.push(call.getPath())
    done(fails())
  }
  server.addService(sellerService, {
    GetQuotes: (call: ServerWritableStream<seller.GetQuotesRequest, seller.GetQuotesResponse>) => {
      calls.push(call.getPath())
      call.emit('error', fails())
    },
    PlaceOrder: unary,
    GetOrder: unary,
    CancelOrder: unary,
  })
  const { promise, resolve } = Promise.withResolvers<number>()
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) => resolve(bound))
  port = await promise
})
afterAll(() => server.forceShutdown())
beforeEach(() => {
  calls = []
})

function connect(address = `127.0.0.1:${port}`) {
  const connection = {
    protocol: 'grpc' as const,
    contractVersion: 'quire.seller.v1' as const,
    address,
    tls: false,
    apiKey: 'a key',
  }
  return connectGrpc(entryOf('grpc', connection), connection, { clock: systemClock, onRequest: () => {} })
}

const signal = () => AbortSignal.timeout(5_000)

describe('F36 early metadata', () => {
  let world: HostileWorld
  beforeAll(async () => {
    world = await startHostileWorld()
  })
  afterAll(() => world.close())

  it('F36 metadata at once, then silence: a timeout, and the seller is told that nobody waits', async () => {
    const cancelled = Promise.withResolvers<void>()
    world.behaveGrpc((call) => {
      call.sendMetadata(new Metadata())
      call.once('cancelled', () => cancelled.resolve())
    })
    const limits = { concurrent: 4, queued: 4, perSecond: 100, burst: 100, quoteTimeoutMs: 300, orderTimeoutMs: 300 }
    const gateway = await openGateway(world.entries({ limits }))
    const round = await gateway.ask(15_000, ['grpc', 'honest'])
    expect(round.failures['grpc']).toMatch(/^FAILURE_KIND_TIMEOUT: /)
    expect(round.quotes('honest')).toHaveLength(1)
    await cancelled.promise
    await gateway.close()
  })
})

describe('F36 retries belong to us', () => {
  it.each(['NaN', '0', '-1', '1', '99999999999999999999', ''])(
    'F36 a pushback of %j: nothing is sent again, no order above all',
    async (pushback) => {
      fails = () => {
        const metadata = new Metadata()
        metadata.set('grpc-retry-pushback-ms', pushback)
        return { code: status.UNAVAILABLE, details: 'come again', metadata }
      }
      const adapter = connect()
      await expect(adapter.placeOrder(order, signal())).rejects.toMatchObject({ kind: 'unavailable', actedOn: 'maybe' })
      await expect(Array.fromAsync(adapter.getQuotes(ask, signal()))).rejects.toMatchObject({ kind: 'unavailable' })
      expect(calls.toSorted()).toEqual([sellerService.GetQuotes.path, sellerService.PlaceOrder.path])
      await adapter.close()
    },
  )

  it('F36 a service configuration in DNS: never asked for', async () => {
    fails = () => ({ code: status.UNAVAILABLE, details: 'no', metadata: new Metadata() })
    const dns = await startDnsServer((name) => (name === 'seller.test' ? ['127.0.0.1'] : []))
    const rule = { allowLoopback: true, resolve: createResolve([dns.address]), onRequest: () => {} }
    const connection = {
      protocol: 'grpc' as const,
      contractVersion: 'quire.seller.v1' as const,
      address: `seller.test:${port}`,
      tls: false,
      apiKey: 'a key',
    }
    const channel = createChannel(connection, rule)
    const client = await channel.ready(signal())
    expect(client.getChannel().getTarget()).toBe(`ipv4:127.0.0.1:${port}`) // what was judged, and no name
    expect(dns.asked.toSorted()).toEqual(['A seller.test', 'AAAA seller.test'])
    channel.close()
    await dns.close()
  })

  it('F36 a RetryInfo of three hundred years: an hour', async () => {
    fails = () => rpcError(status.RESOURCE_EXHAUSTED, 'later', { reason: 'X', retryAfterMs: 9e12 })
    const adapter = connect()
    await expect(Array.fromAsync(adapter.getQuotes(ask, signal()))).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterMs: 3_600_000,
    })
    await adapter.close()
  })

  it('F36 details that are no protobuf: the code alone counts', async () => {
    fails = () => {
      const metadata = new Metadata()
      metadata.set('grpc-status-details-bin', Buffer.alloc(1_000, 0xff))
      return { code: status.FAILED_PRECONDITION, details: 'no', metadata }
    }
    const adapter = connect()
    await expect(adapter.placeOrder(order, signal())).rejects.toMatchObject({
      name: 'OrderRefused',
      reason: 'REJECTED',
    })
    await adapter.close()
  })
})

describe('F36 targets', () => {
  let dns: Awaited<ReturnType<typeof startDnsServer>>
  beforeAll(async () => {
    dns = await startDnsServer(() => [])
  })
  afterAll(() => dns.close())
  afterEach(() => void (dns.asked.length = 0))

  it.each([
    'unix:/run/docker.sock',
    'unix:///run/docker.sock',
    'unix-abstract:socket',
    'vsock:2:50051',
    'xds:///seller.example:443',
    'dns:///seller.example:443',
    'dns://8.8.8.8/seller.example:443',
    'ipv4:127.0.0.1:50051',
    'ipv6:[::1]:50051',
    'https://seller.example:443',
    'key@seller.example:443',
    'seller.example:443/path',
    'seller.example:443,127.0.0.1:50051',
    'seller.example',
    'seller.example:0',
    'seller.example:22',
    'seller.example:65536',
    'seller.example:443\n',
    ' seller.example:443',
    ':443',
    '',
  ])('F36 %j: refused when it is configured', (address) => {
    const connection = {
      protocol: 'grpc' as const,
      contractVersion: 'quire.seller.v1' as const,
      address,
      tls: true,
      apiKey: 'a key',
    }
    expect(() => createChannel(connection, { allowLoopback: false, onRequest: () => {} })).toThrow(
      /gRPC seller's address|port/,
    )
  })

  it.each(['unix:443', 'xds:443', 'ipv4:443'])('F36 %j: a host of that name, and nothing else', async (address) => {
    const connection = {
      protocol: 'grpc' as const,
      contractVersion: 'quire.seller.v1' as const,
      address,
      tls: true,
      apiKey: 'a key',
    }
    const rule = { allowLoopback: false, resolve: createResolve([dns.address]), onRequest: () => {} }
    const channel = createChannel(connection, rule)
    await expect(channel.ready(signal())).rejects.toMatchObject({ kind: 'unavailable', actedOn: 'no' })
    expect(dns.asked).toContain(`A ${address.slice(0, -4)}`)
    channel.close()
  })
})
