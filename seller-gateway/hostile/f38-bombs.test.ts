// F38: answers that grow while they are read. Each ends at a named limit, long before memory or patience do.
import { createServer as createHttp2Server } from 'node:http2'
import type { ServerHttp2Stream } from 'node:http2'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answering, askOnce, honest, isPrelude, openGateway, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { answerOf, book, fair, httpProtocols, protoQuote } from '../testing/protocols.ts'
import type { HttpProtocol } from '../testing/protocols.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await startHostileWorld()
})
afterAll(() => world.close())
afterEach(() => world.reset())

const megabyte = 1024 * 1024
const gzip = { 'content-encoding': 'gzip' }
const textOf = (protocol: HttpProtocol) => answerOf(protocol, '/x', fair)

/** Every seller over HTTP fails with bad data, and the honest one is heard. */
async function expectAllRefused(reason = /./) {
  const round = await askOnce(world)
  for (const id of httpProtocols) {
    expect(round.failures[id], id).toMatch(/^FAILURE_KIND_BAD_DATA: /)
    expect(round.failures[id], id).toMatch(reason)
  }
  expect(round.quotes('honest')).toHaveLength(1)
}

describe('F38 bombs over HTTP', () => {
  it('F38 a gzip bomb of 1000:1: a megabyte on the wire, a gigabyte unpacked, refused at four megabytes', async () => {
    // gzip members may follow each other, so the bomb needs no gigabyte to be made.
    const member = gzipSync(Buffer.alloc(16 * megabyte))
    const bomb = Buffer.concat(Array.from({ length: 60 }, () => member))
    expect(bomb.length).toBeLessThan(megabyte)
    world.behaveAll((protocol) => answering(protocol, bomb, gzip))
    const before = process.memoryUsage.rss()
    await expectAllRefused(/damaged or too large/)
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * megabyte) // nine sellers at once; one gigabyte each otherwise
  })

  it('F38 gzip in gzip in gzip: one is unpacked, and what is left is no answer', async () => {
    world.behaveAll((protocol) => answering(protocol, gzipSync(gzipSync(gzipSync(textOf(protocol)))), gzip))
    await expectAllRefused()
  })

  it.each([
    ['in one header', Array(100).fill('gzip').join(', ')],
    ['in a hundred headers', Array<string>(100).fill('gzip')],
    ['of another kind', 'br'],
    ['that is none', 'x-none'],
  ])('F38 content encodings %s: refused unread', async (_, encodings) => {
    world.behaveAll((protocol) => (request, response, path) => {
      if (isPrelude(protocol, path)) return honest(protocol)(request, response, path)
      response.setHeader('content-encoding', encodings).end(gzipSync(textOf(protocol)))
    })
    await expectAllRefused(/encoding that was not asked for/)
  })

  it('F38 a chunked body without end: refused after a megabyte, and the connection is cut', async () => {
    const sent: Record<string, number> = {}
    const cut: Promise<unknown>[] = []
    world.behaveAll((protocol) => (request, response, path) => {
      if (isPrelude(protocol, path)) return honest(protocol)(request, response, path)
      const chunk = Buffer.alloc(65_536, ' ')
      cut.push(new Promise((resolve) => request.socket.once('close', resolve)))
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent[protocol] = (sent[protocol] ?? 0) + chunk.length
      }
      response.on('drain', more)
      more()
    })
    await expectAllRefused(/too large/)
    await Promise.all(cut)
    for (const [id, bytes] of Object.entries(sent)) expect(bytes, id).toBeLessThan(16 * megabyte) // what sockets hold, and no more
  })

  it('F38 headers without end: refused at sixteen kilobytes', async () => {
    world.behaveAll((protocol) => (request, response, path) => {
      if (isPrelude(protocol, path)) return honest(protocol)(request, response, path)
      response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end(textOf(protocol))
    })
    await expectAllRefused(/HEADERS_OVERFLOW/)
  })

  it('F38 a length that is a lie: refused', async () => {
    const server = (protocol: HttpProtocol) => answering(protocol, textOf(protocol), { 'content-length': '5' })
    world.behaveAll((protocol) => (request, response, path) => {
      response.strictContentLength = false
      server(protocol)(request, response, path)
    })
    const round = await askOnce(world)
    for (const id of httpProtocols) expect(round.failures[id], id).toMatch(/^FAILURE_KIND_(BAD_DATA|UNAVAILABLE): /)
    expect(round.quotes('honest')).toHaveLength(1)
  })
})

describe('F38 a hundred thousand offers', () => {
  const many = (one: string, separator = ',') => Array<string>(100_000).fill(one).join(separator)
  const segments = many("LIN+1++9780340839935:EN'PRI+AAA:8'", '')
  const bodies: Record<HttpProtocol, string> = {
    'rest-checkout': `{"total":100000,"itemSummaries":[${many('{"itemId":"1","buyingOptions":[]}')}]}`,
    'rest-mapped': `{"isbn":"${book}","currency":"EUR","offers":[${many('{"kind":"paper"}')}]}`,
    'soap-trade': `<Envelope><Body>${many('<ItemDetail>1</ItemDetail>', '')}</Body></Envelope>`,
    'signed-search': `<searchResults><resultCount>1</resultCount>${many('<Book>1</Book>', '')}</searchResults>`,
    'graphql-cart': `{"data":{"productVariants":{"nodes":[${many('{"id":"1"}')}]}}}`,
    'agentic-checkout': `{"products":[${many('{"variants":[]}')}]}`,
    'price-list': `H;SELLER;L1;2026-11-21T09:00:00.000Z\r\n${many('9780340839935;;N;8,99;EUR;1;;;', '\r\n')}\r\nT;100000\r\n`,
    edifact: `UNB+UNOC:3+SELLER+QUIRE+1:2+C1'UNH+1+PRICAT:D:96A:UN'${segments}UNT+200002+1'UNZ+1+C1'`,
    x12: answerOf('x12', '', fair).replace('LIN*', `${many('LIN*1*EN*9780340839935~CTP**NET*8~', '')}LIN*`),
  }

  it('F38 in every protocol: refused, however small they pack', async () => {
    world.behaveAll((protocol) => (_, response, path) => {
      // ACP answers the first question with them already; all others after their preludes.
      const isHonest = isPrelude(protocol, path) && protocol !== 'agentic-checkout'
      if (isHonest) return honest(protocol)(_, response, path)
      response.writeHead(200, gzip).end(gzipSync(bodies[protocol]))
    })
    await expectAllRefused()
  })

  it('F38 a price list that grows by one delta after the other: refused when it is too long', async () => {
    const entries = world.entries().filter(({ id }) => id === 'price-list')
    const gateway = await openGateway(entries)
    const line = (n: number) => `${isbn13(n)};;N;8,99;EUR;1;2,40;;`
    let lists = 0
    world.behave('price-list', (_, response) => {
      const from = lists * 40_000
      const lines = Array.from({ length: 40_000 }, (_one, n) => line(from + n))
      const madeAt = new Date().toISOString()
      const head = lists === 0 ? `H;SELLER;L0;${madeAt}` : `D;SELLER;L${lists - 1};L${lists};${madeAt}`
      lists += 1
      response.writeHead(200, gzip).end(gzipSync([head, ...lines, 'T;40000', ''].join('\r\n')))
    })
    expect((await gateway.ask()).failures).toEqual({})
    expect((await gateway.ask()).failures['price-list']).toMatch(/BAD_DATA: its price list has grown above 50000 books/)
    await gateway.close()
  })

  it('F38 a mailbox without end: refused when it is listed', async () => {
    const listing = `END 1\n${many('1 C PRICAT', '\n')}\n`
    world.behave('edifact', (_, response) => void response.writeHead(200, gzip).end(gzipSync(listing)))
    world.behave('x12', (_, response) => void response.end(`END 1\n${'\n'.repeat(900_000)}1 C 832\n`))
    const round = await askOnce(world, 'edifact', 'x12')
    for (const id of ['edifact', 'x12']) expect(round.failures[id]).toMatch(/BAD_DATA: its mailbox/)
  })
})

describe('F38 bombs over gRPC', () => {
  it('F38 a stream without end: two hundred quotes, and the seller is told that it is enough', async () => {
    const cancelled = Promise.withResolvers<void>()
    world.behaveGrpc((call) => {
      call.once('cancelled', () => cancelled.resolve())
      const more = () => {
        while (!call.cancelled && call.write({ quote: protoQuote(fair) }));
      }
      call.on('drain', more)
      more()
    })
    const round = await askOnce(world, 'grpc')
    expect(round.quotes('grpc')).toHaveLength(200)
    expect(round.quotes('honest')).toHaveLength(1)
    await cancelled.promise
  })

  it('F38 a message of two megabytes: bad data', async () => {
    world.behaveGrpc((call) => {
      call.write({ quote: { ...protoQuote(fair), quoteId: 'x'.repeat(2 * megabyte) } })
      call.end()
    })
    const round = await askOnce(world, 'grpc')
    expect(round.failures['grpc']).toMatch(/^FAILURE_KIND_BAD_DATA: .*larger than max/)
    expect(round.quotes('honest')).toHaveLength(1)
  })

  it.each([
    ['that unpacks to 64 megabytes', gzipSync(Buffer.alloc(64 * megabyte))],
    ['that is no gzip', Buffer.from('no gzip at all')],
  ])('F38 a compressed message %s: bad data', async (_, packed) => {
    const server = createHttp2Server()
    server.on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => {})
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-encoding': 'gzip' },
        { waitForTrailers: true },
      )
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      const head = Buffer.alloc(5)
      head.writeUInt8(1, 0) // compressed
      head.writeUInt32BE(packed.length, 1)
      stream.end(Buffer.concat([head, packed]))
    })
    const sessions = new Set<{ destroy(): void }>()
    server.on('session', (session) => void sessions.add(session))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const gateway = await openGateway(
      world.entries({}, { http: world.port, grpc: port }).filter(({ id }) => /grpc|honest/.test(id)),
    )
    const round = await gateway.ask()
    expect(round.failures['grpc']).toMatch(/^FAILURE_KIND_BAD_DATA: /)
    expect(round.quotes('honest')).toHaveLength(1)
    await gateway.close()
    for (const session of sessions) session.destroy()
    server.close()
  })
})

/** The n-th of a million ISBNs. */
function isbn13(n: number): string {
  const body = `979${String(n).padStart(9, '0')}`
  const sum = Array.from(body).reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
