// Listens to all connections at once for amounts that must never be said: the maxima of purchases.
import { findNumbers } from './find-numbers.ts'
import type { Found } from './find-numbers.ts'

export interface Eavesdropper {
  /** From now on. What it is to listen for must be distinctive (find-numbers.ts). */
  listenFor(minors: Iterable<number>): void
  onBytes(connection: number, bytes: Buffer): void
  /** Each amount once for each form that it was heard in. */
  found(): Found[]
  /** How much was listened to. */
  bytes(): number
}

// A number that is cut by the end of a packet is read again with the next one. Longer than any number, and than what goes before it.
const overlap = 64

export function createEavesdropper(): Eavesdropper {
  const secrets = new Set<number>()
  const tails = new Map<number, Buffer>()
  const found = new Map<string, Found>()
  let bytes = 0
  return {
    listenFor(minors) {
      for (const minor of minors) secrets.add(minor)
    },
    onBytes(connection, chunk) {
      bytes += chunk.length
      if (secrets.size === 0) return
      const whole = Buffer.concat([tails.get(connection) ?? Buffer.alloc(0), chunk])
      for (const each of findNumbers(whole, secrets)) found.set(JSON.stringify(each), each)
      tails.set(connection, Buffer.from(whole.subarray(-overlap)))
    },
    found: () => [...found.values()],
    bytes: () => bytes,
  }
}
