// What the invariants look at: one dossier a purchase, with what everybody's books say about it, and what belongs to no purchase.
import type { Purchase } from '../../server/modules/buying/purchase.ts'
import type { CheckoutState } from '../../server/modules/checkout/machine.ts'
import type { PurchaseState } from '../../server/modules/buying/machine.ts'
import type { Receipt } from '../../server/modules/buying/model.ts'
import type { HeardCheckout } from '../stack/customer.ts'
import type { Intent, Movement, SellerOrder, SellerRequest } from '../stack/sandbox.ts'

export interface HeldOrder extends SellerOrder {
  readonly seller: string
}

export interface HeldRequest extends SellerRequest {
  readonly seller: string
}

/** What the shopper asked for and was told. */
export interface Heard {
  readonly purchaseId: string
  readonly key: string
  /** Every state that was seen, each change once, in order. */
  readonly states: readonly PurchaseState[]
  /** What it was said to cost, in minor units of the purchase's currency, when it was said to be bought. */
  readonly paidMinor: number | null
  /** The same request again, after the end: null when it was not tried. */
  readonly replay: {
    readonly purchaseId: string
    readonly isSameAnswer: boolean
    /** The code of the refusal of another request under the same key; null when it was not refused. */
    readonly otherRefusal: string | null
  } | null
  /** The same request, many times at once, also led to these purchases. */
  readonly others: readonly string[]
  /** The refusal of another request under the same key while this was under way, as `otherRefusal`. */
  readonly meddled: string | null
  /** How often the shopper said no while it was under way. */
  readonly cancels: number
}

export interface EventRow {
  readonly purchaseId: string
  readonly seq: number
  readonly fromState: PurchaseState | null
  readonly toState: PurchaseState
  readonly event: string
  readonly at: Date
}

export interface AttemptRow {
  readonly id: string
  readonly purchaseId: string
  readonly ordinal: number
  readonly sellerId: string
  readonly state: 'PLACING' | 'UNKNOWN' | 'CONFIRMED' | 'REFUSED' | 'CANCELLED'
  readonly reason: string | null
  readonly sellerOrderId: string | null
}

export interface EffectRow {
  readonly key: string
  readonly purchaseId: string
  readonly kind: 'authorize' | 'place' | 'cancelOrder' | 'capture' | 'void'
  /** The reference that a request to a seller carries. */
  readonly reference: string | null
  /** When its intent was committed, a moment later at most. */
  readonly at: Date
}

export interface PaymentRow {
  readonly id: string
  readonly reference: string
  readonly state: string
  readonly currency: string
  readonly authorizedMinor: bigint
  readonly capturedMinor: bigint
}

export interface OrderRow {
  readonly purchaseId: string
  readonly state: string
  readonly sellerId: string
  readonly sellerOrderId: string
  readonly sellerReference: string
  readonly totalMinor: bigint
}

export interface PurchaseRow {
  readonly id: string
  readonly key: string
  readonly state: PurchaseState
  readonly receipt: Receipt | null
  readonly currency: string
  readonly maxMinor: bigint
  readonly spentMinor: bigint | null
  readonly nextActionAt: Date | null
  readonly createdAt: Date
}

/** One line of the ledger. */
export interface PostingRow {
  readonly journalId: string
  readonly effectKey: string
  /** What was paid for. */
  readonly reference: string | null
  readonly account: string
  readonly currency: string
  readonly minor: bigint
}

export interface Dossier extends PurchaseRow {
  /** What the pure core knew of it. */
  readonly purchase: Purchase
  readonly events: readonly EventRow[]
  readonly attempts: readonly AttemptRow[]
  readonly effects: readonly EffectRow[]
  readonly payment: PaymentRow | null
  readonly order: OrderRow | null
  /** Across all sellers. */
  readonly sellerOrders: readonly HeldOrder[]
  readonly sellerRequests: readonly HeldRequest[]
  readonly intents: readonly Intent[]
  readonly movements: readonly Movement[]
  readonly heard: Heard | null
}

/** A checkout of our own copies, with what the provider's books say about it. */
export interface CheckoutDossier {
  readonly id: string
  readonly state: CheckoutState
  readonly totalMinor: bigint
  readonly nextActionAt: Date | null
  readonly reason: string | null
  readonly orderState: string
  readonly reservationState: string
  /** Copies that it wants, by `isbn13:condition`. */
  readonly copies: Readonly<Record<string, number>>
  /** Copies that have left the shelf for it and not come back. */
  readonly out: Readonly<Record<string, number>>
  readonly intents: readonly Intent[]
  readonly movements: readonly Movement[]
  readonly heard: HeardCheckout | null
}

/** One item of our shelf. */
export interface StockRow {
  readonly item: string
  readonly onHand: number
  readonly reserved: number
  /** Σ movements; Σ held. */
  readonly moved: number
  readonly held: number
  /** Copies that came, by whatever brought them in but a return. */
  readonly received: number
}

export interface Books {
  readonly dossiers: readonly Dossier[]
  readonly checkouts: readonly CheckoutDossier[]
  readonly stock: readonly StockRow[]
  /** What a shopper was told of checkouts that are not in the database. */
  readonly phantomCheckouts: readonly HeardCheckout[]
  readonly postings: readonly PostingRow[]
  /** Jobs that ran out of tries. */
  readonly deadJobs: number
  /** What a shopper was told of purchases that are not in the database. */
  readonly phantoms: readonly Heard[]
  /** What sellers and provider hold that leads to no purchase of ours. */
  readonly strays: {
    readonly orders: readonly HeldOrder[]
    readonly requests: readonly HeldRequest[]
    readonly intents: readonly Intent[]
  }
}
