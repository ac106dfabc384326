// What a refund is: money back for lines of one order, through the payment that took it, and everything that happened to it since.
import { z } from 'zod'
import type { EbooksDeps } from '#ebooks'
import type { OrderHistory } from '#orders'
import type { ProcessorDeps } from '#payments'
import type { Condition } from '#sellers'
import type { Db, Tx } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { MoneyInput, MoneyView, toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { refundMachine } from './machine.ts'
import type { RefundEvent, RefundState } from './machine.ts'

export interface RefundsDeps extends ProcessorDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly ids: Ids
  readonly drm: EbooksDeps['drm']
  /** Puts copies of ours that came back on the shelf, in the caller's transaction, once for each key. A seller's are the seller's business. */
  returnCopies(tx: Tx, copies: ReturnedCopies): Promise<void>
}

/** So many copies of a line. */
export const ReturnedLine = z.strictObject({ line: z.int().min(0).max(999), quantity: z.int().min(0).max(999) })
export type ReturnedLine = z.infer<typeof ReturnedLine>

/** What came back of an order. */
export interface ReturnedCopies {
  readonly key: string
  readonly orderId: string
  /** Under which they were sold. */
  readonly sellerReference: string
  /** Who sold them: a seller's copies go back to the seller. */
  readonly sellerId: string
  readonly lines: readonly (ReturnedLine & { isbn13: string; condition: Condition })[]
  readonly by: string
  readonly at: Date
}

/** What a shopper may give as the reason. */
const askedReasons = ['NOT_ARRIVED', 'DAMAGED', 'NOT_AS_DESCRIBED', 'WRONG_BOOK', 'CHANGED_MIND'] as const
/** `ORDER_CANCELLED`: the copies will not come. `GOODWILL`: staff give it. */
export const reasons = [...askedReasons, 'ORDER_CANCELLED', 'GOODWILL'] as const
export type RefundReason = (typeof reasons)[number]

export interface RefundLine {
  readonly line: number
  readonly amount: Money
}

export interface Refund {
  readonly id: string
  readonly orderId: string
  readonly paymentId: string
  readonly accountId: string
  readonly sellerId: string
  readonly state: RefundState
  readonly reason: RefundReason
  readonly comment: string | null
  readonly total: Money
  /** `account:<id>`, `staff:<id>`, `seller:<id>`. */
  readonly requestedBy: string
  /** The money waits until the copies are back. */
  readonly awaitsReturn: boolean
  readonly returnedAt: Date | null
  /** When it is driven next; null: it waits for a person, or is over. */
  readonly nextActionAt: Date | null
  readonly createdAt: Date
  readonly since: Date
}

/** A refund as it begins, without history. */
export interface NewRefund extends Omit<
  Refund,
  'state' | 'awaitsReturn' | 'returnedAt' | 'nextActionAt' | 'createdAt' | 'since'
> {
  readonly key: string
  readonly asked: string
  readonly lines: readonly RefundLine[]
  readonly at: Date
}

/** Until when an untouched refund is not stuck, in each state: a time that lies back. */
export interface StuckBefore {
  readonly REQUESTED: Date
  readonly APPROVED: Date
  readonly PROCESSING: Date
  /** APPROVED, and the copies are awaited. */
  readonly returns: Date
}

/** One try to give the money back. `UNKNOWN`: it may have. */
export interface Attempt {
  readonly attempt: number
  readonly key: string
  readonly state: 'INTENDED' | 'UNKNOWN' | 'SUCCEEDED' | 'FAILED'
  readonly tries: number
  readonly firstSentAt: Date | null
}

export type RefundHistory = Omit<OrderHistory, 'from' | 'to'> & { from: RefundState | null; to: RefundState }

export interface RefundWithHistory extends Refund {
  readonly lines: readonly RefundLine[]
  /** From the oldest on. */
  readonly history: readonly RefundHistory[]
}

/** Asks for one event on one refund. The same key again is the outcome recorded the first time. */
export interface ApplyRefundEvent {
  readonly refundId: string
  readonly event: RefundEvent
  readonly key: string
  readonly by: string
  readonly reason?: string | undefined
  readonly at: Date
  /** When it is driven next in its new state. */
  readonly nextActionAt?: Date | null
}

const text = (max: number) => z.string().trim().min(1).max(max, `must be at most ${max} characters`)
export const Key = z.string().min(8, 'must have at least 8 characters').max(100)
const Comment = text(1_000)
export const Note = text(300)
export const ById = z.strictObject({ refundId: z.uuid('is not the id of a refund') })

/** Without lines: everything that is left of the order. A line without an amount: all that is left of it. */
const Lines = z
  .array(z.strictObject({ line: z.int().min(0).max(999), amount: MoneyInput.optional() }))
  .min(1)
  .max(100)
  .refine((lines) => new Set(lines.map(({ line }) => line)).size === lines.length, 'names a line twice')
const Request = z.strictObject({
  key: Key,
  orderId: z.uuid('is not the id of an order'),
  lines: Lines.optional(),
  comment: Comment.optional(),
})
export const RequestInput = Request.extend({ reason: z.enum(askedReasons) })
export const RequestForInput = Request.extend({ reason: z.enum(reasons) })
export type RequestInput = z.infer<typeof RequestForInput>

const Iso = z.iso.datetime()
const RefundStateView = z.enum(Object.keys(refundMachine.states) as [RefundState, ...RefundState[]])

/** Without `copies` all of the refund's lines are back. */
export const ReturnedInput = ById.extend({ copies: z.array(ReturnedLine).min(1).max(100).optional() })

export const RefundView = z.strictObject({
  id: z.uuid(),
  orderId: z.uuid(),
  state: RefundStateView,
  reason: z.enum(reasons),
  comment: z.string().optional(),
  total: MoneyView,
  lines: z.array(z.strictObject({ line: z.int(), amount: MoneyView })),
  awaitsReturn: z.boolean(),
  returnedAt: Iso.optional(),
  createdAt: Iso,
  history: z.array(
    z.strictObject({
      from: RefundStateView.nullable(),
      to: RefundStateView,
      event: z.string(),
      reason: z.string().optional(),
      by: z.string(),
      at: Iso,
    }),
  ),
})
export type RefundView = z.infer<typeof RefundView>

/** What staff have before them: to decide, copies to receive, tries that ended in a no, and all that does not move on. */
export const Queue = z.enum(['decide', 'returns', 'failed', 'stuck'])
export type Queue = z.infer<typeof Queue>

export const RefundWorkView = RefundView.extend({
  title: z.string(),
  sellerName: z.string(),
  /** Of ebooks: no copy comes back. */
  isDigital: z.boolean(),
  orderState: z.string(),
  orderTotal: MoneyView,
  requestedBy: z.string(),
  since: Iso,
})
export type RefundWorkView = z.infer<typeof RefundWorkView>

export const refuse = defineRefusals('refunds', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that refund.' },
  illegal_event: { trpc: 'CONFLICT', say: 'This refund is past the point where that could happen.' },
  key_reused: { trpc: 'CONFLICT', say: 'This request was already used for something else. Please try again.' },
  not_refundable: {
    trpc: 'CONFLICT',
    say: 'Nothing was taken for this order, or it was cancelled and the money goes back by itself.',
  },
  no_such_line: { trpc: 'BAD_REQUEST', say: 'The order has no such line.' },
  nothing_left: { trpc: 'CONFLICT', say: 'All of this has been asked back already, or has gone back.' },
  too_much: { trpc: 'BAD_REQUEST', say: 'That is more than is left to give back. Please ask for less.' },
  too_many_copies: { trpc: 'BAD_REQUEST', say: 'More copies would come back than the order has of this line.' },
  ebook_opened: {
    trpc: 'CONFLICT',
    say: 'You have opened this ebook, so it is yours. If something is wrong with it, choose what, and we look at it.',
  },
  ebook_whole: { trpc: 'BAD_REQUEST', say: 'An ebook is given back for all that was paid for it, or not at all.' },
  not_approved: { trpc: 'CONFLICT', say: 'Decide about this refund before you take copies back for it.' },
})

/** For its shopper `by` says `staff`; staff read who it was. */
export function toRefundView(refund: RefundWithHistory, reader: 'shopper' | 'staff'): RefundView {
  const { id, orderId, state, reason, comment, awaitsReturn, returnedAt } = refund
  return {
    id,
    orderId,
    state,
    reason,
    ...(comment === null ? {} : { comment }),
    total: toMoneyView(refund.total),
    lines: refund.lines.map(({ line, amount }) => ({ line, amount: toMoneyView(amount) })),
    awaitsReturn,
    ...(returnedAt && { returnedAt: returnedAt.toISOString() }),
    createdAt: refund.createdAt.toISOString(),
    history: refund.history.map(({ reason: why, by, at, ...step }) => ({
      ...step,
      by: reader === 'shopper' && by.startsWith('staff:') ? 'staff' : by,
      at: at.toISOString(),
      ...(why === null ? {} : { reason: why }),
    })),
  }
}
