// The provider's books: every movement of money or of a hold, as it happened.
import type { Intent } from './objects.ts'

export interface Movement {
  type: 'authorize' | 'capture' | 'void' | 'refund'
  intentId: string
  amountMinor: number
  at: string
  idempotencyKey: string | null
}

/** How `GET /journal/payments` shows an intent; the currency in upper case, as everywhere in Quire. */
export function toIntentView(intent: Intent): Record<string, unknown> {
  const { id, amount, status, metadata, authorizedMinor, capturedMinor, voided, refundedMinor } = intent
  return {
    id,
    amount,
    currency: intent.currency.toUpperCase(),
    status,
    metadata,
    authorizedMinor,
    capturedMinor,
    voided,
    refundedMinor,
    at: intent.at.toISOString(),
  }
}
