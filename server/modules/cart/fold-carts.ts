// Lines as one line a thing. Pure: the look at a cart that is not joined yet and the joining itself give the same lines.
import { isAtMost } from '#platform/money'
import type { CartLimits, CartLine, CheapestLine, CopyLine, EbookLine } from './model.ts'

/** What makes a line one: the same copy in the same condition, the cheapest of the same book, or the same ebook. */
export function toLineId(
  line: { kind: 'copy'; isbn13: string; condition: string } | { kind: 'cheapest' | 'ebook'; isbn13: string },
): string {
  return line.kind === 'copy' ? `copy:${line.isbn13}:${line.condition}` : `${line.kind}:${line.isbn13}`
}

/**
 * Two carts as one, `own` (the account's) first. The same copies add up, to at most what a cart holds of one; the price accepted later counts.
 * Of two wishes for the cheapest copy, and of two prices of one ebook, the later one holds. What is beyond the number of lines is left out, the guest's newest first.
 */
export function foldCarts(own: readonly CartLine[], guest: readonly CartLine[], limits: CartLimits): CartLine[] {
  const folded = new Map(own.map((line) => [line.id, line]))
  for (const line of guest.toSorted((a, b) => a.addedAt.getTime() - b.addedAt.getTime())) {
    const known = folded.get(line.id)
    if (known) folded.set(line.id, foldLines(known, line, limits))
    else if (folded.size < limits.linesMax) folded.set(line.id, line)
  }
  return [...folded.values()].toSorted(byAge)
}

/** The order in which lines are shown. */
function byAge(a: CartLine, b: CartLine): number {
  return a.addedAt.getTime() - b.addedAt.getTime() || (a.id < b.id ? -1 : 1)
}

function foldLines(own: CartLine, guest: CartLine, limits: CartLimits): CartLine {
  if (own.kind === 'copy' && guest.kind === 'copy') return foldCopies(own, guest, limits)
  if (own.kind === 'cheapest' && guest.kind === 'cheapest') return foldWishes(own, guest)
  if (own.kind === 'ebook' && guest.kind === 'ebook') return foldEbooks(own, guest)
  return own // one id is one kind
}

/** A licence is bought once, whoever put it in twice. */
function foldEbooks(own: EbookLine, guest: EbookLine): EbookLine {
  const later = guest.changedAt > own.changedAt ? guest : own
  return { ...later, addedAt: own.addedAt < guest.addedAt ? own.addedAt : guest.addedAt }
}

function foldCopies(own: CopyLine, guest: CopyLine, { quantityMax }: CartLimits): CopyLine {
  const later = guest.changedAt > own.changedAt ? guest : own
  return {
    ...own,
    quantity: Math.min(own.quantity + guest.quantity, quantityMax),
    accepted: later.accepted,
    addedAt: own.addedAt < guest.addedAt ? own.addedAt : guest.addedAt,
    changedAt: later.changedAt,
  }
}

/** A maximum is a consent to pay, so two never add up; of two said at the same time the lower one holds. */
function foldWishes(own: CheapestLine, guest: CheapestLine): CheapestLine {
  if (guest.changedAt < own.changedAt) return own
  if (guest.changedAt > own.changedAt) return guest
  const isSameCurrency = own.maxTotal.currency === guest.maxTotal.currency
  return isSameCurrency && isAtMost(guest.maxTotal, own.maxTotal) ? guest : own
}
