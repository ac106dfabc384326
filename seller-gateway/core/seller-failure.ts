// How a call to a seller can end badly. Owns the six kinds of failure and the difference between "it did nothing" and "it may have acted".
// Promises: what a seller said of it can be logged, sent on and stored, whatever it wrote.
import type { Money } from '@quire/proto/money'

/** Why a seller has no answer; the wire's FAILURE_KIND_*. */
export type FailureKind = 'auth' | 'throttled' | 'unavailable' | 'timeout' | 'bad_data' | 'rejected'

/** Why a seller was not asked; the wire's SKIP_REASON_*. */
export type SkipReason = 'breaker_open' | 'rate_limited' | 'busy' | 'not_eligible'

/** Why an order was refused. All but REQUEST_ID_REUSED mean: this call bought nothing. */
export type RefusalReason =
  | 'SOLD_OUT'
  | 'PRICE_CHANGED'
  | 'QUOTE_EXPIRED'
  | 'ORDER_CANCELLED'
  | 'REJECTED'
  | 'REQUEST_ID_REUSED'

interface FailureOptions {
  /** `no` only when the call certainly had no effect at the seller; anything not proven is `maybe`. */
  actedOn?: 'no' | 'maybe'
  /** How long the seller asked us to wait. */
  retryAfterMs?: number
  /** True when the same call must not be repeated: part of its answer has been passed on already. */
  isFinal?: boolean
  cause?: unknown
}

// A seller's words are for operators: enough to understand, and no page of them in every log line and trailer.
const wordsMax = 500
// Whoever asks us to wait longer than this is asked again all the same.
const retryAfterMaxMs = 3_600_000

/**
 * A seller's words → what every log, header and table can carry: no control characters (PostgreSQL takes no NUL), nothing that turns text around,
 * no halves of characters (grpc-js cannot send them, and throws where nobody catches it).
 */
export function toReadable(text: string, max = wordsMax): string {
  return text
    .slice(0, max)
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')
    .toWellFormed()
}

/** A seller was asked and gave no usable answer. */
export class SellerFailure extends Error {
  override readonly name = 'SellerFailure'
  readonly kind: FailureKind
  readonly actedOn: 'no' | 'maybe'
  readonly retryAfterMs: number | undefined
  readonly isFinal: boolean

  constructor(kind: FailureKind, message: string, options: FailureOptions = {}) {
    super(toReadable(message), { cause: options.cause })
    this.kind = kind
    this.actedOn = options.actedOn ?? 'maybe'
    this.retryAfterMs = toWait(options.retryAfterMs)
    this.isFinal = options.isFinal ?? false
  }
}

/** The same failure of a step whose effect is known better: `no` for a step that cannot buy, `maybe` for one that comes after buying. */
export function withEffect(error: unknown, actedOn: 'no' | 'maybe'): unknown {
  if (!(error instanceof SellerFailure)) return error
  const { kind, message, retryAfterMs, isFinal } = error
  return new SellerFailure(kind, message, {
    actedOn,
    isFinal,
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/**
 * A seller has the request, and has not decided within the time that we wait: paperwork takes minutes where orders are documents. It may yet
 * act, and it is in good health, so no breaker counts this.
 */
export class OrderPending extends SellerFailure {
  constructor(message: string, options: Pick<FailureOptions, 'cause'> = {}) {
    super('timeout', message, { ...options, actedOn: 'maybe' })
  }
}

/** A seller was not asked at all. */
export class SellerSkipped extends Error {
  override readonly name = 'SellerSkipped'
  readonly reason: SkipReason
  readonly retryAfterMs: number | undefined

  constructor(reason: SkipReason, retryAfterMs?: number) {
    super(`not asked: ${reason}`)
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }
}

/** The seller understood the order and refused it. */
export class OrderRefused extends Error {
  override readonly name = 'OrderRefused'
  readonly reason: RefusalReason
  /** The total it would take now; with PRICE_CHANGED, where the seller says it. */
  readonly newTotal: Money | undefined

  constructor(reason: RefusalReason, message: string, newTotal?: Money) {
    super(toReadable(message))
    this.reason = reason
    this.newTotal = newTotal
  }
}

/** The seller understood the cancellation and refused it. */
export class CancelRefused extends Error {
  override readonly name = 'CancelRefused'

  constructor(message: string) {
    super(toReadable(message))
  }
}

/** Our own caller no longer waits. Says nothing about the seller. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone'
  readonly why: 'cancelled' | 'deadline'

  constructor(why: 'cancelled' | 'deadline') {
    super(why === 'cancelled' ? 'the caller cancelled' : "the caller's deadline passed")
    this.why = why
  }
}

/** Undefined for what is no time to wait. */
function toWait(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 ? Math.min(ms, retryAfterMaxMs) : undefined
}
