// Errors → gRPC statuses, for everything but the outcome of an order (core/place-outcome.ts).
import { status } from '@grpc/grpc-js'
import { rpcError } from '@quire/proto/errors'
import type { Logger } from 'pino'
import { CallerGone, CancelRefused, SellerFailure, SellerSkipped } from '../core/seller-failure.ts'
import type { FailureKind } from '../core/seller-failure.ts'
import { isDatabaseAway } from '../store/database.ts'

/** A wrong request; names the field. */
export function invalid(field: string, description: string, reason = 'INVALID_REQUEST'): Error {
  return rpcError(status.INVALID_ARGUMENT, `${field}: ${description}`, {
    reason,
    violations: [{ field, description }],
  })
}

const failures: Record<FailureKind, { code: status; reason: string }> = {
  auth: { code: status.INTERNAL, reason: 'SELLER_REFUSED_US' },
  throttled: { code: status.UNAVAILABLE, reason: 'SELLER_THROTTLED' },
  unavailable: { code: status.UNAVAILABLE, reason: 'SELLER_UNAVAILABLE' },
  timeout: { code: status.DEADLINE_EXCEEDED, reason: 'SELLER_TIMEOUT' },
  bad_data: { code: status.UNKNOWN, reason: 'SELLER_BAD_DATA' },
  rejected: { code: status.UNKNOWN, reason: 'SELLER_REJECTED' },
}

/** Any error → a gRPC status. A fault of our own is logged and says nothing about itself. */
export function toRpcError(error: unknown, log: Logger): Error {
  if (isRpcError(error)) return error
  if (error instanceof CallerGone)
    return rpcError(error.why === 'deadline' ? status.DEADLINE_EXCEEDED : status.CANCELLED, error.message)
  if (error instanceof CancelRefused)
    return rpcError(status.FAILED_PRECONDITION, error.message, { reason: 'CANNOT_CANCEL' })
  if (error instanceof SellerSkipped)
    return rpcError(status.UNAVAILABLE, error.message, {
      reason: 'NOT_SENT',
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    })
  if (error instanceof SellerFailure) {
    log.warn({ err: error }, 'the seller gave no usable answer')
    const { code, reason } = failures[error.kind]
    return rpcError(code, error.message, {
      reason,
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    })
  }
  if (isDatabaseAway(error)) {
    log.error({ err: error }, 'the database cannot be used')
    return rpcError(status.UNAVAILABLE, 'the gateway cannot reach its database; try again', {
      reason: 'STORE_UNAVAILABLE',
      retryAfterMs: 2_000,
    })
  }
  log.error({ err: error }, 'a fault of our own')
  return rpcError(status.INTERNAL, 'the gateway failed; see its log')
}

function isRpcError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error
}
