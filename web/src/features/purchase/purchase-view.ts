// What a purchase looks like to the person waiting for it. Pure.
import type { Purchase, PurchaseState } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { formatMoney } from '../../ui/format.ts'

const t = texts.purchase

/** Where each state stands among the four stages of a purchase; null where it has left the way to success. */
const stageOf = {
  REQUESTED: 0,
  QUOTING: 0,
  AUTHORIZING: 1,
  ACTION_REQUIRED: 1,
  PLACING: 2,
  CONFIRMING: 2,
  CAPTURING: 3,
  PURCHASED: 4,
  RELEASING: null,
  NO_OFFER: null,
  DECLINED: null,
  CANCELLED: null,
  NEEDS_REVIEW: null,
} satisfies Record<PurchaseState, number | null>

/** The stage now under way; 4 when all are done, null when there is none to show. */
export function currentStage(state: PurchaseState): number | null {
  return stageOf[state]
}

/** Whether nothing more will happen by itself. */
export function isOver(state: PurchaseState): boolean {
  return state === 'PURCHASED' || state === 'NO_OFFER' || state === 'DECLINED' || state === 'CANCELLED'
}

/** What the purchase came to, in a few words. */
export function headlineOf({ state, reason, lowestFound, maxTotal }: Purchase): string {
  if (state !== 'NO_OFFER') return t.headline[state]
  if (reason) return t.headlineNobody // the one reason that a purchase without an offer gives
  if (!lowestFound) return t.headlineNoCopy
  return lowestFound.total.minor <= maxTotal.minor ? t.headlineSold : t.headline.NO_OFFER
}

/** The sentence under the headline: what is happening, or why it ended so. */
export function leadOf({ state, reason, attempts, lowestFound, maxTotal }: Purchase): string {
  if (state === 'CONFIRMING') {
    const seller = attempts.findLast((attempt) => attempt.state === 'UNKNOWN')?.sellerName
    return seller ? t.confirming(seller) : t.confirmingUnknown
  }
  if (reason) return reason
  if (state !== 'NO_OFFER') return t.lead[state]
  if (!lowestFound) return t.noneFound
  return lowestFound.total.minor <= maxTotal.minor ? t.leadSold : t.lead.NO_OFFER
}

/** Whether money has moved, and what there is to do. */
export function moneyOf({ state, maxTotal }: Purchase): string {
  return t.money[state](formatMoney(maxTotal))
}

export function nextOf({ state, reason }: Purchase): string {
  return state === 'NO_OFFER' && reason ? t.nowNobody : t.now[state]
}

/** Of two views of one purchase the newer. Answers overtake each other; what is shown must never go back in time. */
export function newerOf(a: Purchase | undefined, b: Purchase): Purchase {
  if (!a) return b
  const [lastA, lastB] = [a.timeline.at(-1)?.seq ?? -1, b.timeline.at(-1)?.seq ?? -1]
  if (lastA !== lastB) return lastA > lastB ? a : b
  return a.updatedAt > b.updatedAt ? a : b
}
