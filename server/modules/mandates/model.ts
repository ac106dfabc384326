// A mandate: a cap for each copy, how many, a budget for all of them, and the sellers it covers.
import type { Money } from '#platform/money'

export interface NewMandate {
  readonly id: string
  readonly cap: Money
  readonly count: number
  readonly budget: Money
  readonly paymentMethod: string
  readonly sellersAllowed: readonly string[] | null
  readonly sellersRefused: readonly string[] | null
  readonly at: Date
}

export interface Mandate extends NewMandate {
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
