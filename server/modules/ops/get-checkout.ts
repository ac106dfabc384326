import { findAccount } from '#accounts'
import { getCheckoutReview, toCheckoutView } from '#checkout'
import type { CheckoutReview } from '#checkout'
import { listPaymentsById } from '#payments'
import { toMoneyView } from '#platform/money'
import { listDeedViews } from './list-deeds.ts'
import type { CheckoutView, OpsDeps } from './model.ts'
import { sayCheckoutAction, sayCheckoutReason } from './say-checkout.ts'
import { toPayment } from './to-purchase-view.ts'

/** Everything that is known here of one checkout, without its address and card. Refuses `checkout.not_found`. */
export async function getCheckout(deps: Pick<OpsDeps, 'db'>, checkoutId: string): Promise<CheckoutView> {
  const { db } = deps
  const review = await getCheckoutReview(db, checkoutId)
  const [shopper, [payment], deeds] = await Promise.all([
    findAccount(db, review.row.accountId),
    listPaymentsById(db, [review.paymentId]),
    listDeedViews(deps, `checkout:${checkoutId}`),
  ])
  return {
    ...toView(review),
    shopper: shopper && { name: shopper.name, email: shopper.email },
    payment: payment ? toPayment(payment) : null,
    deeds,
  }
}

function toView({ row, history, actions }: CheckoutReview): Omit<CheckoutView, 'shopper' | 'payment' | 'deeds'> {
  const { id, state, total, orderId, ebookOrderId, createdAt, updatedAt, purchases } = toCheckoutView(row)
  const { reason, terms } = row.checkout
  const words = state === 'NEEDS_REVIEW' && reason ? sayCheckoutReason(reason) : null
  return {
    id,
    state,
    reason,
    what: words?.what ?? 'Nobody has to do anything.',
    advice: words?.advice ?? null,
    total: total ?? null,
    createdAt,
    updatedAt,
    orderId: orderId ?? null,
    ebookOrderId: ebookOrderId ?? null,
    copies: terms.copies.map(({ isbn13, title, condition, quantity, total: price }) => {
      return { isbn13, title, condition, quantity, total: toMoneyView(price) }
    }),
    ebooks: terms.ebooks.map(({ isbn13, title, total: price }) => ({ isbn13, title, total: toMoneyView(price) })),
    purchases: purchases.map(({ isbn13, purchaseId = null }) => ({ isbn13, purchaseId })),
    history: history.map((step) => ({ ...step, at: step.at.toISOString() })),
    actions: actions.map((action) => ({ action, does: sayCheckoutAction(action, terms.total) })),
  }
}
