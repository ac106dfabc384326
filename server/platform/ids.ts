// Ids: UUIDv7 for rows (they sort by time), UUIDv5 for names that must come out the same again.
import { createHash, randomUUID, randomUUIDv7 } from 'node:crypto'

export interface Ids {
  /** A new, time-ordered UUID. */
  next(): string
}

export const systemIds: Ids = { next: () => randomUUIDv7() }

/** A random UUID for secrets-free correlation (request ids). */
export function requestId(): string {
  return randomUUID()
}

/**
 * The UUIDv5 (RFC 9562 §5.5) of `name` in the namespace `namespace` (a UUID): the same input gives the same id on every
 * machine, which is what makes a replayed remote call carry the key of the first.
 */
export function derivedId(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
