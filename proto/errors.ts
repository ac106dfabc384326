// Errors with google.rpc details, written and read in one place, so that both sides agree on what a reason is.
import { Metadata } from '@grpc/grpc-js'
import type { ServiceError, StatusObject, status as grpcStatus } from '@grpc/grpc-js'
import type { MessageTypeDefinition } from '@grpc/proto-loader'
import type { ErrorInfo, ErrorInfo__Output } from './gen/google/rpc/ErrorInfo.ts'
import type { BadRequest, BadRequest__Output } from './gen/google/rpc/BadRequest.ts'
import type { RetryInfo, RetryInfo__Output } from './gen/google/rpc/RetryInfo.ts'
import type { Status, Status__Output } from './gen/google/rpc/Status.ts'
import { contracts } from './index.ts'
import { fromDuration, toDuration } from './time.ts'

const detailsKey = 'grpc-status-details-bin'
const typePrefix = 'type.googleapis.com/'
const Status = message<Status, Status__Output>('google.rpc.Status')
const ErrorInfo = message<ErrorInfo, ErrorInfo__Output>('google.rpc.ErrorInfo')
const BadRequest = message<BadRequest, BadRequest__Output>('google.rpc.BadRequest')
const RetryInfo = message<RetryInfo, RetryInfo__Output>('google.rpc.RetryInfo')

/** What a gRPC error says beside its code and message. */
export interface RpcDetails {
  /** A stable reason in UPPER_SNAKE_CASE. */
  reason?: string
  metadata?: Record<string, string>
  /** The wrong fields of the request. */
  violations?: { field: string; description: string }[]
  retryAfterMs?: number
}

/** A gRPC status with google.rpc details, ready for a grpc-js callback or `stream.emit('error', …)`; `destroy` sends no status. */
export function rpcError(
  code: grpcStatus,
  text: string,
  details: RpcDetails = {},
): Error & Pick<StatusObject, 'code' | 'details' | 'metadata'> {
  const packed = []
  if (details.reason)
    packed.push(
      pack(
        'google.rpc.ErrorInfo',
        ErrorInfo.serialize({ reason: details.reason, domain: 'quire', metadata: details.metadata ?? {} }),
      ),
    )
  if (details.violations)
    packed.push(pack('google.rpc.BadRequest', BadRequest.serialize({ fieldViolations: details.violations })))
  if (details.retryAfterMs !== undefined)
    packed.push(pack('google.rpc.RetryInfo', RetryInfo.serialize({ retryDelay: toDuration(details.retryAfterMs) })))
  const metadata = new Metadata()
  metadata.set(detailsKey, Status.serialize({ code, message: text, details: packed }))
  return Object.assign(new Error(text), { code, details: text, metadata })
}

/** Reads what `rpcError` wrote; unknown or damaged details read as none. */
export function readDetails(error: Pick<ServiceError, 'metadata'>): RpcDetails {
  const [raw] = error.metadata?.get(detailsKey) ?? []
  if (!Buffer.isBuffer(raw)) return {}
  const found: RpcDetails = {}
  try {
    for (const any of Status.deserialize(raw).details) read(found, any.type_url, any.value as Buffer)
  } catch {
    return {} // a peer that sends bytes we cannot read has still sent a status code
  }
  return found
}

function read(into: RpcDetails, typeUrl: string, value: Buffer): void {
  switch (typeUrl.slice(typePrefix.length)) {
    case 'google.rpc.ErrorInfo': {
      const info = ErrorInfo.deserialize(value)
      into.reason = info.reason
      into.metadata = info.metadata
      return
    }
    case 'google.rpc.BadRequest':
      into.violations = BadRequest.deserialize(value).fieldViolations
      return
    case 'google.rpc.RetryInfo': {
      const delay = RetryInfo.deserialize(value).retryDelay
      if (delay) into.retryAfterMs = fromDuration(delay)
    }
  }
}

function pack(name: string, value: Buffer) {
  return { type_url: typePrefix + name, value }
}

function message<I, O>(name: string): MessageTypeDefinition<I, O> {
  return contracts[name] as unknown as MessageTypeDefinition<I, O>
}
