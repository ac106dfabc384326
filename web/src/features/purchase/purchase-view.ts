// What a purchase looks like to the person waiting for it. Pure.
import type { Purchase, PurchaseState } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'

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

/** The sentence under the headline: what is happening, and whether money moves. */
export function leadOf(purchase: Purchase): string {
  const { state, reason } = purchase
  if (state === 'CONFIRMING') {
    const seller = purchase.attempts.findLast((attempt) => attempt.state === 'UNKNOWN')?.sellerName
    return seller ? t.confirming(seller) : t.confirmingUnknown
  }
  if (state === 'PURCHASED') return ''
  return reason ? `${reason} ${t.lead[state]}` : t.lead[state]
}

/** Of two views of one purchase the newer. Answers overtake each other; what is shown must never go back in time. */
export function newerOf(a: Purchase | undefined, b: Purchase): Purchase {
  if (!a) return b
  const [lastA, lastB] = [a.timeline.at(-1)?.seq ?? -1, b.timeline.at(-1)?.seq ?? -1]
  if (lastA !== lastB) return lastA > lastB ? a : b
  return a.updatedAt > b.updatedAt ? a : b
}

/** Only a web page is opened: an address comes from outside, and a browser would run a script in it. */
export function safeActionUrl(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null
  return ['https:', 'http:'].includes(new URL(url).protocol) ? url : null
}
