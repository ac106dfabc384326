// A purchase as staff see it: all that is written down here, without the shopper's address and card.
import { attemptId } from '#buying'
import type { Attempt, Review } from '#buying'
import type { Payment } from '#payments'
import { toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import type { DeedView, PurchaseView } from './model.ts'
import { sayReason, stillAsking } from './say-review.ts'

export function toPurchaseView({
  review: { row, history, effects },
  shopper,
  payment,
  ledger,
  deeds,
}: {
  review: Review
  shopper: { name: string; email: string } | null
  payment: Payment | null
  ledger: readonly { account: string; amount: Money }[]
  deeds: DeedView[]
}): PurchaseView {
  const { terms, state, reason, attempts } = row.purchase
  const words = state === 'NEEDS_REVIEW' && reason ? sayReason(reason) : null
  return {
    id: row.id,
    title: row.title,
    state,
    reason,
    what: words?.what ?? (state === 'CONFIRMING' ? stillAsking : 'Nobody has to do anything.'),
    advice: words?.advice ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    shopper: shopper && { name: shopper.name, email: shopper.email },
    terms: {
      isbns: [...terms.isbns],
      conditions: [...terms.conditions],
      max: toMoneyView(terms.max),
      country: terms.destination.country,
      isMandate: terms.mandate !== undefined,
    },
    attempts: attempts.map((attempt) => toAttemptView(row.id, attempt)),
    payment: payment && toPayment(payment),
    ledger: ledger.map(({ account, amount }) => ({ account, amount: toMoneyView(amount) })),
    effects: effects.map(({ firstSentAt, ...effect }) => ({
      ...effect,
      firstSentAt: firstSentAt?.toISOString() ?? null,
    })),
    history: history.map(({ seq, at, to, event, by, text }) => ({ seq, at: at.toISOString(), to, event, by, text })),
    deeds,
  }
}

function toAttemptView(id: string, { ordinal, quote, state, reason, charge, order, at }: Attempt) {
  return {
    ordinal,
    sellerId: quote.sellerId,
    sellerName: quote.sellerName,
    state,
    reason: reason ?? null,
    total: toMoneyView(quote.total),
    sellerTotal: toMoneyView(quote.sellerTotal),
    charge: charge ? toMoneyView(charge) : null,
    reference: attemptId(id, ordinal),
    sellerOrderId: order?.sellerOrderId ?? null,
    at: at.toISOString(),
  }
}

/** A payment as staff see it. */
export function toPayment({
  state,
  ref,
  authorized,
  captured,
  capture,
  holdExpiresAt,
}: Payment): PurchaseView['payment'] {
  return {
    state,
    ref,
    authorized: toMoneyView(authorized),
    captured: toMoneyView(captured),
    toCapture: capture && toMoneyView(capture),
    holdExpiresAt: holdExpiresAt?.toISOString() ?? null,
  }
}
