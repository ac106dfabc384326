import { getReview, readSides, safeActions } from '#buying'
import type { Sides, StoredPurchase } from '#buying'
import { toMoneyView } from '#platform/money'
import type { OpsDeps, SidesView } from './model.ts'
import { sayAction, sayOrder, sayPayment } from './say-review.ts'

/** Asks the seller and the provider now, and says what is safe by their answers. Refuses `buying.not_found`. */
export async function readPurchaseSides(deps: OpsDeps, purchaseId: string): Promise<SidesView> {
  const { row } = await getReview(deps.db, purchaseId)
  return toSidesView(row, await readSides(deps, row))
}

function toSidesView({ purchase }: StoredPurchase, sides: Sides): SidesView {
  const { order, payment, seen, at } = sides
  const about = {
    seen,
    sellerName: order?.attempt.quote.sellerName ?? 'the seller',
    charge: order?.attempt.charge ?? null,
    max: purchase.terms.max,
  }
  return {
    at: at.toISOString(),
    order: order && toOrder(order, seen.order),
    payment: payment && toPayment(payment, seen.payment),
    actions: safeActions(purchase, seen).map((action) => ({ action, does: sayAction(action, about) })),
  }
}

function toOrder(
  { attempt, reference, answer }: NonNullable<Sides['order']>,
  says: Sides['seen']['order'],
): SidesView['order'] {
  const found = answer.kind === 'found' ? answer.value : null
  return {
    sellerName: attempt.quote.sellerName,
    reference,
    says,
    text: sayOrder(says),
    sellerOrderId: found?.sellerOrderId ?? null,
    state: found?.state ?? null,
    isbn13: found?.isbn13 ?? null,
    total: found?.total ? toMoneyView(found.total) : null,
  }
}

function toPayment({ answer }: NonNullable<Sides['payment']>, says: Sides['seen']['payment']): SidesView['payment'] {
  const found = answer.kind === 'found' ? answer.value : null
  return {
    says,
    text: sayPayment(says),
    ref: found?.ref ?? null,
    status: found?.status ?? null,
    capturable: found ? toMoneyView(found.capturable) : null,
    captured: found ? toMoneyView(found.captured) : null,
  }
}
