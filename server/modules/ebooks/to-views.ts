// Loans and places in the queue as pages show them. Pure.
import type { EditionCard } from '#catalog'
import { Refusal } from '#platform/errors'
import { decideRenewal } from './decide-loan.ts'
import { decideWait } from './decide-wait.ts'
import type { HoldView, LendingState, LoanView, PlacedHold, LoanStep, PooledLoan } from './model.ts'

/** Number, title and authors of an edition; an edition that has left the catalogue is called by its number. */
export function toTitle(isbn13: string, card: EditionCard | undefined) {
  return { isbn13, title: card?.title ?? isbn13, authors: [...(card?.authors ?? [])] }
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
