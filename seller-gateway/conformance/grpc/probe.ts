// One call of quire.seller.v1 exactly as a check wants it: with any key, any bytes, read slowly or left in the middle. Never throws for what the
// seller does; what came is told as it came.
import { setTimeout as pause } from 'node:timers/promises'
import { Metadata, status } from '@grpc/grpc-js'
import type { Client, ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import type { RpcDetails } from '@quire/proto/errors'
import { isServiceError } from '../../adapters/grpc/client.ts'

export type Method = 'GetQuotes' | 'PlaceOrder' | 'GetOrder' | 'CancelOrder' | 'GetChallenge'

export interface CallOptions {
  /** Another bearer key, or none; the seller's own when left out. */
  key?: string | null
  signal?: AbortSignal
  /** A deadline that travels with the call. */
  deadlineMs?: number
  metadata?: Readonly<Record<string, string>>
  /** What is sent instead of the request, or after it. */
  bytes?: { instead: Buffer } | { after: Buffer }
  /** Called where the contract's method would be. */
  path?: string
  /** Waits before each of the first messages is read. */
  readEveryMs?: number
  /** Leaves after so many messages. */
  messagesMax?: number
}

export interface RawAnswer {
  code: status
  /** `OK`, or the status with its words and details. */
  said: string
  info: RpcDetails
  error: ServiceError | null
  messages: unknown[]
}

export interface GrpcProbe {
  /** Calls a method; one that answers once is read as a stream of one message, which on the wire is the same. */
  call(method: Method, request: object, options?: CallOptions): Promise<RawAnswer>
}

// A call must never be without a deadline; the signal is the real limit.
const longestMs = 60_000
// A slow reader is slow for so many messages, and then reads the rest.
const pausesMax = 10

/** A probe over one connection. */
export function createProbe(client: Client, apiKey: string): GrpcProbe {
  return {
    async call(method, request, options = {}) {
      const { path, requestSerialize, responseDeserialize } = sellerService[method]
      const stream = client.makeServerStreamRequest<object, unknown>(
        options.path ?? path,
        (value) => toBytes((requestSerialize as (value: object) => Buffer)(value), options),
        responseDeserialize,
        request,
        toMetadata(options, apiKey),
        { deadline: Date.now() + (options.deadlineMs ?? longestMs) },
      )
      const messages: unknown[] = []
      try {
        await readInto(messages, stream, options)
        return { code: status.OK, said: 'OK', info: {}, error: null, messages }
      } catch (error) {
        if (!isServiceError(error)) throw error
        return { ...describeError(error), error, messages }
      }
    },
  }
}

async function readInto(messages: unknown[], stream: ClientReadableStream<unknown>, options: CallOptions) {
  const { signal, messagesMax, readEveryMs } = options
  const cancel = () => stream.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted) cancel()
  try {
    for await (const message of stream) {
      messages.push(message)
      if (messages.length === messagesMax) return
      if (readEveryMs !== undefined && messages.length <= pausesMax) await pause(readEveryMs)
    }
  } finally {
    signal?.removeEventListener('abort', cancel)
    stream.on('error', () => {}) // left in the middle, it still ends with a status
    cancel()
  }
}

function toMetadata({ key, metadata = {} }: CallOptions, apiKey: string): Metadata {
  const all = new Metadata()
  const bearer = key === undefined ? apiKey : key
  if (bearer !== null) all.set('authorization', `Bearer ${bearer}`)
  for (const [name, value] of Object.entries(metadata)) all.set(name, value)
  return all
}

function toBytes(request: Buffer, { bytes }: CallOptions): Buffer {
  if (bytes === undefined) return request
  return 'instead' in bytes ? bytes.instead : Buffer.concat([request, bytes.after])
}

function describeError(error: ServiceError): Pick<RawAnswer, 'code' | 'said' | 'info'> {
  const info = readDetails(error)
  const metadata = Object.entries(info.metadata ?? {}).map(([name, value]) => `${name}=${value}`)
  const parts = [
    info.reason && `reason ${info.reason}`,
    metadata.length > 0 && `metadata ${metadata.join(', ')}`,
    info.violations && `field ${info.violations.map(({ field }) => field).join(', ')}`,
    info.retryAfterMs !== undefined && `retry after ${info.retryAfterMs} ms`,
  ].filter((part) => typeof part === 'string')
  const said = `${status[error.code]} "${error.details.slice(0, 200)}"${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`
  return { code: error.code, said, info }
}
