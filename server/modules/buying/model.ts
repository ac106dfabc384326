// What buying needs of the world, what a shopper may ask of it, and what they are shown.
import { z } from 'zod'
import { Acceptable } from '#catalog'
import type { CatalogDeps } from '#catalog'
import type { Habits, OffersDeps } from '#offers'
import type { PaymentsDeps } from '#payments'
import { OrderSummaryView } from '#orders'
import { Condition, Coverage, Destination, QuoteView, ShipTo, conditions } from '#sellers'
import type { Directory, Sellers } from '#sellers'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import { MoneyInput, MoneyView } from '#platform/money'
import { purchaseMachine } from './machine.ts'
import type { PurchaseState } from './machine.ts'
import type { Purchase } from './purchase.ts'

export interface BuyingDeps extends CatalogDeps, OffersDeps, PaymentsDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly sellers: Sellers
  readonly directory: Directory
  readonly habits: Habits
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** A purchase as it is stored. */
export interface StoredPurchase {
  readonly id: string
  readonly accountId: string
  readonly title: string
  readonly requestHash: string
  /** The fence: grows whenever the step to take changes hands. */
  readonly version: number
  readonly orderId: string | null
  readonly receipt: Receipt | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly purchase: Purchase
}

/** Purchases by id, or made from `from` (included) to `to` (not), page after page. */
export type PurchasesQuery =
  | { readonly ids: readonly string[] }
  | {
      readonly from: Date
      readonly to: Date
      readonly after: { readonly createdAt: Date; readonly id: string } | null
      readonly limit: number
    }

/** What `buying.start` takes. */
export const StartInput = z
  .strictObject({
    key: z.string().min(8, 'must be at least 8 characters').max(100),
    isbn13: z.string().max(32).optional(),
    acceptable: Acceptable.optional(),
    conditions: z.array(Condition).min(1, 'must name at least one').max(conditions.length),
    maxTotal: MoneyInput,
    destination: ShipTo,
    paymentMethod: z.string().regex(/^pm_\w{3,60}$/, 'is not a payment method'),
  })
  .refine((input) => (input.isbn13 === undefined) !== (input.acceptable === undefined), {
    path: ['isbn13'],
    message: 'give either isbn13 or acceptable',
  })
export type StartInput = z.infer<typeof StartInput>

const states = Object.keys(purchaseMachine.states) as [PurchaseState, ...PurchaseState[]]
const State = z.enum(states)
const Found = z.strictObject({ sellerId: z.string(), sellerName: z.string(), total: MoneyView })

/** Why the purchase ended as it did, in words and figures; stored when it ends. */
export const Receipt = z.strictObject({
  decidedAt: z.string(),
  quotes: z.array(
    QuoteView.extend({
      verdict: z.enum(['CHOSEN', 'PASSED_OVER']),
      why: z.string(),
      /** What the seller's record added to its total when they were compared; never charged. */
      risk: MoneyView.optional(),
    }),
  ),
  coverage: Coverage,
  unanswered: z.array(z.strictObject({ sellerName: z.string(), why: z.string() })),
  consent: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

export const PurchaseView = z.strictObject({
  id: z.string(),
  state: State,
  isbn13: z.string().nullable(),
  title: z.string(),
  conditions: z.array(Condition),
  maxTotal: MoneyView,
  destination: Destination,
  createdAt: z.string(),
  updatedAt: z.string(),
  cancellable: z.boolean(),
  actionUrl: z.string().optional(),
  reason: z.string().optional(),
  /** The watch whose mandate allowed it; absent when its shopper asked for it themselves. */
  watchId: z.string().optional(),
  result: Found.extend({ orderId: z.string(), isbn13: z.string(), condition: Condition }).optional(),
  lowestFound: Found.optional(),
  attempts: z.array(
    z.strictObject({
      ordinal: z.int(),
      sellerId: z.string(),
      sellerName: z.string(),
      total: MoneyView,
      state: z.enum(['PLACING', 'UNKNOWN', 'CONFIRMED', 'REFUSED', 'CANCELLED']),
      reason: z.string().optional(),
      at: z.string(),
    }),
  ),
  timeline: z.array(
    z.strictObject({ seq: z.int(), at: z.string(), state: State, event: z.string(), text: z.string() }),
  ),
  receipt: Receipt.nullable(),
})
export type PurchaseView = z.infer<typeof PurchaseView>

/** A purchase as one line of a list; `result` and `orderState` when it bought. */
export const PurchaseSummaryView = PurchaseView.pick({
  id: true,
  state: true,
  isbn13: true,
  title: true,
  maxTotal: true,
  createdAt: true,
  result: true,
  lowestFound: true,
}).extend({ orderState: OrderSummaryView.shape.state.optional() })
export type PurchaseSummaryView = z.infer<typeof PurchaseSummaryView>

export const refuse = defineRefusals('buying', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that purchase.' },
  key_reused: {
    trpc: 'UNPROCESSABLE_CONTENT',
    say: 'This request was already used for a different purchase. Nothing new was bought. Please start again from the book.',
  },
  nothing_acceptable: {
    trpc: 'BAD_REQUEST',
    say: 'No edition of this book fits what you accept. Please allow more formats or languages.',
  },
  moved_on: {
    trpc: 'CONFLICT',
    say: 'Something has happened to this purchase since you looked at it. Nothing was changed. Please look again.',
  },
  not_safe: {
    trpc: 'CONFLICT',
    say: 'By what both sides say now, this would not be safe. Nothing was changed. Please look again.',
  },
  cursor_invalid: { trpc: 'BAD_REQUEST', say: 'Please start again from the first page of your purchases.' },
  too_late: {
    trpc: 'CONFLICT',
    say: 'It is too late to cancel: a seller already has the order. Nothing was charged twice.',
  },
})
