// What an order that did not succeed means for money. The one place that says so; pure, and tested as a table.
// The danger it guards against: calling an order "not bought" that a seller has booked. Whatever is not proven harmless is unknown.
import { status } from '@grpc/grpc-js'
import { CallerGone, OrderRefused, SellerFailure, SellerSkipped } from './seller-failure.ts'

export interface PlaceOutcome {
  code: status
  reason: string
  metadata?: Record<string, string>
  retryAfterMs?: number
}

/** The status that `PlaceOrder` answers for what the adapter or the policy threw; null for a fault of our own. */
export function toPlaceOutcome(error: unknown): PlaceOutcome | null {
  if (error instanceof OrderRefused) return refused(error)
  if (error instanceof SellerSkipped) return notSent(error.retryAfterMs)
  if (error instanceof CallerGone)
    return unknown(error.why === 'deadline' ? status.DEADLINE_EXCEEDED : status.CANCELLED)
  if (!(error instanceof SellerFailure)) return null
  return error.actedOn === 'no' ? harmless(error) : mayHaveActed(error)
}

/** True when this one call has certainly bought nothing; an earlier call of the same order may still have. */
export function isWithoutEffect(error: unknown): boolean {
  const outcome = toPlaceOutcome(error)
  return outcome?.code === status.FAILED_PRECONDITION || outcome?.reason === 'NOT_SENT'
}

function refused({ reason, newTotal }: OrderRefused): PlaceOutcome {
  // Our reference stands for another order at this seller: that one may well be bought.
  if (reason === 'REQUEST_ID_REUSED') return { code: status.ABORTED, reason }
  const metadata = newTotal && { currency: newTotal.currency, minor: newTotal.minor.toString() }
  return { code: status.FAILED_PRECONDITION, reason, ...(metadata && { metadata }) }
}

function harmless({ kind, retryAfterMs }: SellerFailure): PlaceOutcome {
  switch (kind) {
    case 'throttled':
    case 'unavailable':
    case 'timeout':
      return notSent(retryAfterMs)
    case 'auth': // sending it again would meet the same refusal
    case 'bad_data':
    case 'rejected':
      return { code: status.FAILED_PRECONDITION, reason: 'REJECTED' }
  }
}

function mayHaveActed({ kind }: SellerFailure): PlaceOutcome {
  switch (kind) {
    case 'timeout':
      return unknown(status.DEADLINE_EXCEEDED)
    case 'unavailable':
    case 'throttled':
      return unknown(status.ABORTED)
    case 'auth':
    case 'bad_data':
    case 'rejected':
      return unknown(status.UNKNOWN)
  }
}

function notSent(retryAfterMs: number | undefined): PlaceOutcome {
  return { code: status.UNAVAILABLE, reason: 'NOT_SENT', ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

function unknown(code: status): PlaceOutcome {
  return { code, reason: 'OUTCOME_UNKNOWN' }
}
