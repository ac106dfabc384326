// Talks quire.seller.v1 over gRPC: the channel to a checked address, the bearer key, deadlines, cancellation.
import { Client, Metadata, connectivityState, credentials, status } from '@grpc/grpc-js'
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { resolveChecked } from '../../core/address-guard.ts'
import type { AddressRule } from '../../core/address-guard.ts'
import { SellerFailure } from '../../core/seller-failure.ts'

export interface GrpcConnection {
  protocol: 'grpc'
  /** `host:port`; nothing else: no other gRPC naming scheme is let in. */
  address: string
  /** Plain text only for loopback sellers. */
  tls: boolean
  apiKey: string
}

export interface GrpcSellerClient {
  getQuotes(ask: seller.GetQuotesRequest, signal: AbortSignal): AsyncIterable<seller.GetQuotesResponse__Output>
  placeOrder(ask: seller.PlaceOrderRequest, signal: AbortSignal): Promise<seller.PlaceOrderResponse__Output>
  getOrder(ask: seller.GetOrderRequest, signal: AbortSignal): Promise<seller.GetOrderResponse__Output>
  cancelOrder(ask: seller.CancelOrderRequest, signal: AbortSignal): Promise<seller.CancelOrderResponse__Output>
  close(): void
}

// A quote is some 200 bytes; a megabyte is a mistake or an attack.
const messageMaxBytes = 1024 * 1024
const connectTimeoutMs = 1_000
// The signal is the real limit; a call must still never be without a deadline.
const deadlineMs = 30_000

const options = {
  'grpc.max_receive_message_length': messageMaxBytes,
  'grpc.enable_retries': 0, // retries have one owner, and orders have none
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
}

/** A client for one seller. Errors of calls are the ServiceErrors they came as; before that, SellerFailure with `actedOn: 'no'`. */
export function createGrpcClient(
  connection: GrpcConnection,
  rule: AddressRule & { onRequest: () => void },
): GrpcSellerClient {
  const target = parseTarget(connection, rule)
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${connection.apiKey}`)
  let channel: Promise<Client> | null = null

  async function connect(): Promise<Client> {
    const [{ address, family }] = await resolveChecked(target.host, rule)
    const authority = `${target.host}:${target.port}`
    const secure = connection.tls ? credentials.createSsl() : credentials.createInsecure()
    return new Client(family === 6 ? `ipv6:[${address}]:${target.port}` : `ipv4:${address}:${target.port}`, secure, {
      ...options,
      'grpc.default_authority': authority,
      ...(connection.tls && { 'grpc.ssl_target_name_override': target.host }),
    })
  }

  /** A connected channel. Whatever goes wrong here, nothing was sent. */
  async function ready(signal: AbortSignal): Promise<Client> {
    const inspected = channel
    const old = await inspected?.catch(() => null)
    const isDown = old?.getChannel().getConnectivityState(false) === connectivityState.TRANSIENT_FAILURE
    if (isDown && channel === inspected) {
      old?.close() // the address may have moved: resolve and check it again
      channel = null
    }
    channel ??= connect()
    const mine = channel
    const client = await mine.catch((error: unknown) => {
      if (channel === mine) channel = null
      throw error
    })
    await waitUntilConnected(client)
    if (signal.aborted) throw signal.reason
    rule.onRequest()
    return client
  }

  const limits = () => ({ deadline: Date.now() + deadlineMs })

  function unary<Req, Res>(method: UnaryMethod<Req, Res>) {
    return async (ask: Req, signal: AbortSignal): Promise<Res> => {
      const client = await ready(signal)
      const { promise, resolve, reject } = Promise.withResolvers<Res>()
      const { path, requestSerialize, responseDeserialize } = method
      const call = client.makeUnaryRequest<Req, Res>(
        path,
        requestSerialize,
        responseDeserialize,
        ask,
        metadata,
        limits(),
        (error, answer) => (error || !answer ? reject(error ?? noAnswer()) : resolve(answer)),
      )
      return untilAborted(promise, signal, () => call.cancel())
    }
  }

  async function* getQuotes(ask: seller.GetQuotesRequest, signal: AbortSignal) {
    const client = await ready(signal)
    const { path, requestSerialize, responseDeserialize } = sellerService.GetQuotes
    const stream: ClientReadableStream<seller.GetQuotesResponse__Output> = client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      ask,
      metadata,
      limits(),
    )
    const cancel = () => stream.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      for await (const message of stream) yield message as seller.GetQuotesResponse__Output
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    } finally {
      signal.removeEventListener('abort', cancel)
      stream.cancel()
    }
  }

  return {
    getQuotes,
    placeOrder: unary(sellerService.PlaceOrder),
    getOrder: unary(sellerService.GetOrder),
    cancelOrder: unary(sellerService.CancelOrder),
    close: () => void channel?.then((client) => client.close()).catch(() => {}),
  }
}

interface UnaryMethod<Req, Res> {
  path: string
  requestSerialize: (value: Req) => Buffer
  responseDeserialize: (bytes: Buffer) => Res
}

/** True for what grpc-js gives when a call fails. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error
}

/** Waits for the connection, and no longer than its first failure: what is refused now is refused. */
async function waitUntilConnected(client: Client): Promise<void> {
  const channel = client.getChannel()
  const deadline = Date.now() + connectTimeoutMs
  while (true) {
    const state = channel.getConnectivityState(true)
    if (state === connectivityState.READY) return
    if (state === connectivityState.TRANSIENT_FAILURE || state === connectivityState.SHUTDOWN) throw unreachable()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    channel.watchConnectivityState(state, deadline, (error) => (error ? reject(unreachable()) : resolve()))
    await promise
  }
}

function unreachable(): SellerFailure {
  return new SellerFailure('unavailable', 'cannot be reached', { actedOn: 'no' })
}

async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal, cancel: () => void): Promise<T> {
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await answer
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function noAnswer(): Error {
  return Object.assign(new Error('the call ended without an answer'), {
    code: status.UNKNOWN,
    details: 'the call ended without an answer',
    metadata: new Metadata(),
  })
}

function parseTarget({ address, tls }: GrpcConnection, rule: AddressRule): { host: string; port: string } {
  const [, host, port] = /^([a-z0-9.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(address) ?? []
  if (host === undefined || port === undefined) throw new Error(`a gRPC seller's address is host:port, not ${address}`)
  if (!tls && !rule.allowLoopback) throw new Error(`a gRPC seller must use TLS: ${address}`)
  return { host, port }
}
