// A purchase as its shopper sees it: in full, or as one line of a list.
import type { OrderState } from '#orders'
import { toMoneyView } from '#platform/money'
import { isCancellable } from './decide.ts'
import type { PurchaseSummaryView, PurchaseView, StoredPurchase } from './model.ts'
import { explain, tell } from './narrate.ts'
import type { Narrated } from './narrate.ts'
import type { Attempt } from './purchase.ts'
import type { HistoryRow } from './queries.ts'

export function toPurchaseView(row: StoredPurchase, events: readonly (HistoryRow & { seq: number })[]): PurchaseView {
  const { purchase } = row
  const { terms, lowestFound, state } = purchase
  const { country, postalCode } = terms.destination
  const result = resultOf(row)
  const reason = explain(purchase)
  return {
    id: row.id,
    state,
    isbn13: terms.isbns[0] ?? null,
    title: row.title,
    conditions: [...terms.conditions],
    maxTotal: toMoneyView(terms.max),
    destination: postalCode ? { country, postalCode } : { country },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    cancellable: isCancellable(purchase),
    ...(state === 'ACTION_REQUIRED' && purchase.actionUrl && { actionUrl: purchase.actionUrl }),
    ...(reason && { reason }),
    ...(terms.mandate && { watchId: terms.mandate.id }),
    ...(result && { result }),
    ...(lowestFound && { lowestFound: { ...lowestFound, total: toMoneyView(lowestFound.total) } }),
    attempts: purchase.attempts.map(attemptView),
    timeline: events.map(({ seq, at, to, event, data }) => ({
      seq,
      at: at.toISOString(),
      state: to,
      event,
      text: tell({ event, to, data: data as Narrated }).trim(),
    })),
    receipt: row.receipt,
  }
}

/** `orderState` is how far the order is by now; undefined when there is none. */
export function toSummaryView(row: StoredPurchase, orderState: OrderState | undefined): PurchaseSummaryView {
  const { id, title, createdAt, purchase } = row
  const { state, terms, lowestFound } = purchase
  const result = resultOf(row)
  return {
    id,
    state,
    isbn13: terms.isbns[0] ?? null,
    title,
    maxTotal: toMoneyView(terms.max),
    createdAt: createdAt.toISOString(),
    ...(result && { result }),
    ...(result && orderState && { orderState }),
    ...(lowestFound && { lowestFound: { ...lowestFound, total: toMoneyView(lowestFound.total) } }),
  }
}

function resultOf({ purchase, orderId }: StoredPurchase): PurchaseView['result'] {
  const bought = purchase.attempts.find((attempt) => attempt.state === 'CONFIRMED')
  if (purchase.state !== 'PURCHASED' || !bought || !orderId) return undefined
  const { quote, charge } = bought
  const { sellerId, sellerName, isbn13, condition } = quote
  if (!charge || condition === 'UNSPECIFIED')
    throw new Error(`the bought copy ${quote.quoteId} has no price or condition`)
  return { sellerId, sellerName, total: toMoneyView(charge), orderId, isbn13, condition }
}

function attemptView({ ordinal, quote, state, reason, at, charge }: Attempt): PurchaseView['attempts'][number] {
  return {
    ordinal,
    sellerId: quote.sellerId,
    sellerName: quote.sellerName,
    total: toMoneyView(charge ?? quote.total),
    state,
    ...(reason && { reason }),
    at: at.toISOString(),
  }
}
