// What a look says: the cheapest copy, and the lines that it adds to the history. Pure.
import { byTotal } from '#offers'
import type { Condition, Quote } from '#sellers'
import { decideStanding } from './decide-standing.ts'
import type { Look, Point, Seen } from './model.ts'

const repeatMs = 3_600_000 // an unchanged price is written down this often, so that a chart knows it was looked at

/** The cheapest copy that fits, of those whose whole price is known. */
export function chooseLowest({ quotes, at }: Look, fits: (quote: Quote) => boolean): Seen | null {
  const cheapest = quotes.filter((quote) => quote.total !== null && fits(quote)).toSorted(byTotal)[0]
  return cheapest ? toSeen(cheapest, at) : null
}

/** The lines to add to the history after a look: what changed, and what was last written down too long ago. */
export function choosePoints(latest: readonly Point[], look: Look, all: readonly Condition[]): Point[] {
  return all.flatMap((condition) => {
    const before = latest.find((point) => point.condition === condition)
    const known = before?.seen ? { ...before.seen, at: before.at } : null
    const fresh = chooseLowest(look, (quote) => quote.condition === condition)
    const seen = decideStanding(known, fresh, look)
    const isKept = seen !== null && seen !== fresh // its seller was silent
    return isWorthALine(before, seen, look.at, isKept) ? [{ condition, at: look.at, seen }] : []
  })
}

/** A change is; so is an old price that was named again. One that is only kept is not repeated: its age has to show. */
function isWorthALine(before: Point | undefined, seen: Seen | null, at: Date, isKept: boolean): boolean {
  if (!before) return seen !== null
  const isSame = before.seen?.totalMinor === seen?.totalMinor && before.seen?.sellerId === seen?.sellerId
  return !isSame || (!isKept && at.getTime() - before.at.getTime() >= repeatMs)
}

function toSeen({ total, sellerId, sellerName }: Quote, at: Date): Seen {
  if (!total) throw new Error('a quote without a total has no place in a comparison')
  return { totalMinor: total.minor, sellerId, sellerName, at }
}
