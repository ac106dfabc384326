// Idempotency keys as strict as Stripe's v1: https://docs.stripe.com/api/idempotent_requests
import type { HttpReply } from '../core/http.ts'
import { StripeError, invalidRequest } from './errors.ts'

export class IdempotencyKeys {
  readonly #used = new Map<string, Use>()

  /** Claims a key; gives the kept answer when it was used before. Throws StripeError: other parameters 400, still running 409. */
  begin(key: string, fingerprint: string): HttpReply | null {
    if (key.length > 255) throw invalidRequest('Idempotency keys must have at most 255 characters')
    const use = this.#used.get(key)
    if (!use) {
      this.#used.set(key, { fingerprint, reply: null })
      return null
    }
    if (use.fingerprint !== fingerprint) throw usedDifferently(key)
    if (!use.reply) throw stillRunning(key)
    return { ...use.reply, headers: { ...use.reply.headers, 'idempotent-replayed': 'true' } }
  }

  /** Keeps the answer, whatever it is: a kept 500 stays a 500. */
  keep(key: string, reply: HttpReply): void {
    const use = this.#used.get(key)
    if (use) use.reply = reply
  }

  /** Frees a key whose request never began to execute. */
  free(key: string): void {
    this.#used.delete(key)
  }
}

function usedDifferently(key: string): StripeError {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
  return new StripeError(400, { type: 'idempotency_error', message }, false)
}

/** The answer to a key whose first request has not been answered yet. */
export function stillRunning(key: string): StripeError {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
  return new StripeError(409, { type: 'invalid_request_error', code: 'idempotency_key_in_use', message }, false)
}

interface Use {
  fingerprint: string
  /** Null while the first request is running. */
  reply: HttpReply | null
}
