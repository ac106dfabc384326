// Starts a purchase: stores what was asked under the shopper's key, with the intent to ask the sellers, in one transaction.
import { findAcceptable } from '#catalog'
import type { PostalAddress } from '#sellers'
import { inTransaction } from '#platform/db'
import { hashJson } from '#platform/json'
import { refuse } from './model.ts'
import type { BuyingDeps, StartInput, StoredPurchase } from './model.ts'
import { requested } from './purchase.ts'
import type { Terms } from './purchase.ts'
import { findByKey, insertPurchase, lockPurchase, recordEvent } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'
import type { Turn } from './move-on.ts'

const addressFollows = 'Address follows; please ask Quire'
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
  const known = await findByKey(deps.db, accountId, input.key)
  if (known) return replay(known, requestHash)
  const wanted = await findAcceptable(deps, input, editionsMax)
  if (!wanted) throw refuse('nothing_acceptable', { acceptable: input.acceptable })
  const { title, isbns } = wanted
  const purchase = requested(toTerms(input, isbns))
  const id = deps.ids.next()
  const at = deps.clock.now()
  return await inTransaction(deps.db, async (tx) => {
    const row = { id, accountId, key: input.key, requestHash, title, purchase, at, nextActionAt: at }
    if (!(await insertPurchase(tx, row))) {
      const winner = await findByKey(tx, accountId, input.key) // the same request, a moment earlier, on another connection
      if (!winner) throw new Error('a purchase with this key is there and is not')
      return replay(winner, requestHash)
    }
    await recordEvent(tx, id, {
      from: null,
      to: 'REQUESTED',
      event: 'requested',
      data: {},
      by: `shopper:${accountId}`,
      at,
    })
    const stored = await lockPurchase(tx, id)
    if (!stored) throw new Error(`purchase ${id} was just inserted and is not there`)
    return { id, turn: await recordOutcome(deps, tx, stored, { type: 'started', at }, 'buying') }
  })
}

function replay(known: StoredPurchase, requestHash: string): { id: string; turn: null } {
  if (known.requestHash !== requestHash) throw refuse('key_reused', { purchaseId: known.id })
  return { id: known.id, turn: null }
}

function toTerms({ conditions, maxTotal, destination, paymentMethod }: StartInput, isbns: string[]): Terms {
  const { country, postalCode } = destination
  return {
    isbns,
    conditions: [...new Set(conditions)],
    max: maxTotal,
    destination: postalCode ? { country, postalCode } : { country },
    shipTo: toAddress(destination),
    paymentMethod,
  }
}

/**
 * Sellers want a whole address with an order. The web form asks for one; a script that names only a country gets its book reserved
 * under words that tell the seller to ask us, which is better than an order that no seller takes.
 */
function toAddress({ recipient, lines, city, region, postalCode, country }: StartInput['destination']): PostalAddress {
  return {
    recipient: recipient || 'A Quire reader',
    lines: lines?.some((line) => line !== '') ? lines.filter((line) => line !== '') : [addressFollows],
    city: city || addressFollows,
    region: region ?? '',
    postalCode: postalCode || '00000',
    country,
  }
}

/** What the key stands for: everything that was asked, whatever the order of its conditions. */
function hashOf({ key: _, ...input }: StartInput): string {
  return hashJson({ ...input, conditions: [...new Set(input.conditions)].toSorted() })
}
