// Foxed's errors, as wire.md lists them.
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { RefusalCode } from '../../core/refusal.ts'

/** An answer that is an error, or the news that a request is in work; thrown inside Foxed, never outside. */
export class FoxedError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A reply whose status is in its code. */
export function coded(code: number, message: string, more: Record<string, unknown> = {}): HttpReply {
  return json(Math.floor(code / 10), { code, message, ...more })
}

/** Any error of Foxed's orders → its reply. What is not ours is thrown again. */
export function toErrorReply(error: unknown): HttpReply {
  if (error instanceof FoxedError) return coded(error.code, error.message)
  if (error instanceof Refusal) return coded(refusalCodes[error.code], error.message)
  if (!(error instanceof Trouble)) throw error
  if (error.kind !== 'throttled') return coded(error.kind === 'late' ? 5040 : 5000, error.message)
  const reply = coded(4291, error.message)
  return { ...reply, headers: { ...reply.headers, 'retry-after': '1' } }
}

const refusalCodes: Record<RefusalCode, number> = {
  NO_SUCH_OFFER: 4040,
  SOLD_OUT: 4040, // an order with status 14 says it instead
  PRICE_CHANGED: 4090, // likewise 53
  QUOTE_EXPIRED: 4013,
  NOT_SENT_THERE: 4222,
  REFERENCE_REUSED: 4090,
  ORDER_CANCELLED: 4090, // nothing can be cancelled
  ORDER_NOT_FOUND: 4040,
}
