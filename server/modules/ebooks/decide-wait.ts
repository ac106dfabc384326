// How long somebody waits for a copy: as if every loan ran to its end, none was renewed, and nobody gave up. Pure.
import type { LendingState } from './model.ts'

const dayMs = 24 * 60 * 60_000
/** Beyond so many places in the queue no day is named: it would be years away, and each costs a step here. */
const foreseenMax = 2_000

/**
 * When whoever has `place` (1: first) in the queue has a copy; null when nobody can say: there is none to come, or lending is suspended. The copy that
 * is back first goes to the first in line, and comes back after one whole loan.
 */
export function decideWait(lending: LendingState, place: number, now: Date): Date | null {
  if (lending.isSuspended || place > Math.min(lending.lendable ?? foreseenMax, foreseenMax)) return null
  const backAt = [
    ...Array.from({ length: lending.free }, () => now.getTime()),
    ...lending.backBy.map((at) => Math.max(at.getTime(), now.getTime())),
  ].sort((a, b) => a - b)
  for (let ahead = 1; ahead < place; ahead++) {
    const first = backAt.shift()
    if (first === undefined) return null
    const again = first + lending.loanDays * dayMs
    const after = backAt.findIndex((each) => each > again)
    backAt.splice(after < 0 ? backAt.length : after, 0, again)
  }
  const [first] = backAt
  return first === undefined ? null : new Date(first)
}
