// Whether a webhook is the seller's: `Merchant-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of t + "." + raw body>`, at most 300 s old.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Webhook } from '../../core/adapter.ts'

// ACP's tolerance, in both directions: clocks differ. Within it a copy can be sent again; a nudge that comes twice does no harm.
const toleranceMs = 300_000

/** True when `secret` signed this body less than 300 seconds ago. While a secret changes there may be two signatures. */
export function isSignedBy(secret: string, { headers, body }: Webhook, nowMs: number): boolean {
  const header = headers['merchant-signature']
  if (secret === '' || typeof header !== 'string' || header.length > 500) return false
  const parts = header.split(',').map((part) => part.trim())
  const [time, ...otherTimes] = valuesOf(parts, 't')
  if (time === undefined || otherTimes.length > 0 || !/^\d{1,12}$/.test(time)) return false
  if (Math.abs(nowMs - Number(time) * 1000) > toleranceMs) return false
  const wanted = createHmac('sha256', secret).update(`${time}.${body}`).digest()
  return valuesOf(parts, 'v1').some((given) => {
    const bytes = /^[0-9a-f]{64}$/i.test(given) ? Buffer.from(given, 'hex') : Buffer.alloc(0)
    return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
  })
}

function valuesOf(parts: readonly string[], name: string): string[] {
  return parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []))
}
