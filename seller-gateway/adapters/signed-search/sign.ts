// The signature of a request: pure, so that it can be held against a known one.
import { createHash, createHmac } from 'node:crypto'

export interface ToSign {
  method: 'GET' | 'POST'
  /** Path and query exactly as they will be sent. */
  path: string
  /** ISO 8601, UTC. */
  date: string
  requestId: string
  body: string
}

/** Lower-case hex of the HMAC-SHA256 over method, path, date, request id and the body's SHA-256, one a line. */
export function sign({ method, path, date, requestId, body }: ToSign, secret: string): string {
  const contentHash = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret).update([method, path, date, requestId, contentHash].join('\n')).digest('hex')
}
