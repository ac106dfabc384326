// Sellers of every protocol on real sockets before a real gateway, each as honest or hostile as a test wants it, beside one that is always honest.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { gateway, seller } from '@quire/proto'
import type { SellerEntry } from '../core/registry.ts'
import { loadConfig, startGateway } from '../index.ts'
import { london } from './books.ts'
import { answerOf, book, connectionOf, entryOf, fair, httpProtocols, protoQuote } from './protocols.ts'
import type { HttpProtocol, Said } from './protocols.ts'
import { connectClient } from './world.ts'

/** Answers one request to one seller; `path` is below the seller's base. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, path: string) => void
export type GrpcBehaviour = (call: ServerWritableStream<seller.GetQuotesRequest, seller.GetQuotesResponse>) => void

type Events = gateway.StreamQuotesResponse__Output[]
export type HostileWorld = Awaited<ReturnType<typeof startHostileWorld>>

export const everyProtocol = [...httpProtocols, 'grpc'] as const

/** Does as its protocol wants, with this price. */
export function honest(protocol: HttpProtocol, said: Said = fair): Behaviour {
  return (_, response, path) => {
    // It keeps no older lists: the whole one is fetched each time.
    const status = path.startsWith('/pricelist-delta') ? 410 : 200
    response.writeHead(status).end(answerOf(protocol, path, said))
  }
}

/** The same with this body instead, where the book is asked for; tokens and listings stay as they are. */
export function answering(
  protocol: HttpProtocol,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Behaviour {
  return (request, response, path) => {
    if (isPrelude(protocol, path)) honest(protocol)(request, response, path)
    else response.writeHead(200, headers).end(body)
  }
}

/** What comes before the answer that matters. */
export function isPrelude(protocol: HttpProtocol, path: string): boolean {
  return (
    /^\/(identity|products|pricelist-delta)/.test(path) ||
    ((protocol === 'edifact' || protocol === 'x12') && path.startsWith('?'))
  )
}

export function quoting(said: Said): GrpcBehaviour {
  return (call) => {
    call.write({ quote: protoQuote(said) })
    call.end()
  }
}

/** Starts the sellers' servers. Without a behaviour, a seller is honest. */
export async function startHostileWorld() {
  const behaviours = new Map<string, Behaviour>()
  let grpcBehaviour = quoting(fair)
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const [, id = '', path = ''] = /^\/([a-z0-9-]+)(.*)$/s.exec(request.url ?? '') ?? []
    response.on('error', () => {})
    const [protocol] = httpProtocols.filter((one) => id.startsWith(one))
    const behaviour = behaviours.get(id) ?? honest(protocol ?? 'rest-mapped')
    request.resume().once('end', () => behaviour(request, response, path))
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}).once('close', () => sockets.delete(socket)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { grpcServer, grpcPort } = await startGrpcSeller((call) => grpcBehaviour(call))

  const entries = (change: Partial<SellerEntry> = {}, ports = { http: port, grpc: grpcPort }): SellerEntry[] => {
    const at = (id: string) => `http://127.0.0.1:${ports.http}/${id}`
    const address = `127.0.0.1:${ports.grpc}`
    return [
      ...httpProtocols.map((id) => entryOf(id, connectionOf(id, at(id)), change)),
      entryOf(
        'grpc',
        { protocol: 'grpc', contractVersion: 'quire.seller.v1', address, tls: false, apiKey: 'a key' },
        change,
      ),
      entryOf('honest', connectionOf('rest-mapped', `http://127.0.0.1:${port}/honest`)),
    ]
  }

  return {
    port,
    grpcPort,
    entries,
    /** Connections that sellers over HTTP have. */
    sockets,
    /** From now on; null for honest again. */
    behave(id: string, behaviour: Behaviour | null): void {
      if (behaviour) behaviours.set(id, behaviour)
      else behaviours.delete(id)
    },
    behaveGrpc: (behaviour: GrpcBehaviour) => void (grpcBehaviour = behaviour),
    /** All sellers over HTTP. */
    behaveAll(make: (protocol: HttpProtocol) => Behaviour): void {
      for (const id of httpProtocols) behaviours.set(id, make(id))
    },
    reset(): void {
      behaviours.clear()
      grpcBehaviour = quoting(fair)
    },
    async close() {
      server.close()
      server.closeAllConnections()
      grpcServer.forceShutdown()
    },
  }
}

/** A gRPC seller that quotes as it is told and does nothing else. */
async function startGrpcSeller(behaviour: GrpcBehaviour) {
  const grpcServer = new Server()
  grpcServer.addService(sellerService, {
    GetQuotes: (call: Parameters<GrpcBehaviour>[0]) => behaviour(call.on('error', () => {})),
  })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  grpcServer.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
    error ? reject(error) : resolve(bound),
  )
  return { grpcServer, grpcPort: await promise }
}

/** A gateway of its own before these sellers, so that no breaker remembers the round before. */
export async function openGateway(sellers: readonly SellerEntry[]) {
  const config = loadConfig({
    QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
    QUIRE_GATEWAY_TOKEN_KEYS: 'a key for tests that is long enough to be one',
    QUIRE_LOG_LEVEL: 'silent',
    QUIRE_QUOTE_CACHE_SECONDS: '0', // each round asks anew
  })
  const started = await startGateway({ ...config, sellers })
  const client = connectClient(started.addr)
  return {
    ...client,
    /** One round of all sellers, or of these. */
    ask: async (timeoutMs = 15_000, sellerIds: string[] = []): Promise<Round> =>
      toRound(await client.quotes({ isbn13: book, destination: london, currency: 'EUR', sellerIds }, timeoutMs)),
    async close() {
      client.close()
      await started.close()
    },
  }
}

/** What a round came to. */
export interface Round {
  events: Events
  /** The quotes of a seller. */
  quotes(id: string): gateway.Quote__Output[]
  /** `FAILURE_KIND_…: detail` of every seller that failed. */
  failures: Record<string, string>
  summary: gateway.QuoteSummary__Output | null | undefined
}

function toRound(events: Events): Round {
  return {
    events,
    quotes: (id) => events.flatMap(({ quote }) => (quote?.sellerId === id ? [quote] : [])),
    failures: Object.fromEntries(
      events.flatMap(({ failed }) => (failed ? [[failed.sellerId, `${failed.kind}: ${failed.detail}`]] : [])),
    ),
    summary: events.at(-1)?.summary,
  }
}

/** Asks everybody once, or these sellers and the honest one, with a gateway of its own. */
export async function askOnce(world: HostileWorld, ...ids: string[]): Promise<Round> {
  const asked = world.entries().filter(({ id }) => ids.length === 0 || id === 'honest' || ids.includes(id))
  const opened = await openGateway(asked)
  try {
    return await opened.ask()
  } finally {
    await opened.close()
  }
}
