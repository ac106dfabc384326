// Pure: a gRPC status of a seller → ours. What it means for an order is decided by the contract's reasons, not by the code alone.
import { status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { readDetails } from '@quire/proto/errors'
import type { Money } from '@quire/proto/money'
import { exponentOf } from '@quire/proto/money'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { FailureKind, RefusalReason } from '../../core/seller-failure.ts'

const kinds: Partial<Record<status, FailureKind>> = {
  [status.UNAUTHENTICATED]: 'auth',
  [status.PERMISSION_DENIED]: 'auth',
  [status.RESOURCE_EXHAUSTED]: 'throttled',
  [status.DEADLINE_EXCEEDED]: 'timeout',
  [status.CANCELLED]: 'unavailable',
  [status.UNKNOWN]: 'unavailable',
  [status.INTERNAL]: 'unavailable',
  [status.UNAVAILABLE]: 'unavailable',
  [status.ABORTED]: 'unavailable',
  [status.DATA_LOSS]: 'bad_data',
}

/** A failed call; nothing about its effect is proven unless the seller refused us at the door. */
export function toFailure(error: ServiceError): SellerFailure {
  // grpc-js reports an answer that is no such message, or too large a one, under codes that mean other things as well.
  const isUnreadable = /parsing error|larger than|decompress|invalid wire type|index out of range/i.test(error.details)
  const kind = isUnreadable ? 'bad_data' : (kinds[error.code] ?? 'rejected')
  const { retryAfterMs } = readDetails(error)
  return new SellerFailure(kind, `${status[error.code]}: ${error.details}`, {
    actedOn: kind === 'auth' ? 'no' : 'maybe',
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

const reasons: readonly RefusalReason[] = ['SOLD_OUT', 'PRICE_CHANGED', 'QUOTE_EXPIRED', 'ORDER_CANCELLED']

/** A failed PlaceOrder: a refusal where the contract says that it is one, otherwise a failure that proves nothing. */
export function toOrderError(error: ServiceError): OrderRefused | SellerFailure {
  const { reason, metadata } = readDetails(error)
  if (error.code === status.ALREADY_EXISTS) return new OrderRefused('REQUEST_ID_REUSED', error.details)
  if (error.code === status.INVALID_ARGUMENT) return new OrderRefused('REJECTED', error.details)
  // No transport makes up FAILED_PRECONDITION: the seller said it, and by the contract it then sold nothing, whatever its reason.
  if (error.code === status.FAILED_PRECONDITION)
    return new OrderRefused(
      reasons.find((one) => one === reason) ?? 'REJECTED',
      error.details,
      newTotal(metadata ?? {}),
    )
  return toFailure(error)
}

function newTotal({ currency = '', minor = '' }: Record<string, string>): Money | undefined {
  if (!/^\d{1,12}$/.test(minor)) return undefined
  try {
    exponentOf(currency)
    return { currency, minor: BigInt(minor) }
  } catch {
    return undefined // a currency we do not know: the refusal stands without its new price
  }
}
