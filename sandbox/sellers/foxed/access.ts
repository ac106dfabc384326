// Foxed's door: signed requests, valid for five minutes.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { HttpRequest } from '../../core/http.ts'
import { FoxedError } from './errors.ts'

export interface FoxedAccess {
  clientKey: string
  accessKey: string
  secret: string
}

/** A request that was let in. */
export interface Signed {
  requestId: string
  /** Until when it may be acted on, in ms since 1970. */
  validUntilMs: number
  /** Hex SHA-256 of the body. */
  contentHash: string
}

/** Checks key, signature and date, in this order. Throws FoxedError. */
export function admit({ accessKey, secret }: FoxedAccess, request: HttpRequest, nowMs: number): Signed {
  const header = (name: string) => String(request.headers[`foxed-${name}`] ?? '')
  const [date, requestId] = [header('date'), header('requestid')]
  if (header('accesskey') !== accessKey) throw new FoxedError(4010, 'The access key is unknown')
  const contentHash = createHash('sha256').update(request.body).digest('hex')
  const path = `${request.url.pathname}${request.url.search}`
  const lines = [request.method, path, date, requestId, contentHash].join('\n')
  const wanted = createHmac('sha256', secret).update(lines).digest('hex')
  if (!isSame(header('signature'), wanted)) throw new FoxedError(4017, 'The signature is wrong')
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(atMs)) throw new FoxedError(4220, 'Foxed-Date: must be ISO 8601 in UTC')
  if (!/^[\x21-\x7e]{1,64}$/.test(requestId)) throw new FoxedError(4220, 'Foxed-RequestId: must be 1 to 64 characters')
  if (nowMs > atMs + validMs) throw new FoxedError(4013, 'The request is older than five minutes')
  if (atMs > nowMs + aheadMs) throw new FoxedError(4014, 'The date is ahead of our clock')
  return { requestId, validUntilMs: atMs + validMs, contentHash }
}

function isSame(a: string, b: string): boolean {
  const [given, wanted] = [Buffer.from(a), Buffer.from(b)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const validMs = 5 * 60_000
const aheadMs = 30_000
