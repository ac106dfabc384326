// What owning and lending ebooks is: loans on slots of licence pools, places in a queue, purchases for good.
import type { Device, Drm } from '#drm'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Money } from '#platform/money'
import type { HoldState, LoanEvent, LoanState } from './machine.ts'

export interface EbooksDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly drm: Drm
}

/** What changing loans and queues needs. */
export type LendDeps = Pick<EbooksDeps, 'jobs' | 'ids' | 'drm'>

const dayMs = 24 * 60 * 60_000
/** A copy that somebody waited for is kept so long; whoever waits behind them waits no longer for it. */
export const pickUpMs = 3 * dayMs
/** So long before the end a reader is reminded. */
export const remindBeforeMs = 3 * dayMs
/** A pool that ends sooner than this lends no more: a shorter loan helps nobody. */
export const shortestLoanMs = dayMs
/** Three loans' time in all, as libraries mostly have it; never while somebody waits. */
export const renewalsMax = 2
/** A renewal that gains less helps nobody, and uses one up. */
export const renewalGainMs = dayMs
/** Of one reader at once. A guard against hoarding: two requests in the same instant may pass it by one. */
export const loansMax = 20
export const holdsMax = 20
export const licencesMax = 1_000
export const loanDaysMax = 365
/** Loans of one pool in all: a typing-error guard. */
export const totalMax = 100_000

/** An ebook that we have, locked for its loans and queue to change at `at`. */
export interface LockedEbook {
  readonly isbn13: string
  readonly publicationId: string
  readonly isSuspended: boolean
  /** Now, and never earlier than anything that happened to its loans and queue. */
  readonly at: Date
}

export interface Loan {
  readonly id: string
  readonly isbn13: string
  readonly accountId: string
  readonly poolId: string
  readonly slot: number
  readonly holdId: string | null
  readonly state: LoanState
  /** How many steps its history has. */
  readonly revision: number
  readonly keptFrom: Date
  readonly pickUpBy: Date
  readonly startedAt: Date | null
  readonly dueAt: Date | null
  readonly renewals: number
  readonly endedAt: Date | null
}

/** A loan with what its pool says about it. */
export interface PooledLoan extends Loan {
  readonly loanDays: number
  readonly poolEndsAt: Date | null
}

/** A slot that a copy can be lent from now. */
export interface FreeSlot {
  readonly poolId: string
  readonly slot: number
  readonly poolEndsAt: Date | null
}

export interface Hold {
  readonly id: string
  readonly isbn13: string
  readonly accountId: string
  /** Counts up for each ebook; who came earlier has a lower one. */
  readonly place: bigint
  readonly state: HoldState
  readonly createdAt: Date
}

/** A hold with how many wait before it. */
export interface PlacedHold extends Hold {
  readonly ahead: number
}

/** A purchase of an ebook, for good. */
export interface OwnedEbook {
  readonly id: string
  readonly accountId: string
  readonly isbn13: string
  readonly at: Date
  /** Null: promised, and not paid for yet. */
  readonly grantedAt: Date | null
  /** When it was first read from. */
  readonly openedAt: Date | null
  readonly withdrawnAt: Date | null
}

/** What an ebook costs, and what somebody has of it. */
export interface EbookSale {
  /** Each in another currency; none: it is not sold. */
  readonly prices: readonly Money[]
  /** `owned`, or `being_bought` while an order of it is being paid; null: neither. */
  readonly standing: 'owned' | 'being_bought' | null
}

export interface LicencePool {
  readonly id: string
  readonly isbn13: string
  readonly concurrentLimit: number
  readonly totalLimit: number | null
  readonly loanDays: number
  readonly createdAt: Date
  readonly endsAt: Date | null
  /** Loans of it that run. */
  readonly live: number
  /** Loans that count towards its total. */
  readonly drawn: number
}

/** How an ebook's lending stands at a moment, for estimates. */
export interface LendingState {
  readonly isSuspended: boolean
  /** Copies that could be lent this moment, were nobody waiting. */
  readonly free: number
  /** Copies there are, lent or not. */
  readonly licences: number
  /** When each copy that is out, and can be lent again, is due, in order. */
  readonly backBy: readonly Date[]
  /** How many loans can still be made in all; null: as many as one likes. */
  readonly lendable: number | null
  readonly waiting: number
  /** The longest loan of its pools. */
  readonly loanDays: number
}

/** What lets somebody read an ebook. `id` is its licence's too. */
export type Entitlement =
  | {
      readonly kind: 'PURCHASE'
      readonly id: string
      readonly isbn13: string
      readonly until: null
      /** It was read from before. */
      readonly isOpened: boolean
    }
  | { readonly kind: 'LOAN'; readonly id: string; readonly isbn13: string; readonly until: Date }

/** How a loan changes: the step, and what changes with it. */
export interface LoanChange {
  readonly event: LoanEvent
  readonly key: string
  readonly by: string
  readonly reason?: string | undefined
  readonly at: Date
  /** For `pickedUp` and `renewed`. */
  readonly dueAt?: Date
  /** The reading app that asked. */
  readonly device?: Device | null | undefined
}

/** A row of a loan's history. */
export interface LoanStep {
  readonly loanId: string
  readonly from: LoanState | null
  readonly to: LoanState
  readonly event: string
  readonly reason: string | null
  readonly by: string
  readonly at: Date
}

export const refuse = defineRefusals('ebooks', {
  ebook_not_found: { trpc: 'NOT_FOUND', say: 'We do not have this book as an ebook.' },
  edition_not_found: { trpc: 'NOT_FOUND', say: 'This book is not in the catalogue yet. Import it first.' },
  loan_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that loan.' },
  hold_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that place in the queue.' },
  pool_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find those licences.' },
  already_owned: { trpc: 'CONFLICT', say: 'You own this ebook already. Read it from your library.' },
  being_bought: {
    trpc: 'CONFLICT',
    say: 'You are buying this ebook already: its order is being paid. Nothing was ordered or charged a second time.',
  },
  already_borrowed: { trpc: 'CONFLICT', say: 'You have this ebook on loan already. Read it from your library.' },
  already_waiting: { trpc: 'CONFLICT', say: 'You are in the queue for this ebook already.' },
  no_copy_free: {
    trpc: 'CONFLICT',
    say: 'All copies are lent, or kept for those who waited. Join the queue, and the next free copy is kept for you.',
  },
  lending_suspended: { trpc: 'CONFLICT', say: 'This ebook is not lent at the moment. Loans that run go on.' },
  not_lent: { trpc: 'CONFLICT', say: 'This ebook is not lent any more.' },
  too_many_loans: { trpc: 'CONFLICT', say: `You have ${loansMax} ebooks on loan. Return one first.` },
  too_many_holds: { trpc: 'CONFLICT', say: `You are in ${holdsMax} queues. Leave one first.` },
  loan_over: { trpc: 'CONFLICT', say: 'This loan is over.' },
  not_picked_up: { trpc: 'CONFLICT', say: 'This copy is kept for you. Borrow it first.' },
  others_wait: { trpc: 'CONFLICT', say: 'Somebody is waiting for this ebook, so it cannot be renewed.' },
  renewed_enough: {
    trpc: 'CONFLICT',
    say: `A loan can be renewed ${renewalsMax} times. Return it and borrow it again.`,
  },
  not_longer: { trpc: 'CONFLICT', say: 'Renewing now would make this loan hardly any longer.' },
  renewal_too_long: { trpc: 'CONFLICT', say: 'A loan cannot be renewed for that long.' },
  illegal_event: { trpc: 'CONFLICT', say: 'This loan has changed meanwhile. Please look at it again.' },
  hold_over: { trpc: 'CONFLICT', say: 'You are not in this queue any more.' },
  key_reused: { trpc: 'CONFLICT', say: 'This request was already used for something else. Please try again.' },
  not_entitled: { trpc: 'FORBIDDEN', say: 'This ebook is not in your library. Buy or borrow it first.' },
  cannot_lend: { trpc: 'CONFLICT', say: 'This ebook is marked, not encrypted: such a file cannot be lent.' },
  not_a_loan: { trpc: 'CONFLICT', say: 'This ebook is yours for good. There is nothing to return or renew.' },
  cursor_invalid: { trpc: 'BAD_REQUEST', say: 'Please start again from the first page.' },
})
