// The gRPC client of quire.gateway.v1.SellerGateway as the Sellers port. Every call has a deadline and carries the request id.
import { InterceptingCall, credentials, makeClientConstructor, status } from '@grpc/grpc-js'
import type { Interceptor, ServiceError } from '@grpc/grpc-js'
import { gatewayService } from '@quire/proto'
import type { gateway } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import { toProtoMoney } from '@quire/proto/money'
import type { Clock } from '#platform/clock'
import { deadlineOf, isServiceError, metadataOf, onAbort, unaryCaller } from '#platform/grpc'
import type { Log } from '#platform/log'
import type { Outcome } from '#platform/outcome'
import { refuse } from './model.ts'
import type { PlaceRefusal, QuoteEvent, Sellers } from './model.ts'
import { toEvent, toSeller, toSellerOrder } from './translate.ts'

type CallOptions = Parameters<Sellers['list']>[0]

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
  const ask = unaryCaller(client, world.clock)

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
      const done = await ask<gateway.PlaceOrderResponse__Output>(client.placeOrder, request, options)
      if ('error' in done) return placeFailure(done.error)
      return settled(() => toSellerOrder(done.response.order))
    },
    async findOrder({ sellerId, reference }, options) {
      const request = { sellerId, requestId: reference }
      const done = await ask<gateway.GetOrderResponse__Output>(client.getOrder, request, options)
      if (!('error' in done)) return settled(() => toSellerOrder(done.response.order))
      const isAnswer = done.error.code === status.NOT_FOUND && readDetails(done.error).reason === 'ORDER_NOT_FOUND'
      return isAnswer ? { kind: 'refused', reason: 'NOT_FOUND' } : { kind: 'unknown', detail: done.error.details }
    },
    async cancelOrder({ sellerId, reference }, options) {
      const request = { sellerId, requestId: reference }
      const done = await ask<gateway.CancelOrderResponse__Output>(client.cancelOrder, request, options)
      if (!('error' in done)) return settled(() => toSellerOrder(done.response.order))
      const isAnswer =
        done.error.code === status.FAILED_PRECONDITION && readDetails(done.error).reason === 'CANNOT_CANCEL'
      return isAnswer ? { kind: 'refused', reason: 'CANNOT_CANCEL' } : { kind: 'unknown', detail: done.error.details }
    },
    async list(options) {
      const done = await ask<gateway.ListSellersResponse__Output>(client.listSellers, {}, options)
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
    'grpc.enable_channelz': 0, // nobody serves it, and it is counted for every message
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
      batched: true,
    },
    metadataOf(options),
    { deadline: deadlineOf(options, world.clock) },
  )
  const cancel = () => call.cancel()
  onAbort(options.signal, cancel)
  try {
    for await (const message of call as AsyncIterable<gateway.StreamQuotesResponse__Output>)
      for (const event of readEvents(message, world.log)) yield event
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

/** The events of a message. A gateway from before there were batches sends one in each. */
function readEvents(message: gateway.StreamQuotesResponse__Output, log: Log): QuoteEvent[] {
  const { batch } = message
  return (batch.length > 0 ? batch : [message]).flatMap((one) => readEvent(one, log) ?? [])
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

/** An answer we cannot read came from a seller that may have acted. */
function settled<T>(read: () => T): Outcome<T, never> {
  try {
    return { kind: 'ok', value: read() }
  } catch (error) {
    return { kind: 'unknown', detail: String(error) }
  }
}
