// A button of the review page: both sides are asked once more, and what they say decides whether it may still be done.
import { getReview, readSides, settleReview } from '#buying'
import type { Turn } from '#buying'
import type { ActInput, OpsDeps } from './model.ts'
import { isDone, recordDeed } from './record-deed.ts'

/**
 * Does what was pressed, once, and gives the step to drive if one is due. Refuses `buying.not_found`, `buying.moved_on`,
 * `buying.not_safe` and `ops.key_reused`; a refused deed is not written down.
 */
export async function settlePurchase(deps: OpsDeps, input: ActInput, accountId: string): Promise<Turn | null> {
  const { key, purchaseId, action, reason } = input
  const deed = { key, accountId, subject: `purchase:${purchaseId}`, action, reason }
  if (await isDone(deps, deed)) return null
  const { row } = await getReview(deps.db, purchaseId)
  if (action === 'note') {
    await recordDeed(deps, { deed, detail: { state: row.purchase.state }, work: async () => {} })
    return null
  }
  const { seen } = await readSides(deps, row)
  const { version } = row
  return await recordDeed(deps, {
    deed,
    detail: { seen, version, state: row.purchase.state, reason: row.purchase.reason },
    work: (tx) => settleReview(deps, tx, { purchaseId, version, action, seen, by: `staff:${accountId}` }),
  })
}
