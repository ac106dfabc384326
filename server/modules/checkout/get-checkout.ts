import type { Db } from '#platform/db'
import { toCheckoutView } from './model.ts'
import type { CheckoutView } from './model.ts'
import { getCheckoutOf } from './queries.ts'

/** The account's own checkout as it stands. Refuses `checkout.not_found`, also for somebody else's. */
export async function getCheckout(db: Db, id: string, accountId: string): Promise<CheckoutView> {
  return toCheckoutView(await getCheckoutOf(db, id, accountId))
}
