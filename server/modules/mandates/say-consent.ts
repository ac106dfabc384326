// What shoppers read of a mandate that the bank did not confirm. Pure.
import type { Consent } from './model.ts'

/** Why it ended; null while it has not, and when it is confirmed. */
export function sayConsent({ state, declineReason }: Pick<Consent, 'state' | 'declineReason'>): string | null {
  if (state === 'EXPIRED')
    return 'Your bank did not hear from you in time. Nothing will be bought. To try again, start a new one.'
  if (state !== 'FAILED') return null
  if (declineReason !== null && notApproved.has(declineReason))
    return 'You did not confirm it at your bank. Nothing will be bought. To try again, start a new one.'
  return 'Your bank did not allow this card to be charged later. Nothing will be bought. Please use another card, or ask your bank.'
}

// The shopper's no, or no answer from them, as banks word it.
const notApproved = new Set(['authentication_not_handled', 'setup_intent_authentication_failure'])
