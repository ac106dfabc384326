// Starts the purchase that a watch fired for: what its mandate allows is set aside in the transaction that stores the purchase.
import { beginUse } from '#watches'
import { inTransaction } from '#platform/db'
import { derivedId } from '#platform/ids'
import type { BuyingDeps } from './model.ts'
import { requested } from './purchase.ts'
import { insertPurchase } from './queries.ts'
import { recordRequest } from './record-request.ts'
import { toTerms } from './to-terms.ts'
import type { Turn } from './move-on.ts'

/**
 * One purchase a firing, however often it is told: its id is derived from both. Null when there is nothing to start: the firing has its
 * purchase, or the mandate does not allow another.
 */
export async function startMandated(
  deps: BuyingDeps,
  { watchId, firing }: { watchId: string; firing: number },
): Promise<{ id: string; turn: Turn | null } | null> {
  const id = derivedId(watchId, `firing:${firing}`)
  const at = deps.clock.now()
  return await inTransaction(deps.db, async (tx) => {
    const allowance = await beginUse(tx, { watchId, firing, purchaseId: id, at })
    if (!allowance) return null
    const { accountId, title, isbns, conditions, max: maxTotal, target, shipTo: destination, mandate } = allowance
    const { card, sellersAllowed, sellersRefused, at: madeAt } = mandate
    if (!card) throw new Error(`mandate ${watchId} spends and has no card`)
    const { method: paymentMethod, customer } = card
    const purchase = requested({
      ...toTerms({ conditions, maxTotal, destination, paymentMethod }, isbns),
      mandate: { id: watchId, target, madeAt, customer, sellersAllowed, sellersRefused },
    })
    const row = { id, accountId, key: id, requestHash: `mandate:${watchId}`, title, purchase, at, nextActionAt: at }
    const stored = await insertPurchase(tx, row)
    if (!stored) throw new Error(`the key of purchase ${id} is taken by another`)
    return { id, turn: await recordRequest(deps, tx, stored, { by: `mandate:${watchId}`, at }) }
  })
}
