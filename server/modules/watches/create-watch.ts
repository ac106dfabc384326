// Makes a watch, with its mandate if it has one, and asks for the first look at once.
import { findAcceptable } from '#catalog'
import { openMandate } from '#mandates'
import { ensureQuestion } from '#prices'
import { inTransaction } from '#platform/db'
import { hashJson } from '#platform/json'
import { lookAtPrice } from './jobs.ts'
import { latestEnd, refuse } from './model.ts'
import type { WatchInput, WatchesDeps } from './model.ts'
import { countActive, findByKey, insertEdition, insertWatch } from './queries.ts'

const editionsMax = 8 // each is a question of its own
const activeMax = 200 // of one shopper; with the editions this bounds what one person can make us ask

/** Gives the watch's id. The same key again gives the first watch; with anything else in it, it refuses `watches.key_reused`. */
export async function createWatch(deps: WatchesDeps, input: WatchInput, accountId: string): Promise<string> {
  const { key, ...asked } = input
  const requestHash = hashJson(asked)
  const known = await findByKey(deps.db, accountId, key)
  if (known) return replay(known, requestHash)
  const wanted = await findAcceptable(deps, input, editionsMax)
  if (!wanted) throw refuse('nothing_acceptable', { acceptable: input.acceptable })
  const at = deps.clock.now()
  const expiresAt = endOf(input, at)
  if ((await countActive(deps.db, accountId, at)) >= activeMax) throw refuse('too_many')
  const { destination, target, mandate } = input
  const { country } = destination
  const { currency } = target
  const id = deps.ids.next()
  return await inTransaction(deps.db, async (tx) => {
    const conditions = [...new Set(input.conditions)]
    const row = { id, accountId, key, requestHash, title: wanted.title, conditions, shipTo: destination, country }
    if (
      !(await insertWatch(tx, {
        ...row,
        currency,
        targetMinor: target.minor,
        mayBuy: mandate !== undefined,
        expiresAt,
        createdAt: at,
      }))
    ) {
      const winner = await findByKey(tx, accountId, key) // the same request, a moment earlier, on another connection
      if (!winner) throw new Error('a watch with this key is there and is not')
      return replay(winner, requestHash)
    }
    if (mandate) {
      const { capPerCopy: cap, sellersAllowed = null, sellersRefused = null } = mandate
      const { count, budget, paymentMethod } = mandate
      const allowed = { cap, count, budget, sellersAllowed, sellersRefused }
      await openMandate(deps, tx, { id, accountId, ...allowed, paymentMethod, at })
    }
    // In one order, so that two shoppers who watch the same editions do not wait for each other.
    for (const isbn13 of wanted.isbns.toSorted()) {
      const question = { isbn13, country, currency }
      await ensureQuestion(tx, question, at)
      await insertEdition(tx, { ...question, watchId: id, ordinal: wanted.isbns.indexOf(isbn13) })
      await deps.jobs.send(tx, lookAtPrice, question)
    }
    return id
  })
}

function replay(known: { id: string; requestHash: string }, requestHash: string): string {
  if (known.requestHash !== requestHash) throw refuse('key_reused', { watchId: known.id })
  return known.id
}

function endOf({ mandate }: WatchInput, at: Date): Date {
  const latest = latestEnd(at)
  const wanted = mandate?.expiresAt ?? latest
  if (wanted <= at || wanted > latest)
    throw refuse('end_invalid', { wanted }, { 'mandate.expiresAt': 'must be in the coming year' })
  return wanted
}
