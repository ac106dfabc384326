// What a difference between two books is, what becomes of it, and what comparing needs of the world.
import { z } from 'zod'
import type { ProcessorDeps } from '#payments'
import type { Sellers } from '#sellers'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { MoneyView } from '#platform/money'

export interface ReconciliationDeps extends ProcessorDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly sellers: Sellers
  readonly ids: Ids
}

/** `NOT_THERE`: we have it, they do not; `UNCLAIMED`, `NOT_HERE`: the other way round. docs/runbook.md says what to do about each. */
export const caseKinds = [
  'PAYMENT_STATE',
  'PAYMENT_AMOUNT',
  'PAYMENT_NOT_THERE',
  'UNCLAIMED_INTENT',
  'LEDGER_HOLD',
  'LEDGER_CHARGE',
  'LEDGER_PAYABLE',
  'ORDER_STATE',
  'ORDER_TOTAL',
  'ORDER_NOT_THERE',
  'ORDER_NOT_HERE',
] as const
const CaseKind = z.enum(caseKinds)

/** The ledger's account of what our own copies brought in. */
export const ownSales = 'sales:own'

/** One side's figures, by name: states as words, amounts as money. */
export const Figures = z.record(z.string(), z.union([z.string(), MoneyView]))
export type Figures = z.infer<typeof Figures>

/** One thing that two books say differently. `kind` and `subject` together name it: the same again is the same case. */
export interface Difference {
  readonly kind: z.infer<typeof CaseKind>
  readonly subject: Subject
  readonly paymentId: string | null
  readonly purchaseId: string | null
  readonly sellerId: string | null
  readonly ours: Figures
  readonly theirs: Figures
}

/** What is compared: a payment with its intent, an intent alone, an order by our reference; a payment's ledger, a purchase's payable. */
export type Subject = `${'payment' | 'intent' | 'order' | 'ledger' | 'payable'}:${string}`

/** A case as staff read it. Open while `closedAt` is null. */
export const CaseView = z.strictObject({
  id: z.uuid(),
  kind: CaseKind,
  subject: z.string(),
  paymentId: z.uuid().nullable(),
  purchaseId: z.uuid().nullable(),
  sellerId: z.string().nullable(),
  ours: Figures,
  theirs: Figures,
  openedAt: z.string(),
  lastSeenAt: z.string(),
  closedAt: z.string().nullable(),
  /** An account's id, or `reconciliation` when the difference was gone. */
  closedBy: z.string().nullable(),
  note: z.string().nullable(),
})
export type CaseView = z.infer<typeof CaseView>

/** What one comparison looked at, and what came of it. */
export interface Counts {
  payments: number
  intents: number
  orders: number
  /** Things that the other side could not be asked about. */
  unanswered: number
  opened: number
  closed: number
}

/** A comparison under way. What was made in [`from`, `to`) is compared, if nothing has moved it since `to`. */
export interface Run {
  readonly id: string
  readonly at: Date
  readonly from: Date
  readonly to: Date
  readonly counts: Counts
  /** What has been asked about so far, with an answer or in vain. */
  readonly asked: Set<Subject>
}

/** A comparison as staff read it. `finishedAt` null: it runs, or was broken off. */
export interface RunReport extends Counts {
  readonly id: string
  readonly windowFrom: Date
  readonly windowTo: Date
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

export const refuse = defineRefusals('reconciliation', {
  not_found: { trpc: 'NOT_FOUND', say: 'There is no such case.' },
  already_closed: { trpc: 'CONFLICT', say: 'This case is closed already. Nothing was changed.' },
  note_missing: { trpc: 'BAD_REQUEST', say: 'Please write how this difference was settled.' },
})
