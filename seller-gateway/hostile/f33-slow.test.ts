// F33: sellers that are slow on purpose. Each ends at its own deadline, its sockets are freed, and the others answer.
import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SellerEntry } from '../core/registry.ts'
import { everyProtocol, isPrelude, honest, openGateway, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { book, fair, httpProtocols, protoQuote } from '../testing/protocols.ts'
import { startDripping, startProxy, startTcp } from '../testing/tcp-servers.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await startHostileWorld()
})
afterAll(() => world.close())
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  world.reset()
  for (const close of closing.splice(0).toReversed()) await close()
})

// Its own deadline; the request's is fifteen seconds.
const limits: SellerEntry['limits'] = {
  concurrent: 4,
  queued: 4,
  perSecond: 10_000,
  burst: 10_000,
  quoteTimeoutMs: 500,
  orderTimeoutMs: 500,
}

async function open(ports = { http: world.port, grpc: world.grpcPort }, quoteTimeoutMs = 500) {
  const gateway = await openGateway(world.entries({ limits: { ...limits, quoteTimeoutMs } }, ports))
  closing.push(gateway.close)
  return gateway
}

/** A server for all sellers but the honest one. */
async function before(starting: ReturnType<typeof startTcp>) {
  const server = await starting
  closing.push(server.close)
  return server
}

describe('F33 slow sellers', () => {
  it.each([
    ['headers, then one byte after the other', 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n', 'x'],
    ['chunks of one byte without end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\nx\r\n'],
    ['headers that never end', 'HTTP/1.1 200 OK\r\nx-a: ', 'x'],
    ['early hints without end', 'HTTP/1.1 103 Early Hints\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('F33 %s: a timeout at the seller’s own deadline, and its socket is freed', async (_, head, drop) => {
    const server = await before(startDripping(head, drop))
    const gateway = await open({ http: server.port, grpc: server.port })
    const round = await gateway.ask()
    for (const id of httpProtocols) expect(round.failures[id], id).toMatch(/^FAILURE_KIND_TIMEOUT: /)
    expect(round.failures['grpc']).toMatch(/^FAILURE_KIND_(TIMEOUT|UNAVAILABLE): /) // no HTTP/2 at all
    expect(round.quotes('honest')).toHaveLength(1)
    expect(round.summary).toMatchObject({ answered: 1, failed: everyProtocol.length })
    // Lists are fetched for all who may ask, and have their own time; nobody else's socket stays.
    await vi.waitFor(() => expect(server.sockets.size).toBeLessThanOrEqual(listsAndChannel), 5_000)
    await gateway.close()
    await vi.waitFor(() => expect(server.sockets.size).toBe(0), 5_000)
  })

  it('F33 a connection that is taken and never answered: a timeout, and its socket is freed', async () => {
    const server = await before(startTcp((socket) => void socket.resume()))
    const gateway = await open({ http: server.port, grpc: server.port })
    const round = await gateway.ask()
    for (const id of everyProtocol) expect(round.failures[id], id).toMatch(/^FAILURE_KIND_TIMEOUT: /)
    expect(round.quotes('honest')).toHaveLength(1)
    await vi.waitFor(() => expect(server.sockets.size).toBeLessThanOrEqual(listsAndChannel), 5_000)
  })

  it('F33 a reset in the middle of the body: unavailable, and nothing is believed', async () => {
    world.behaveAll((protocol) => (request, response, path) => {
      if (isPrelude(protocol, path)) return honest(protocol)(request, response, path)
      response.writeHead(200, { 'content-length': 1_000 }).write('{"offers":[', () => request.socket.resetAndDestroy())
    })
    world.behaveGrpc((call) => void call.write({ quote: protoQuote(fair) }))
    const proxy = await before(
      startProxy(world.grpcPort, (socket, bytes) => {
        if (bytes.includes(book)) socket.write(bytes.subarray(0, -5), () => socket.resetAndDestroy())
        else socket.write(bytes)
      }),
    )
    const round = await (await open({ http: world.port, grpc: proxy.port }, 5_000)).ask()
    for (const id of everyProtocol) expect(round.failures[id], id).toMatch(/^FAILURE_KIND_UNAVAILABLE: /)
    expect(round.quotes('honest')).toHaveLength(1)
  })

  it('F33 one byte in a packet: read like any other answer', async () => {
    const slice = (socket: Socket, bytes: Buffer) => {
      for (const byte of bytes) socket.write(Buffer.of(byte))
    }
    const http = await before(startProxy(world.port, slice))
    const grpc = await before(startProxy(world.grpcPort, slice))
    const round = await (await open({ http: http.port, grpc: grpc.port }, 10_000)).ask()
    expect(round.failures).toEqual({})
    for (const id of everyProtocol) expect(round.quotes(id), id).toHaveLength(1)
  })

  it('F33 a seller that drips, asked again and again: its connections never pile up', async () => {
    const server = await before(startDripping('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'))
    const gateway = await open({ http: server.port, grpc: world.grpcPort }, 50)
    let most = 0
    for (let n = 0; n < 20; n += 1) {
      await gateway.ask(5_000, ['soap-trade', 'graphql-cart'])
      most = Math.max(most, server.sockets.size)
    }
    expect(most).toBeLessThanOrEqual(8) // two sellers, four calls each
  })
})

// The three sellers with lists, one connection each, and the gRPC seller's channel.
const listsAndChannel = 4
