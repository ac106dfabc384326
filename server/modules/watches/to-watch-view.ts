// A watch as its shopper sees it.
import { sayConsent } from '#mandates'
import type { Mandate, MandateUse } from '#mandates'
import type { Seen } from '#prices'
import { money, toMoneyView } from '#platform/money'
import { endReasons } from './model.ts'
import type { WatchView } from './model.ts'
import type { StoredEdition, StoredWatch } from './queries.ts'

const usesShown = 20 // as many as a mandate may buy

/** All that is stored of a watch: `editions` in their order, `uses` newest first. */
interface Stored {
  readonly watch: StoredWatch
  readonly editions: readonly StoredEdition[]
  readonly mandate?: Mandate
  readonly uses: readonly MandateUse[]
}

/** An end that the sweep has not seen yet shows at once. */
export function toWatchView({ watch, editions, mandate, uses }: Stored, now: Date): WatchView {
  const { currency, shipTo } = watch
  const { country, postalCode } = shipTo
  const [lowest] = editions.flatMap(({ seen }) => seen ?? []).toSorted((a, b) => (a.totalMinor < b.totalMinor ? -1 : 1))
  return {
    id: watch.id,
    state: endReasons.find((reason) => reason === watch.endReason) ?? (watch.expiresAt <= now ? 'EXPIRED' : 'ACTIVE'),
    isbn13: editions[0]?.isbn13 ?? '',
    title: watch.title,
    conditions: watch.conditions,
    target: toMoneyView(money(watch.targetMinor, currency)),
    destination: postalCode ? { country, postalCode } : { country },
    createdAt: watch.createdAt.toISOString(),
    expiresAt: watch.expiresAt.toISOString(),
    ...(watch.endedAt && { endedAt: watch.endedAt.toISOString() }),
    isArmed: watch.isArmed,
    ...(watch.firedAt && { firedAt: watch.firedAt.toISOString() }),
    ...(lowest && { lowest: seenView(lowest, currency) }),
    ...(mandate && { mandate: mandateView(mandate, uses) }),
  }
}

function seenView({ totalMinor, sellerId, sellerName, at }: Seen, currency: string): WatchView['lowest'] {
  return { total: toMoneyView(money(totalMinor, currency)), sellerId, sellerName, at: at.toISOString() }
}

function mandateView(mandate: Mandate, uses: readonly MandateUse[]): WatchView['mandate'] {
  const { cap, count, usedCount, reservedCount, budget, spent, reserved, sellersAllowed, sellersRefused } = mandate
  return {
    consent: consentView(mandate),
    capPerCopy: toMoneyView(cap),
    count,
    bought: usedCount,
    underWay: reservedCount,
    budget: toMoneyView(budget),
    spent: toMoneyView(spent),
    reserved: toMoneyView(reserved),
    ...(sellersAllowed && { sellersAllowed: [...sellersAllowed] }),
    ...(sellersRefused && { sellersRefused: [...sellersRefused] }),
    purchases: uses.slice(0, usesShown).map((use) => useView(use, cap.currency)),
  }
}

function consentView(mandate: Mandate): NonNullable<WatchView['mandate']>['consent'] {
  const { state, actionUrl, confirmBy } = mandate
  const reason = sayConsent(mandate)
  const isOpen = state === 'PENDING' || state === 'ACTION_REQUIRED'
  return {
    state,
    ...(actionUrl !== null && { actionUrl }),
    ...(isOpen && { expiresAt: confirmBy.toISOString() }),
    ...(reason !== null && { reason }),
  }
}

type UseView = NonNullable<WatchView['mandate']>['purchases'][number]

function useView(use: MandateUse, currency: string): UseView {
  const { purchaseId, state, reservedMinor, spentMinor, sellerName, at } = use
  return {
    purchaseId,
    state,
    reserved: toMoneyView(money(reservedMinor, currency)),
    ...(spentMinor !== null && { spent: toMoneyView(money(spentMinor, currency)) }),
    ...(sellerName && { sellerName }),
    at: at.toISOString(),
  }
}
