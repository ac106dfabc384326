import { findAccount } from '#accounts'
import { getReview, paymentIdOf } from '#buying'
import { listPaymentsById, sumAccountsOf } from '#payments'
import { listDeedViews } from './list-deeds.ts'
import type { OpsDeps, PurchaseView } from './model.ts'
import { toPurchaseView } from './to-purchase-view.ts'

/** Everything that is known here of one purchase. Refuses `buying.not_found`. */
export async function getPurchase(deps: Pick<OpsDeps, 'db'>, purchaseId: string): Promise<PurchaseView> {
  const { db } = deps
  const review = await getReview(db, purchaseId)
  const paymentId = paymentIdOf(purchaseId)
  const [shopper, [payment = null], ledger, deeds] = await Promise.all([
    findAccount(db, review.row.accountId),
    listPaymentsById(db, [paymentId]),
    sumAccountsOf(db, [paymentId]),
    listDeedViews(deps, `purchase:${purchaseId}`),
  ])
  return toPurchaseView({ review, shopper, payment, ledger, deeds })
}
