// Talks quire.seller.v1: the bearer key, a deadline on every call, cancellation.
import { Metadata, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import type { Channel } from './channel.ts'

export interface GrpcSellerClient {
  getQuotes(ask: seller.GetQuotesRequest, signal: AbortSignal): AsyncIterable<seller.GetQuotesResponse__Output>
  placeOrder(ask: seller.PlaceOrderRequest, signal: AbortSignal): Promise<seller.PlaceOrderResponse__Output>
  getOrder(ask: seller.GetOrderRequest, signal: AbortSignal): Promise<seller.GetOrderResponse__Output>
  cancelOrder(ask: seller.CancelOrderRequest, signal: AbortSignal): Promise<seller.CancelOrderResponse__Output>
  getChallenge(ask: seller.GetChallengeRequest, signal: AbortSignal): Promise<seller.GetChallengeResponse__Output>
}

// The signal is the real limit; a call must still never be without a deadline.
const deadlineMs = 30_000
const limits = () => ({ deadline: Date.now() + deadlineMs })

/** What speaks each version of the contract. A seller pins one; the next version is another line here, beside it. */
const clients: ReadonlyMap<string, typeof createV1Client> = new Map([['quire.seller.v1', createV1Client]])

/** The versions of the contract that we speak, oldest first. */
export const contractVersions: readonly string[] = [...clients.keys()]

/** A client under one key, in the version that its seller has pinned. Throws for one that we do not speak. */
export function createGrpcClient(
  channel: Channel,
  { apiKey, contractVersion }: { apiKey: string; contractVersion: string },
): GrpcSellerClient {
  const create = clients.get(contractVersion)
  if (!create) throw new Error(`${JSON.stringify(contractVersion)} is no version of the contract that we speak`)
  return create(channel, apiKey)
}

/** What the channel rejects with was not sent; errors of calls are the ServiceErrors they came as. */
function createV1Client(channel: Channel, apiKey: string): GrpcSellerClient {
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${apiKey}`)

  function unary<Req, Res>({ path, requestSerialize, responseDeserialize }: Method<Req, Res>) {
    return async (ask: Req, signal: AbortSignal): Promise<Res> => {
      const client = await channel.ready(signal)
      const { promise, resolve, reject } = Promise.withResolvers<Res>()
      const settle = (error: ServiceError | null, answer?: Res) =>
        answer === undefined ? reject(error ?? noAnswer()) : resolve(answer)
      const call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, ask, metadata, limits(), settle)
      return untilAborted(promise, signal, () => call.cancel())
    }
  }

  async function* getQuotes(ask: seller.GetQuotesRequest, signal: AbortSignal) {
    const client = await channel.ready(signal)
    const { path, requestSerialize, responseDeserialize } = sellerService.GetQuotes
    const options = limits()
    const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, ask, metadata, options)
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
    getChallenge: unary(sellerService.GetChallenge),
  }
}

interface Method<Req, Res> {
  path: string
  requestSerialize: (value: Req) => Buffer
  responseDeserialize: (bytes: Buffer) => Res
}

/** True for what grpc-js gives when a call fails. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error
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
  const details = 'the call ended without an answer'
  return Object.assign(new Error(details), { code: status.UNKNOWN, details, metadata: new Metadata() })
}
