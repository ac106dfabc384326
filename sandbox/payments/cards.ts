// The test payment methods, and what a bank says to each (https://docs.stripe.com/testing#authentication-and-setup).

export type Verdict =
  | { kind: 'approved' }
  | { kind: 'ask_shopper' }
  | { kind: 'declined'; code: string; declineCode: string; message: string }

/** A charge as the bank sees it. */
interface Asked {
  offSession: boolean
  /** The card was set up for charges with its owner away. */
  isSetUp: boolean
  isUnlucky: boolean
}

/** The bank's verdict on a charge, or null for a card that does not exist. */
export function judge(card: string, { offSession, isSetUp, isUnlucky }: Asked): Verdict | null {
  switch (card) {
    case 'pm_card_visa':
      return isUnlucky ? declined : { kind: 'approved' }
    case 'pm_card_visa_chargeDeclined':
    case 'pm_card_chargeCustomerFail':
      return declined
    case 'pm_card_authenticationRequired':
      return offSession ? shopperAbsent : { kind: 'ask_shopper' }
    case 'pm_card_authenticationRequiredOnSetup':
      if (!offSession) return { kind: 'ask_shopper' }
      return isSetUp ? { kind: 'approved' } : shopperAbsent
    default:
      return null
  }
}

/** The bank's verdict on setting a card up for charges with its owner away; null for a card that does not exist. */
export function judgeSetup(card: string): Verdict | null {
  switch (card) {
    case 'pm_card_visa':
    case 'pm_card_chargeCustomerFail':
      return { kind: 'approved' }
    case 'pm_card_visa_chargeDeclined':
      return declined
    case 'pm_card_authenticationRequired':
    case 'pm_card_authenticationRequiredOnSetup':
      return { kind: 'ask_shopper' }
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
