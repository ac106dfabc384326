// The test payment methods, and what a bank says to each.

export type Verdict =
  | { kind: 'approved' }
  | { kind: 'ask_shopper' }
  | { kind: 'declined'; code: string; declineCode: string; message: string }

/** The bank's verdict, or null for a payment method that does not exist. */
export function judge(
  paymentMethod: string,
  { offSession, isUnlucky }: { offSession: boolean; isUnlucky: boolean },
): Verdict | null {
  switch (paymentMethod) {
    case 'pm_card_visa':
      return isUnlucky ? declined : { kind: 'approved' }
    case 'pm_card_visa_chargeDeclined':
      return declined
    case 'pm_card_authenticationRequired':
      return offSession ? shopperAbsent : { kind: 'ask_shopper' }
    default:
      return null
  }
}

const declined = {
  kind: 'declined',
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'Your card was declined.',
} as const

const shopperAbsent = {
  kind: 'declined',
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
} as const
