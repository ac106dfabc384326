// What a checkout looks like to the person waiting for it. Pure.
import type { Checkout, CheckoutState } from '../../api/shapes.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { formatMoney } from '../../ui/format.ts'

const t = checkoutTexts.done

/** Where each state stands among the stages; null where it has left the way to success. Past the last one at the end. */
const stageOf = {
  CREATED: 0,
  AUTHORIZING: 1,
  ACTION_REQUIRED: 1,
  CAPTURING: 2,
  STARTING_PURCHASES: 3,
  PAID: 4,
  RELEASING: null,
  DECLINED: null,
  CANCELLED: null,
  EXPIRED: null,
  NEEDS_REVIEW: null,
} satisfies Record<CheckoutState, number | null>

/** The stages of this checkout and the one under way; none where there is nothing of ours to keep and to pay. */
export function stagesOf({ state, total, purchases, copies }: Checkout): {
  names: readonly string[]
  current: number | null
} {
  if (!total) return { names: [], current: null }
  const own = isDigital({ copies }) ? t.stagesDigital : t.stagesOwn
  const names = purchases.length > 0 ? [...own, t.stageWishes] : own
  return { names, current: stageOf[state] }
}

/** Nothing of it is packed and sent by us. */
function isDigital({ copies }: Pick<Checkout, 'copies'>): boolean {
  return copies.length === 0
}

/** Whether nothing more will happen by itself. */
export function isOver(state: CheckoutState): boolean {
  return state === 'PAID' || isWayOut(state)
}

/** It ended without an order: what was wanted is in the cart again. */
export function isWayOut(state: CheckoutState): boolean {
  return state === 'DECLINED' || state === 'CANCELLED' || state === 'EXPIRED'
}

/** What the checkout came to, in a few words. */
export function headlineOf({ state, total }: Checkout): string {
  return state === 'PAID' && !total ? t.headlineBegun : t.headline[state]
}

/** The sentence under the headline: what is happening, or why it ended so. A code that we have no words for stays unsaid. */
export function leadOf({ state, total, reason, copies }: Checkout): string {
  if (state === 'PAID' && !total) return t.leadBegun
  const isExplained = isWayOut(state) || state === 'NEEDS_REVIEW'
  const digital = total && isDigital({ copies }) ? t.leadDigital[state] : undefined
  return (isExplained && reason && t.reasons[reason]) || digital || t.lead[state]
}

/** Whether money has moved. */
export function moneyOf({ state, total, reason, purchases }: Checkout): string {
  if (!total) return t.moneyWishesOnly
  const sum = formatMoney(total)
  if (state === 'NEEDS_REVIEW' && reason === 'PURCHASES_NOT_STARTED') return t.moneyPaidReview(sum)
  const said = t.money[state](sum)
  return state === 'PAID' && purchases.length > 0 ? `${said} ${t.moneyWishesToo}` : said
}

export function nextOf({ state, total, copies }: Checkout): string {
  if (state === 'PAID' && !total) return t.nowBegun
  return state === 'PAID' && isDigital({ copies }) ? t.nowDigital : t.now[state]
}

/** Of two views of one checkout the newer. Answers overtake each other; what is shown must never go back in time. */
export function newerOf(a: Checkout | undefined, b: Checkout): Checkout {
  return a && a.updatedAt > b.updatedAt ? a : b
}
