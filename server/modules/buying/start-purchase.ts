// Starts a purchase: stores what was asked under the shopper's key, with the intent to ask the sellers, in one transaction.
import { findAcceptable } from '#catalog'
import { inTransaction } from '#platform/db'
import { hashJson } from '#platform/json'
import { refuse } from './model.ts'
import type { BuyingDeps, StartInput, StoredPurchase } from './model.ts'
import { requested } from './purchase.ts'
import { findByKey, insertPurchase } from './queries.ts'
import { recordRequest } from './record-request.ts'
import { toTerms } from './to-terms.ts'
import type { Turn } from './move-on.ts'

const editionsMax = 8 // each is a round of quotes of its own

/**
 * The same key again gives the first purchase; with anything else in it, it refuses `buying.key_reused` and changes nothing.
 * `turn` is the first step, its intent committed; the caller drives it.
 */
export async function startPurchase(
  deps: BuyingDeps,
  input: StartInput,
  accountId: string,
): Promise<{ id: string; turn: Turn | null }> {
  const requestHash = hashOf(input)
  const id = deps.ids.next()
  const at = deps.clock.now()
  return await inTransaction(deps.db, async (tx) => {
    const [known, found] = await Promise.allSettled([
      findByKey(tx, accountId, input.key),
      findAcceptable({ ...deps, db: tx }, input, editionsMax),
    ])
    if (known.status === 'rejected') throw known.reason
    if (known.value) return replay(known.value, requestHash) // whatever has become of the book since
    if (found.status === 'rejected') throw found.reason
    if (!found.value) throw refuse('nothing_acceptable', { acceptable: input.acceptable })
    const { title, isbns } = found.value
    const purchase = requested(toTerms(input, isbns))
    const row = { id, accountId, key: input.key, requestHash, title, purchase, at, nextActionAt: at }
    const stored = await insertPurchase(tx, row)
    if (!stored) {
      const winner = await findByKey(tx, accountId, input.key) // the same request, a moment earlier, on another connection
      if (!winner) throw new Error('a purchase with this key is there and is not')
      return replay(winner, requestHash)
    }
    return { id, turn: await recordRequest(deps, tx, stored, { by: `shopper:${accountId}`, at }) }
  })
}

function replay(known: StoredPurchase, requestHash: string): { id: string; turn: null } {
  if (known.requestHash !== requestHash) throw refuse('key_reused', { purchaseId: known.id })
  return { id: known.id, turn: null }
}

/** What the key stands for: everything that was asked, whatever the order of its conditions. */
function hashOf({ key: _, ...input }: StartInput): string {
  return hashJson({ ...input, conditions: [...new Set(input.conditions)].toSorted() })
}
