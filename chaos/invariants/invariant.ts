// What must hold after every run, whatever was done to the processes. One promise, one name, one pure check of everybody's books.
import { isAtRest } from '../../server/modules/buying/machine.ts'
import type { Books, Dossier, HeldOrder } from '../books/model.ts'

/** Something that the books say and that must not be. */
export interface Breach {
  /** Null when it is about no one purchase. */
  readonly purchaseId: string | null
  readonly what: string
}

export interface Invariant {
  readonly id: `I${number}`
  readonly promise: string
  check(books: Books): Breach[]
}

/** An invariant that each purchase keeps, or breaks, by itself: `check` gives a sentence for each way in which it is broken. */
export function perPurchase(
  id: Invariant['id'],
  promise: string,
  check: (dossier: Dossier) => readonly (string | false | null)[],
): Invariant {
  return {
    id,
    promise,
    check: ({ dossiers }) =>
      dossiers.flatMap((dossier) => check(dossier).flatMap((what) => (what ? [{ purchaseId: dossier.id, what }] : []))),
  }
}

export function hasEnded({ state }: Pick<Dossier, 'state'>): boolean {
  return isAtRest(state)
}

/** Ended, and nobody has to look at it any more. */
export function isSettled(dossier: Pick<Dossier, 'state'>): boolean {
  return hasEnded(dossier) && dossier.state !== 'NEEDS_REVIEW'
}

/** The orders that sellers hold for it now. */
export function liveOrders({ sellerOrders }: Pick<Dossier, 'sellerOrders'>): readonly HeldOrder[] {
  return sellerOrders.filter(({ state }) => state === 'ACCEPTED')
}

/** What the shopper owes for an order in a seller's books: its total, or the quoted one when the seller charges in another currency. */
export function owedFor({ attempts, purchase, currency }: Dossier, order: HeldOrder): bigint | null {
  const ordinal = attempts.find(({ id }) => id === order.reference)?.ordinal
  const quote = purchase.attempts.find((attempt) => attempt.ordinal === ordinal)?.quote
  const minor = BigInt(order.total.minor)
  if (order.total.currency === currency) return minor
  const isAsQuoted =
    quote?.total?.currency === currency &&
    quote.sellerTotal.currency === order.total.currency &&
    quote.sellerTotal.minor === minor
  return isAsQuoted ? (quote.total?.minor ?? null) : null
}

export function sum(amounts: readonly (bigint | number)[]): bigint {
  return amounts.reduce<bigint>((total, amount) => total + BigInt(amount), 0n)
}
