import type { Tx } from '#platform/db'
import type { Money } from '#platform/money'
import type { Mandate } from './model.ts'
import { consumeUse, getMandateOf, releaseUse } from './queries.ts'

/** What became of the amount set aside for a purchase. */
export type Settled =
  | { readonly kind: 'bought'; readonly amount: Money; readonly sellerName: string }
  /** Nothing was charged. */
  | { readonly kind: 'notBought' }

/** Spends or gives back what was set aside for the purchase; gives the mandate as it then is. Repeating it changes nothing. */
export async function settleUse(
  tx: Tx,
  { purchaseId, settled, at }: { purchaseId: string; settled: Settled | null; at: Date },
): Promise<Mandate> {
  if (settled?.kind === 'bought') {
    const { amount, sellerName } = settled
    await consumeUse(tx, { purchaseId, spentMinor: amount.minor, sellerName, at })
  }
  if (settled?.kind === 'notBought') await releaseUse(tx, purchaseId, at)
  return await getMandateOf(tx, purchaseId)
}
