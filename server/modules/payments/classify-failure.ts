// What a failed request to the provider means for the money. Only what is listed here is certain; everything else is `unknown`.

/** A failed request, reduced to what decides something. */
export interface Failure {
  /** Absent when no answer came. */
  readonly status?: number | undefined
  /** The provider's `type` and `code`, such as `card_error` and `card_declined`. */
  readonly type?: string | undefined
  readonly code?: string | undefined
  readonly declineCode?: string | undefined
  /** The parameter it is about. */
  readonly param?: string | undefined
  /** True when the answer was kept from an earlier request with this key. */
  readonly isReplayed?: boolean
  readonly retryAfterS?: number | undefined
  /** The system's code when there was no connection, such as `ECONNREFUSED`. */
  readonly connection?: string | undefined
}

export type Classified =
  | { kind: 'refused'; reason: string }
  | { kind: 'retryable'; afterMs: number; detail: string }
  | { kind: 'unknown'; detail: string; isStored?: boolean }
  /** Our mistake: the request is malformed or the credentials are wrong. Trying again changes nothing. */
  | { kind: 'fault'; detail: string }

// No connection was made, so no request was sent.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

// The intent is in another state than the request expected: somebody was quicker, perhaps we ourselves. A look-up tells.
const overtaken = new Set(['payment_intent_unexpected_state', 'setup_intent_unexpected_state'])

// Nothing left to take: the bank has let the hold go.
const expired = new Set(['charge_expired_for_capture'])

// Nothing left to give back, or the bank has taken it back already: somebody acted at the provider, and a person looks.
const unrefundable = new Set(['charge_already_refunded', 'charge_disputed', 'refund_disputed_payment'])

const pauseMs = 1_000 // when the provider does not say how long

/** The one place that decides whether a failed request may have moved money. */
export function classifyFailure(failure: Failure): Classified {
  const { status, type, code, connection } = failure
  const detail = [status, type, code, connection].filter((part) => part !== undefined).join(' ') || 'no answer'
  if (status === undefined) return classifySilence(failure, detail)
  if (status >= 500) return { kind: 'unknown', detail, ...(failure.isReplayed ? { isStored: true } : {}) }
  switch (status) {
    case 400:
      return classifyInvalid(failure, detail)
    case 402:
      return type === 'card_error' ? { kind: 'refused', reason: declineReason(failure) } : { kind: 'unknown', detail }
    case 401:
    case 403:
    case 404:
      return { kind: 'fault', detail }
    case 429:
      return throttled(failure, detail)
    default:
      return { kind: 'unknown', detail } // 409 among them: the same key is being worked on right now
  }
}

function classifySilence({ connection }: Failure, detail: string): Classified {
  const wasSent = connection === undefined || !neverSent.has(connection)
  return wasSent ? { kind: 'unknown', detail } : { kind: 'retryable', afterMs: pauseMs, detail }
}

function classifyInvalid(failure: Failure, detail: string): Classified {
  const { type, code = '', param } = failure
  if (type === 'idempotency_error') return { kind: 'unknown', detail, isStored: true } // the key was used for another request
  if (code === 'rate_limit') return throttled(failure, detail)
  if (overtaken.has(code)) return { kind: 'unknown', detail }
  if (expired.has(code)) return { kind: 'refused', reason: 'hold_expired' }
  if (unrefundable.has(code) || isBeyondCharge(failure)) return { kind: 'refused', reason: code }
  // The shopper's method, not our request: it was removed, or may be used once only and was.
  if (param === 'payment_method') return { kind: 'refused', reason: 'payment_method_unusable' }
  // Deleted at the provider, with all cards saved for it.
  if (param === 'customer') return { kind: 'refused', reason: 'customer_missing' }
  return { kind: 'fault', detail }
}

/** A refund of more than is left of the charge. Too much of a hold (`amount_to_capture`) is our own fault. */
function isBeyondCharge({ code, param }: Failure): boolean {
  return code === 'amount_too_large' && param === 'amount'
}

/** The limit is checked before the key: a request that was turned away is not kept (docs.stripe.com/api/idempotent_requests). */
function throttled({ retryAfterS = 0 }: Failure, detail: string): Classified {
  return { kind: 'retryable', afterMs: retryAfterS > 0 ? retryAfterS * 1_000 : pauseMs, detail }
}

function declineReason({ declineCode, code }: Failure): string {
  return declineCode ?? code ?? 'card_declined'
}
