// The opaque token that carries a quote from StreamQuotes to PlaceOrder, so that the gateway keeps no state between them.
// It is signed, not secret: it holds nothing that the quote did not say. Keys rotate: the first signs, all of them verify.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Money } from '@quire/proto/money'
import { z } from 'zod'
import type { Condition } from './adapter.ts'

/** What a token says. */
export interface QuotedCopy {
  sellerId: string
  quoteRef: string
  isbn13: string
  condition: Condition
  /** The landed total in the seller's own currency. */
  total: Money
  /** Milliseconds since 1970. Not checked here: an order that is sent again may be older than its quote, and only its seller knows. */
  expiresAtMs: number
}

export interface OrderTokens {
  seal(copy: QuotedCopy): string
  /** What was sealed; null for anything that was not sealed with one of our keys. */
  open(token: string): QuotedCopy | null
}

const Payload = z.tuple([
  z.literal(1),
  z.string(),
  z.string(),
  z.string(),
  z.enum(['UNSPECIFIED', 'NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE']),
  z.string(),
  z.string().regex(/^\d+$/),
  z.int(),
])

/** Tokens under `keys`, newest first. */
export function createOrderTokens(keys: readonly string[]): OrderTokens {
  const [current] = keys
  if (current === undefined) throw new Error('order tokens need a key')
  return {
    seal(copy) {
      const { sellerId, quoteRef, isbn13, condition, total, expiresAtMs } = copy
      const fields = [1, sellerId, quoteRef, isbn13, condition, total.currency, total.minor.toString(), expiresAtMs]
      const payload = Buffer.from(JSON.stringify(fields)).toString('base64url')
      return `${payload}.${sign(payload, current).toString('base64url')}`
    },
    open(token) {
      const [payload, signature, ...rest] = token.split('.')
      if (!payload || !signature || rest.length > 0) return null
      const given = Buffer.from(signature, 'base64url')
      if (!keys.some((key) => isSame(given, sign(payload, key)))) return null
      const [, sellerId, quoteRef, isbn13, condition, currency, minor, expiresAtMs] = Payload.parse(
        JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
      )
      return { sellerId, quoteRef, isbn13, condition, total: { currency, minor: BigInt(minor) }, expiresAtMs }
    },
  }
}

function sign(payload: string, key: string): Buffer {
  return createHmac('sha256', key).update(`quire order token ${payload}`).digest()
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
