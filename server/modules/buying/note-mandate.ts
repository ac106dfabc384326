// A purchase that a mandate allowed tells it what became of it: in the transaction of the purchase's own state.
import { endUse } from '#watches'
import type { UseEnd } from '#watches'
import type { Tx } from '#platform/db'
import type { BuyingDeps, StoredPurchase } from './model.ts'
import { explain } from './narrate.ts'
import type { Purchase } from './purchase.ts'

/** Called at each transition; nothing happens for a purchase that a shopper asked for themselves. */
export async function noteMandate(
  deps: Pick<BuyingDeps, 'ids' | 'jobs'>,
  tx: Tx,
  { id }: Pick<StoredPurchase, 'id'>,
  { purchase, at }: { purchase: Purchase; at: Date },
): Promise<void> {
  const { mandate } = purchase.terms
  const end = mandate ? endOf(purchase) : null
  if (mandate && end) await endUse(deps, tx, { watchId: mandate.id, purchaseId: id, end, at })
}

/** Null while it goes on. In NEEDS_REVIEW nobody knows what was spent, so what was set aside stays so. */
function endOf(purchase: Purchase): UseEnd | null {
  switch (purchase.state) {
    case 'PURCHASED': {
      const bought = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
      if (!bought?.charge) throw new Error('a purchase ended with a copy that has no price')
      return { kind: 'bought', amount: bought.charge, sellerName: bought.quote.sellerName }
    }
    case 'NO_OFFER':
    case 'CANCELLED':
      return { kind: 'gone' }
    case 'DECLINED':
      return { kind: 'declined', reason: explain(purchase) ?? null }
    case 'ACTION_REQUIRED':
      return { kind: 'needsYou' }
    case 'NEEDS_REVIEW':
      return { kind: 'needsReview' }
    default:
      return null
  }
}
