// Where a watch stands, in words. Pure.
import type { Watch } from '../../api/shapes.ts'
import { watchTexts } from '../../texts/watches.ts'
import { formatAge, formatMoney } from '../../ui/format.ts'

const t = watchTexts.watches

/** How often an age such as "3 min. ago" is written anew. */
export const ageMs = 30_000

/** What to say under the price of a watch that is active; `now` is milliseconds since the epoch. */
export function standingOf({ lowest, target, isArmed, firedAt }: Watch, now: number): string {
  if (lowest && lowest.total.minor <= target.minor) return t.standing.reached
  if (!isArmed && firedAt) return t.standing.fired(formatAge(firedAt, now))
  if (!lowest) return ''
  return t.standing.above(formatMoney({ ...target, minor: lowest.total.minor - target.minor }))
}

/** What stopping it means for money, before anybody presses. */
export function stopText({ mandate }: Watch): string {
  if (!mandate) return t.stopTell
  return mandate.underWay > 0 ? `${t.stopBuy} ${t.stopUnderWay(mandate.underWay)}` : t.stopBuy
}

/** Active ones first, as they came: the newest first in both. */
export function splitByEnd(watches: readonly Watch[]): { active: Watch[]; ended: Watch[] } {
  return {
    active: watches.filter(({ state }) => state === 'ACTIVE'),
    ended: watches.filter(({ state }) => state !== 'ACTIVE'),
  }
}
