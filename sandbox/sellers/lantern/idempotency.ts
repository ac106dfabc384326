// ACP's idempotency keys: required on every POST, compared by the JSON of the body, 5xx never kept (SEP 120).
import { isDeepStrictEqual } from 'node:util'
import type { HttpReply } from '../../core/http.ts'
import { AcpError } from './errors.ts'

// A long chaos run makes some ten thousand orders of three keys each; the keys of mere quotes are many more, and forgotten soon.
const keysMax = 100_000

export class IdempotencyKeys {
  readonly #uses = new Map<string, Use>()

  /** Claims a key for a path; gives the kept answer when it was used before. Throws AcpError. */
  begin(path: string, key: string | undefined, body: unknown): HttpReply | null {
    if (key === undefined || key === '')
      throw new AcpError('idempotency_key_required', 'Idempotency-Key is required on all POST requests')
    if (key.length > 255) throw new AcpError('invalid', 'Idempotency-Key must have at most 255 characters')
    const id = idOf(path, key)
    const use = this.#uses.get(id)
    if (!use) {
      this.#uses.set(id, { body, reply: null })
      if (this.#uses.size > keysMax) this.#uses.delete(this.#uses.keys().next().value as string)
      return null
    }
    if (!isDeepStrictEqual(use.body, body))
      throw new AcpError('idempotency_conflict', 'This Idempotency-Key was used with another body')
    if (!use.reply)
      throw new AcpError('idempotency_in_flight', 'The request with this Idempotency-Key is still running')
    return { ...use.reply, headers: { ...use.reply.headers, 'idempotent-replayed': 'true' } }
  }

  /** Keeps the answer of what was done; null when nothing was, which is what every 5xx here says: the key is then as if unused. */
  end(path: string, key: string, reply: HttpReply | null): void {
    const use = this.#uses.get(idOf(path, key))
    if (use && reply) use.reply = reply
    else this.#uses.delete(idOf(path, key))
  }
}

function idOf(path: string, key: string): string {
  return `${path} ${key}`
}

interface Use {
  body: unknown
  /** Null while the first request is running. */
  reply: HttpReply | null
}
