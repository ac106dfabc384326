// A mandate: a cap for each copy, how many, a budget for all of them, the sellers it covers, and the bank's word that the card may be charged.
import type { PaymentsDeps } from '#payments'
import type { Money } from '#platform/money'
import type { MandateState } from './machine.ts'

/** What confirming a mandate needs: the payment provider. */
export type MandatesDeps = PaymentsDeps

export interface NewMandate {
  readonly id: string
  readonly accountId: string
  readonly cap: Money
  readonly count: number
  readonly budget: Money
  /** What the shopper chose; what is charged later is `card`. */
  readonly paymentMethod: string
  readonly sellersAllowed: readonly string[] | null
  readonly sellersRefused: readonly string[] | null
  readonly at: Date
}

/** How far the bank's confirmation has come. */
export interface Consent {
  readonly state: MandateState
  /** Until then the shopper may answer their bank. */
  readonly confirmBy: Date
  /** Where the bank wants the shopper; set in ACTION_REQUIRED. */
  readonly actionUrl: string | null
  /** The bank's code; set in FAILED. */
  readonly declineReason: string | null
  /** The provider's id of the set-up; null until it was learned. */
  readonly setupRef: string | null
  /** How often the provider was asked, and when the first time. */
  readonly tries: number
  readonly firstSentAt: Date | null
}

export interface Mandate extends NewMandate, Consent {
  /** The saved method and the customer it is saved for; null until ACTIVE. Never logged. */
  readonly card: { readonly method: string; readonly customer: string } | null
  /** Set aside for purchases under way. */
  readonly reserved: Money
  readonly reservedCount: number
  readonly spent: Money
  readonly usedCount: number
  /** Budget neither spent nor set aside. */
  readonly left: Money
  readonly leftCount: number
}

/** One purchase under a mandate. RESERVED while it is under way, RELEASED when it bought nothing. */
export interface MandateUse {
  readonly purchaseId: string
  readonly mandateId: string
  readonly firing: number
  readonly state: 'RESERVED' | 'CONSUMED' | 'RELEASED'
  readonly reservedMinor: bigint
  readonly spentMinor: bigint | null
  readonly sellerName: string | null
  readonly at: Date
  readonly endedAt: Date | null
}
