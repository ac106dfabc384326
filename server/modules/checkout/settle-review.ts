import { inTransaction } from '#platform/db'
import type { CheckoutDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { lockCheckout } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/** A person has asked again what could not be found out, under its first key. Does nothing to a checkout that needs no person. */
export async function settleReview(deps: CheckoutDeps, id: string, by: string): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockCheckout(tx, id)
    if (row?.checkout.state !== 'NEEDS_REVIEW') return null
    return await recordOutcome(deps, tx, row, { type: 'reviewed', at: deps.clock.now() }, by)
  })
}
