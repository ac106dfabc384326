// Ebooks, loans and places in the queue as pages show them. Pure.
import { z } from 'zod'
import type { Account } from '#accounts'
import type { EditionCard } from '#catalog'
import type { PublicationDescription } from '#drm'
import { Refusal } from '#platform/errors'
import { MoneyView } from '#platform/money'
import { decideRenewal } from './decide-loan.ts'
import { decideWait } from './decide-wait.ts'
import type { LendingState, LoanStep, PlacedHold, PooledLoan } from './model.ts'

const Iso = z.iso.datetime()

export const LoanView = z.strictObject({
  id: z.uuid(),
  isbn13: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  state: z.enum(['READY', 'ACTIVE', 'RETURNED', 'EXPIRED', 'REVOKED', 'CANCELLED']),
  /** READY: until when it waits to be picked up. */
  pickUpBy: Iso.optional(),
  dueAt: Iso.optional(),
  endedAt: Iso.optional(),
  renewable: z.boolean(),
  history: z.array(
    z.strictObject({
      from: z.string().nullable(),
      to: z.string(),
      event: z.string(),
      reason: z.string().optional(),
      by: z.string(),
      at: Iso,
    }),
  ),
})
export type LoanView = z.infer<typeof LoanView>

export const HoldView = z.strictObject({
  id: z.uuid(),
  isbn13: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  state: z.enum(['WAITING', 'SERVED', 'CANCELLED']),
  /** 1: the next copy is theirs. Absent when they do not wait any more. */
  place: z.int().optional(),
  /** When a copy comes if every loan runs to its end; absent when nobody can say. */
  expectedAt: Iso.optional(),
  since: Iso,
})
export type HoldView = z.infer<typeof HoldView>

const OwnedView = z.strictObject({
  id: z.uuid(),
  isbn13: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  since: Iso,
})

export const LibraryView = z.strictObject({
  owned: z.array(OwnedView),
  loans: z.array(LoanView),
  holds: z.array(HoldView),
})
export type LibraryView = z.infer<typeof LibraryView>

/** An ebook as staff see it. */
export const StaffEbookView = z.strictObject({
  isbn13: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  scheme: z.enum(['LCP', 'WATERMARK']),
  bytes: z.int(),
  since: Iso,
  isSuspended: z.boolean(),
  prices: z.array(MoneyView),
  waiting: z.int(),
  pools: z.array(
    z.strictObject({
      id: z.uuid(),
      concurrentLimit: z.int(),
      totalLimit: z.int().nullable(),
      loanDays: z.int(),
      since: Iso,
      endsAt: Iso.nullable(),
      live: z.int(),
      drawn: z.int(),
    }),
  ),
})
export type StaffEbookView = z.infer<typeof StaffEbookView>

/** Who has or awaits an ebook; null when the account is gone. */
const ReaderView = z.strictObject({ name: z.string(), email: z.string() }).nullable()

export function toReader(account: Account | undefined): z.infer<typeof ReaderView> {
  return account ? { name: account.name, email: account.email } : null
}

/** A loan as staff see it: whose it is beside what the reader sees. */
export const StaffLoanView = LoanView.extend({ accountId: z.string(), reader: ReaderView })
export type StaffLoanView = z.infer<typeof StaffLoanView>

/** A place in the queue as staff see it. */
export const StaffHoldView = z.strictObject({ id: z.uuid(), place: z.int(), since: Iso, reader: ReaderView })
export type StaffHoldView = z.infer<typeof StaffHoldView>

const LendingView = z.strictObject({
  licences: z.int(),
  free: z.int(),
  waiting: z.int(),
  loanDays: z.int(),
  isSuspended: z.boolean(),
  /** When somebody who joins the queue now has it, if every loan runs to its end; null when nobody can say. */
  expectedAt: Iso.nullable(),
})
export type LendingView = z.infer<typeof LendingView>

const Words = z.array(z.string())

/** Who can read it how, in the publisher's words: terms of schema.org, which the page turns into sentences. */
const ReadingView = z.strictObject({
  layout: z.enum(['fixed', 'reflowable']),
  summary: z.string().optional(),
  certifiedBy: z.string().optional(),
  features: Words,
  hazards: Words,
  accessModes: Words,
  sufficientModes: z.array(Words),
  conformsTo: Words,
})
type ReadingView = z.infer<typeof ReadingView>

/** An ebook as the quote board shows it: to own, and to borrow. */
export const EbookOfferView = z.strictObject({
  isbn13: z.string(),
  /** How its file is protected. */
  scheme: z.enum(['LCP', 'WATERMARK']),
  /** To own it, in the asked currency where it is sold in that; null: it is not sold. */
  price: MoneyView.nullable(),
  /** With the tax of the asked place; null without a place or a price. */
  landed: z.strictObject({ tax: MoneyView, total: MoneyView, isEstimate: z.boolean() }).nullable(),
  /** To borrow it; null: it is not lent. */
  lending: LendingView.nullable(),
  /** Null: nobody has read it out of the file yet. */
  reading: ReadingView.nullable(),
  /** What the caller has of it already. */
  mine: z
    .strictObject({
      isOwned: z.boolean(),
      /** An order of it is being paid. */
      isBeingBought: z.boolean(),
      loan: z.strictObject({ id: z.uuid(), state: z.enum(['READY', 'ACTIVE']), until: Iso }).nullable(),
      hold: z.strictObject({ id: z.uuid(), place: z.int(), expectedAt: Iso.nullable() }).nullable(),
    })
    .nullable(),
})
export type EbookOfferView = z.infer<typeof EbookOfferView>

/** Number, title and authors of an edition; an edition that has left the catalogue is called by its number. */
export function toTitle(isbn13: string, card: EditionCard | undefined) {
  return { isbn13, title: card?.title ?? isbn13, authors: [...(card?.authors ?? [])] }
}

export function toLendingView(lending: LendingState, now: Date): LendingView {
  const { licences, free, waiting, loanDays, isSuspended } = lending
  const expectedAt = decideWait(lending, waiting + 1, now)?.toISOString() ?? null
  return { licences, free: Math.max(0, free - waiting), waiting, loanDays, isSuspended, expectedAt }
}

export function toReadingView(description: PublicationDescription | null): ReadingView | null {
  if (description === null) return null
  const { layout, accessibility } = description
  const { features, hazards, accessModes, sufficientModes, conformsTo } = accessibility
  return {
    layout,
    ...(accessibility.summary !== undefined && { summary: accessibility.summary }),
    ...(accessibility.certifiedBy !== undefined && { certifiedBy: accessibility.certifiedBy }),
    features: [...features],
    hazards: [...hazards],
    accessModes: [...accessModes],
    sufficientModes: sufficientModes.map((modes) => [...modes]),
    conformsTo: [...conformsTo],
  }
}

interface LoanFacts {
  readonly card: EditionCard | undefined
  readonly lending: LendingState | undefined
  readonly history: readonly LoanStep[]
  readonly now: Date
}

export function toLoanView(loan: PooledLoan, { card, lending, history, now }: LoanFacts): LoanView {
  const { id, isbn13, state, pickUpBy, dueAt, endedAt } = loan
  const { isSuspended = true, waiting = 0 } = lending ?? {} // its pools are over: nothing is renewed from them
  const renewal = decideRenewal(loan, { at: now, end: null, isSuspended, isAwaited: waiting > 0 })
  return {
    id,
    ...toTitle(isbn13, card),
    state,
    ...(state === 'READY' && { pickUpBy: pickUpBy.toISOString() }),
    ...(dueAt && { dueAt: dueAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    renewable: !(renewal instanceof Refusal),
    history: history.map(({ from, to, event, reason, by, at }) => ({
      from,
      to,
      event,
      by: by.startsWith('staff:') ? 'staff' : by, // which of our people it was is no business of the reader's
      at: at.toISOString(),
      ...(reason === null ? {} : { reason }),
    })),
  }
}

/** `loanId`: the copy that is kept for them, when the hold is served. */
export function toHoldView(
  { id, isbn13, state, createdAt, ahead }: PlacedHold,
  { card, lending, now }: Omit<LoanFacts, 'history'>,
): HoldView {
  const isWaiting = state === 'WAITING'
  const expectedAt = isWaiting && lending ? decideWait(lending, ahead + 1, now) : null
  return {
    id,
    ...toTitle(isbn13, card),
    state,
    ...(isWaiting && { place: ahead + 1 }),
    ...(expectedAt && { expectedAt: expectedAt.toISOString() }),
    since: createdAt.toISOString(),
  }
}
