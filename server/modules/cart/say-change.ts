import { assertNever } from '#platform/errors'
import { format } from '#platform/money'
import type { Change } from './model.ts'

/** The change in words, with the old and the new value. */
export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'price_up':
      return `The price went up, from ${format(change.before)} to ${format(change.now)}.`
    case 'price_down':
      return `The price went down, from ${format(change.before)} to ${format(change.now)}.`
    case 'currency_changed':
      return `The price is in another currency now: ${format(change.now)} instead of ${format(change.before)}.`
    case 'fewer_left':
      return `You want ${change.wanted}, and only ${change.left === 1 ? 'one is' : `${change.left} are`} left.`
    case 'sold_out':
      return `You want ${change.wanted}, and none is left.`
    case 'not_sold':
      return 'We do not sell this ebook any more.'
    case 'owned':
      return 'You own this ebook already: it is in your library.'
    case 'being_bought':
      return 'You are buying this ebook already: its order is being paid.'
    default:
      return assertNever(change)
  }
}
