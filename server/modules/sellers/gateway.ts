// The only gRPC client: quire.gateway.v1.SellerGateway as the Sellers port. Every call has a deadline and carries the request id.
import { InterceptingCall, Metadata, credentials, makeClientConstructor, status } from '@grpc/grpc-js'
import type { ClientUnaryCall, Interceptor, ServiceError } from '@grpc/grpc-js'
import { gatewayService } from '@quire/proto'
import type { gateway } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import { toProtoMoney } from '@quire/proto/money'
import type { Clock } from '#platform/clock'
import type { Log } from '#platform/log'
import type { Outcome } from '#platform/outcome'
import { refuse } from './model.ts'
import type { PlaceRefusal, QuoteEvent, Sellers } from './model.ts'
import { toEvent, toSeller, toSellerOrder } from './translate.ts'

type CallOptions = Parameters<Sellers['list']>[0]
type Unary<Req, Res> = (
  request: Req,
  metadata: Metadata,
  options: { deadline: Date },
  callback: (error: ServiceError | null, response?: Res) => void,
) => ClientUnaryCall

const placeRefusals: ReadonlySet<string> = new Set([
  'SOLD_OUT',
  'PRICE_CHANGED',
  'QUOTE_EXPIRED',
  'ORDER_CANCELLED',
  'REJECTED',
])

/** What the gateway's door asks for. */
export interface GatewayDoor {
  /** Sent with every call; null where the gateway asks for none. */
  key: string | null
  /** The certificates, in PEM, that the gateway's is issued under; null: it is on this machine, without TLS. */
  ca: Buffer | null
}

/** Connects (lazily) to the gateway at `address` (`host:port`). Deadlines are absolute, by `world.clock`. */
export function connectSellers(
  address: string,
  world: { clock: Clock; log: Log; door?: GatewayDoor },
): Sellers & { close(): void } {
  const client = openClient(address, world.door ?? { key: null, ca: null })

  return {
    streamQuotes: (request, options) => stream(client, request, options, world),
    async placeOrder(order, options) {
      const request = {
        requestId: order.reference,
        sellerId: order.sellerId,
        orderToken: order.orderToken,
        limitTotal: toProtoMoney(order.limit),
        shipTo: { ...order.shipTo, lines: [...order.shipTo.lines] },
      }
      const done = await unary(
        client.placeOrder.bind(client) as Unary<typeof request, gateway.PlaceOrderResponse__Output>,
        request,
        options,
        world.clock,
      )
      if ('error' in done) return placeFailure(done.error)
      return settled(() => toSellerOrder(done.response.order))
    },
    async findOrder({ sellerId, reference }, options) {
      const request = { sellerId, requestId: reference }
      const done = await unary(
        client.getOrder.bind(client) as Unary<typeof request, gateway.GetOrderResponse__Output>,
        request,
        options,
        world.clock,
      )
      if (!('error' in done)) return settled(() => toSellerOrder(done.response.order))
      const isAnswer = done.error.code === status.NOT_FOUND && readDetails(done.error).reason === 'ORDER_NOT_FOUND'
      return isAnswer ? { kind: 'refused', reason: 'NOT_FOUND' } : { kind: 'unknown', detail: done.error.details }
    },
    async cancelOrder({ sellerId, reference }, options) {
      const request = { sellerId, requestId: reference }
      const done = await unary(
        client.cancelOrder.bind(client) as Unary<typeof request, gateway.CancelOrderResponse__Output>,
        request,
        options,
        world.clock,
      )
      if (!('error' in done)) return settled(() => toSellerOrder(done.response.order))
      const isAnswer =
        done.error.code === status.FAILED_PRECONDITION && readDetails(done.error).reason === 'CANNOT_CANCEL'
      return isAnswer ? { kind: 'refused', reason: 'CANNOT_CANCEL' } : { kind: 'unknown', detail: done.error.details }
    },
    async list(options) {
      const done = await unary(
        client.listSellers.bind(client) as Unary<object, gateway.ListSellersResponse__Output>,
        {},
        options,
        world.clock,
      )
      if ('error' in done) throw refuse('unreachable', { detail: done.error.details })
      return done.response.sellers.map(toSeller)
    },
    close: () => client.close(),
  }
}

function openClient(address: string, { key, ca }: GatewayDoor): gateway.SellerGatewayClient & { close(): void } {
  const Client = makeClientConstructor(gatewayService, 'SellerGateway')
  return new Client(address, ca ? credentials.createSsl(ca) : credentials.createInsecure(), {
    ...(key !== null && { interceptors: [withKey(key)] }),
    'grpc.max_receive_message_length': 1024 * 1024, // a quote is under 1 kB; a megabyte is a fault
    'grpc.enable_retries': 0, // retries are the gateway's business, never two layers
    'grpc.initial_reconnect_backoff_ms': 100, // a restarted gateway is found again at once, not after a second
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.keepalive_time_ms': 20_000,
  }) as unknown as gateway.SellerGatewayClient & { close(): void }
}

/** Call credentials would be the usual way, but grpc-js sends them over TLS only, and a key is asked for on a private network too. */
function withKey(key: string): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, listener, next) {
        metadata.set('authorization', `Bearer ${key}`)
        next(metadata, listener)
      },
    })
}

async function* stream(
  client: gateway.SellerGatewayClient,
  request: Parameters<Sellers['streamQuotes']>[0],
  options: CallOptions,
  world: { clock: Clock; log: Log },
): AsyncGenerator<QuoteEvent> {
  const { isbn13, destination, currency, isLiveOnly = false } = request
  const call = client.streamQuotes(
    {
      isbn13,
      destination: { country: destination.country, postalCode: destination.postalCode ?? '' },
      currency,
      liveOnly: isLiveOnly,
    },
    metadataOf(options),
    { deadline: deadlineOf(options, world.clock) },
  )
  const cancel = () => call.cancel()
  onAbort(options.signal, cancel)
  try {
    for await (const message of call as AsyncIterable<gateway.StreamQuotesResponse__Output>) {
      const event = readEvent(message, world.log)
      if (event) yield event
    }
  } catch (error) {
    if (options.signal?.aborted) return
    if (!isServiceError(error)) throw error
    const { code, details } = error
    if (code === status.DEADLINE_EXCEEDED) return // what has arrived has been said; the caller sees that no summary came
    throw refuse(code === status.INVALID_ARGUMENT ? 'book_unknown' : 'unreachable', { code, details })
  } finally {
    options.signal?.removeEventListener('abort', cancel)
    call.cancel() // harmless after the end; stops the sellers when the reader left early
  }
}

/** One event, or null for one that we cannot read: a fault between us and our gateway, which must not hide everybody else's offers. */
function readEvent(message: gateway.StreamQuotesResponse__Output, log: Log): QuoteEvent | null {
  try {
    return toEvent(message)
  } catch (error) {
    log.error({ err: error }, 'the gateway sent an event that cannot be read')
    return null
  }
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number'
}

/** How a failed PlaceOrder reads. Only what the contract calls definite is definite; all else may have bought. */
export function placeFailure(error: Pick<ServiceError, 'code' | 'details' | 'metadata'>): Outcome<never, PlaceRefusal> {
  const { reason } = readDetails(error)
  if (error.code === status.FAILED_PRECONDITION && reason && placeRefusals.has(reason)) {
    return { kind: 'refused', reason: reason as PlaceRefusal, detail: error.details }
  }
  // The gateway itself found the request wrong and sent nothing: a fault of ours, and certainly no order.
  if (error.code === status.INVALID_ARGUMENT) return { kind: 'refused', reason: 'REJECTED', detail: error.details }
  if (error.code === status.UNAVAILABLE && reason === 'NOT_SENT')
    return { kind: 'retryable', afterMs: 500, detail: error.details }
  return { kind: 'unknown', detail: error.details }
}

function unary<Req, Res>(
  call: Unary<Req, Res>,
  request: Req,
  options: CallOptions,
  clock: Clock,
): Promise<{ response: Res } | { error: ServiceError }> {
  return new Promise((resolve) => {
    const active = call(request, metadataOf(options), { deadline: deadlineOf(options, clock) }, (error, response) => {
      options.signal?.removeEventListener('abort', cancel)
      resolve(error || response === undefined ? { error: error as ServiceError } : { response })
    })
    const cancel = () => active.cancel()
    onAbort(options.signal, cancel)
  })
}

/** Also for a signal that has aborted already, which sends no event any more. */
function onAbort(signal: AbortSignal | undefined, cancel: () => void): void {
  if (signal?.aborted) cancel()
  else signal?.addEventListener('abort', cancel, { once: true })
}

/** An answer we cannot read came from a seller that may have acted. */
function settled<T>(read: () => T): Outcome<T, never> {
  try {
    return { kind: 'ok', value: read() }
  } catch (error) {
    return { kind: 'unknown', detail: String(error) }
  }
}

function deadlineOf({ timeoutMs }: CallOptions, clock: Clock): Date {
  return new Date(clock.now().getTime() + timeoutMs)
}

function metadataOf({ requestId }: CallOptions): Metadata {
  const metadata = new Metadata()
  if (requestId) metadata.set('x-request-id', requestId)
  return metadata
}
