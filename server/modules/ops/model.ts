// What staff see and may do, and what all of it needs of the world.
import { z } from 'zod'
import type { PgBoss } from 'pg-boss'
import { reviewActions } from '#buying'
import type { BuyingDeps } from '#buying'
import { reviewActions as checkoutActions } from '#checkout'
import { CaseView } from '#reconciliation'
import type { ReconciliationDeps } from '#reconciliation'
import { defineRefusals } from '#platform/errors'
import { MoneyView } from '#platform/money'

export interface OpsDeps extends BuyingDeps, ReconciliationDeps {
  readonly boss: PgBoss
}

/** Why somebody does something, in their own words; it is kept for ever. */
const Reason = z
  .string()
  .trim()
  .min(10, 'must be at least 10 characters')
  .max(1_000, 'must be at most 1,000 characters')
/** Made for one press of one button: pressing it twice is pressing it once. */
const Key = z.uuid('must be a UUID')
const PurchaseId = z.uuid('is not the id of a purchase')

export const PurchaseInput = z.strictObject({ purchaseId: PurchaseId })
export const ReviewsInput = z.strictObject({
  cursor: z.strictObject({ createdAt: z.iso.datetime(), id: z.uuid() }).nullish(),
})

/** `note` changes nothing: it writes down what was found out, or done elsewhere. */
const Action = z.enum([...reviewActions, 'note'])
export type Action = z.infer<typeof Action>
export const ActInput = z.strictObject({ key: Key, purchaseId: PurchaseId, action: Action, reason: Reason })
export type ActInput = z.infer<typeof ActInput>

const CheckoutId = z.uuid('is not the id of a checkout')
export const CheckoutInput = z.strictObject({ checkoutId: CheckoutId })
/** `note` as above. */
const CheckoutAction = z.enum([...checkoutActions, 'note'])
export const CheckoutActInput = z.strictObject({
  key: Key,
  checkoutId: CheckoutId,
  action: CheckoutAction,
  reason: Reason,
})
export type CheckoutActInput = z.infer<typeof CheckoutActInput>

const Queue = z.string().regex(/^[a-z]+\.\w+$/, 'is not the name of a queue')
const jobsMax = 100 // a page of dead jobs, and the most that one press sends again
export const deadJobsMax = jobsMax
export const DeadJobsInput = z.strictObject({ queue: Queue })
export const RedriveInput = z.strictObject({
  key: Key,
  queue: Queue,
  jobIds: z.array(z.uuid()).min(1, 'must name at least one').max(jobsMax, `must be at most ${jobsMax}`),
  reason: Reason,
})
export type RedriveInput = z.infer<typeof RedriveInput>

export const CasesInput = z.strictObject({ isOpen: z.boolean(), skip: z.int().min(0).max(100_000).default(0) })
export const CloseCaseInput = z.strictObject({ key: Key, caseId: z.uuid('is not the id of a case'), reason: Reason })
export type CloseCaseInput = z.infer<typeof CloseCaseInput>
export const CompareInput = z.strictObject({ key: Key, reason: Reason })
export type CompareInput = z.infer<typeof CompareInput>

const time = z.string()

const ReviewLineView = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  /** A stable code, as in the runbook; null while the automatic part is still at work. */
  reason: z.string().nullable(),
  /** The same in words. */
  what: z.string(),
  max: MoneyView,
  sellerName: z.string().nullable(),
  orderTotal: MoneyView.nullable(),
  createdAt: time,
  since: time,
})
export const ReviewsView = z.strictObject({
  purchases: z.array(ReviewLineView),
  next: z.strictObject({ createdAt: time, id: z.string() }).nullable(),
})
export type ReviewsView = z.infer<typeof ReviewsView>

const CheckoutLineView = z.strictObject({
  id: z.string(),
  state: z.string(),
  /** A stable code, as in the runbook; null while the automatic part is still at work. */
  reason: z.string().nullable(),
  /** The same in words. */
  what: z.string(),
  /** Of our own copies; null without any. */
  total: MoneyView.nullable(),
  createdAt: time,
  since: time,
})
export const CheckoutsView = z.strictObject({
  checkouts: z.array(CheckoutLineView),
  next: z.strictObject({ createdAt: time, id: z.string() }).nullable(),
})
export type CheckoutsView = z.infer<typeof CheckoutsView>

/** One thing that somebody of the staff did. */
export const DeedView = z.strictObject({
  key: z.string(),
  by: z.string(),
  action: z.string(),
  reason: z.string(),
  at: time,
})
export type DeedView = z.infer<typeof DeedView>

const PaymentView = z.strictObject({
  state: z.string(),
  ref: z.string().nullable(),
  authorized: MoneyView,
  captured: MoneyView,
  toCapture: MoneyView.nullable(),
  holdExpiresAt: time.nullable(),
})

export const PurchaseView = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  what: z.string(),
  advice: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  shopper: z.strictObject({ name: z.string(), email: z.string() }).nullable(),
  terms: z.strictObject({
    isbns: z.array(z.string()),
    conditions: z.array(z.string()),
    max: MoneyView,
    country: z.string(),
    isMandate: z.boolean(),
  }),
  attempts: z.array(
    z.strictObject({
      ordinal: z.int(),
      sellerId: z.string(),
      sellerName: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      total: MoneyView,
      sellerTotal: MoneyView,
      charge: MoneyView.nullable(),
      reference: z.string(),
      sellerOrderId: z.string().nullable(),
      at: time,
    }),
  ),
  payment: PaymentView.nullable(),
  /** What the ledger still shows for this payment, account by account. */
  ledger: z.array(z.strictObject({ account: z.string(), amount: MoneyView })),
  effects: z.array(
    z.strictObject({
      key: z.string(),
      kind: z.string(),
      state: z.string(),
      tries: z.int(),
      firstSentAt: time.nullable(),
    }),
  ),
  history: z.array(
    z.strictObject({ seq: z.int(), at: time, to: z.string(), event: z.string(), by: z.string(), text: z.string() }),
  ),
  deeds: z.array(DeedView),
})
export type PurchaseView = z.infer<typeof PurchaseView>

/** Everything that is known here of one checkout, and what is safe to do by that. */
export const CheckoutView = CheckoutLineView.omit({ since: true }).extend({
  advice: z.string().nullable(),
  updatedAt: time,
  orderId: z.string().nullable(),
  ebookOrderId: z.string().nullable(),
  shopper: z.strictObject({ name: z.string(), email: z.string() }).nullable(),
  ebooks: z.array(z.strictObject({ isbn13: z.string(), title: z.string(), total: MoneyView })),
  copies: z.array(
    z.strictObject({
      isbn13: z.string(),
      title: z.string(),
      condition: z.string(),
      quantity: z.int(),
      total: MoneyView,
    }),
  ),
  purchases: z.array(z.strictObject({ isbn13: z.string(), purchaseId: z.string().nullable() })),
  payment: PaymentView.nullable(),
  history: z.array(z.strictObject({ seq: z.int(), at: time, to: z.string(), event: z.string(), by: z.string() })),
  actions: z.array(z.strictObject({ action: z.enum(checkoutActions), does: z.string() })),
  deeds: z.array(DeedView),
})
export type CheckoutView = z.infer<typeof CheckoutView>

/** What both sides say now, and what is safe to do by that. */
export const SidesView = z.strictObject({
  at: time,
  order: z
    .strictObject({
      sellerName: z.string(),
      reference: z.string(),
      says: z.enum(['AS_QUOTED', 'OTHER', 'CANCELLED', 'NONE', 'UNKNOWN']),
      text: z.string(),
      sellerOrderId: z.string().nullable(),
      state: z.string().nullable(),
      isbn13: z.string().nullable(),
      total: MoneyView.nullable(),
    })
    .nullable(),
  payment: z
    .strictObject({
      says: z.enum(['NONE', 'HELD', 'CHARGED', 'CHARGED_OTHERWISE', 'GONE', 'UNKNOWN']),
      text: z.string(),
      ref: z.string().nullable(),
      status: z.string().nullable(),
      capturable: MoneyView.nullable(),
      captured: MoneyView.nullable(),
    })
    .nullable(),
  actions: z.array(z.strictObject({ action: z.enum(reviewActions), does: z.string() })),
})
export type SidesView = z.infer<typeof SidesView>

export const QueuesView = z.strictObject({
  queues: z.array(
    z.strictObject({
      name: z.string(),
      waiting: z.int(),
      deferred: z.int(),
      running: z.int(),
      failed: z.int(),
      oldestDueAt: time.nullable(),
      /** Where the runbook speaks of it. */
      runbook: z.string(),
    }),
  ),
  deadLetters: z.array(
    z.strictObject({ name: z.string(), count: z.int(), oldestAt: time.nullable(), runbook: z.string() }),
  ),
})
export type QueuesView = z.infer<typeof QueuesView>

export const DeadJobsView = z.strictObject({
  jobs: z.array(
    z.strictObject({
      id: z.string(),
      source: z.string().nullable(),
      data: z.string(),
      error: z.string().nullable(),
      tries: z.int(),
      at: time,
    }),
  ),
  deeds: z.array(DeedView),
})
export type DeadJobsView = z.infer<typeof DeadJobsView>

export const CasesView = z.strictObject({
  cases: z.array(CaseView),
  /** Skip this many to read on; null at the end. */
  next: z.int().nullable(),
  lastRun: z
    .strictObject({
      startedAt: time,
      finishedAt: time.nullable(),
      payments: z.int(),
      orders: z.int(),
      unanswered: z.int(),
      opened: z.int(),
    })
    .nullable(),
})
export type CasesView = z.infer<typeof CasesView>

export const refuse = defineRefusals('ops', {
  key_reused: {
    trpc: 'UNPROCESSABLE_CONTENT',
    say: 'This press was already used for something else. Nothing was done. Please reload the page.',
  },
  no_such_queue: { trpc: 'NOT_FOUND', say: 'There is no such queue of dead letters.' },
  gone: {
    trpc: 'CONFLICT',
    say: 'None of these jobs is there any more. Somebody may have sent them again. Nothing was changed.',
  },
})
