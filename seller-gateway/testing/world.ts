// A real gateway before real sandbox sellers, for tests: everything on free ports, nothing faked.
import { Client, Metadata, credentials } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { gatewayService } from '@quire/proto'
import type { gateway } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import { startSandbox } from '@quire/sandbox'
import { loadConfig, startGateway } from '../index.ts'

type Json = Record<string, unknown>

/** What a call came to: its answer, or its code and reason. */
export type Result<T> = { answer: T; error?: never } | { answer?: never; error: ServiceError & { reason: string } }

/** Starts the sandbox and a gateway; `close` ends both. */
export async function startWorld(env: Record<string, string> = {}) {
  const sandbox = await startSandbox()
  const gateway = await startGateway(
    loadConfig({
      QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
      QUIRE_SANDBOX_URL: sandbox.url,
      QUIRE_SANDBOX_GRPC_ADDR: sandbox.grpcAddr,
      QUIRE_GATEWAY_TOKEN_KEYS: 'a key for tests that is long enough to be one',
      QUIRE_LOG_LEVEL: 'silent',
      ...env,
    }),
  )
  const client = connectClient(gateway.addr)
  const control = async (method: string, path: string, body?: Json): Promise<unknown> => {
    const answer = await fetch(sandbox.url + path, { method, ...(body && { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    ...client,
    addr: gateway.addr,
    webhookAddr: gateway.webhookAddr,
    sandboxUrl: sandbox.url,
    /** Any control endpoint of the sandbox. */
    control,
    closeSandbox: () => sandbox.close(),
    /** Sets what a seller offers for a book: the only copy, tax 0. */
    offer: (seller: string, isbn13: string, offer: Json) =>
      control('PUT', `/sellers/${seller}/offers/${isbn13}`, offer),
    behave: (seller: string, behaviour: Json) => control('PATCH', `/sellers/${seller}`, behaviour),
    seller: async (seller: string) => (await control('GET', `/sellers/${seller}`)) as Json,
    /** The orders in the seller's own books. */
    books: async (seller: string) => (await control('GET', `/journal/sellers/${seller}/orders`)) as Json[],
    /** Every request that could change an order, as the seller received it. */
    requests: async (seller: string) => (await control('GET', `/journal/sellers/${seller}/requests`)) as Json[],
    /** A new world with calm sellers. */
    reset: () => control('POST', '/reset', { seed: 1 }),
    async close() {
      client.close()
      await gateway.close()
      await sandbox.close()
    },
  }
}

/** A plain client of the gateway, with its key where it asks for one. */
export function connectClient(addr: string, key = '') {
  const client = new Client(addr, credentials.createInsecure())
  const metadata = new Metadata()
  if (key !== '') metadata.set('authorization', `Bearer ${key}`)

  function unary<Req, Res>(method: {
    path: string
    requestSerialize: (v: Req) => Buffer
    responseDeserialize: (b: Buffer) => Res
  }) {
    return (request: Req, timeoutMs = 10_000): Promise<Result<Res>> =>
      new Promise((resolve) => {
        const { path, requestSerialize, responseDeserialize } = method
        const options = { deadline: Date.now() + timeoutMs }
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadata,
          options,
          (error, answer) => resolve(error ? { error: withReason(error) } : { answer: answer as Res }),
        )
      })
  }

  /** The stream, for tests that cancel it. */
  function openQuotes(request: gateway.StreamQuotesRequest, timeoutMs = 10_000) {
    const { path, requestSerialize, responseDeserialize } = gatewayService.StreamQuotes
    const options = { deadline: Date.now() + timeoutMs }
    return client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata, options)
  }

  return {
    openQuotes,
    /** All events of one round, in order. Rejects with the ServiceError. */
    async quotes(request: gateway.StreamQuotesRequest, timeoutMs?: number) {
      const events: gateway.StreamQuotesResponse__Output[] = []
      for await (const event of openQuotes(request, timeoutMs))
        events.push(event as gateway.StreamQuotesResponse__Output)
      return events
    },
    place: unary(gatewayService.PlaceOrder),
    get: unary(gatewayService.GetOrder),
    cancel: unary(gatewayService.CancelOrder),
    list: unary(gatewayService.ListSellers),
    raw: client,
    close: () => client.close(),
  }
}

function withReason(error: ServiceError) {
  return Object.assign(error, { reason: readDetails(error).reason ?? '' })
}
