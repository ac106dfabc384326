// What a reading app does with one ebook for whoever is signed in. Apps name no key for what they ask, and repeat it when an answer was lost: so each deed
// looks at what there is, and one that was done already is done, not refused.
import { borrowEbook, cancelHold, placeHold, renewLoan, returnLoan } from '#ebooks'
import { Refusal } from '#platform/errors'
import { findMine } from './find-mine.ts'
import { refuse } from './model.ts'
import type { Mine, OpdsDeps } from './model.ts'

interface Deed {
  readonly accountId: string
  readonly isbn13: string
}

type Outcome = 'done' | 'was done'

/** Means that the reader has, or waits for, what they ask for. */
const done = new Set(['ebooks.already_borrowed', 'ebooks.already_owned', 'ebooks.already_waiting'])

/** Borrows, picks up a copy that is kept, or takes a place in the queue when all copies are out. Refuses as `borrowEbook` and `placeHold` do. */
export async function borrowPublication(deps: OpdsDeps, deed: Deed): Promise<Outcome> {
  try {
    await borrowEbook(deps, { ...deed, key: keyOf(deps) })
    return 'done'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (done.has(error.code)) return 'was done'
    if (error.code !== 'ebooks.no_copy_free') throw error
  }
  return await joinQueue(deps, deed)
}

async function joinQueue(deps: OpdsDeps, deed: Deed): Promise<Outcome> {
  try {
    await placeHold(deps, { ...deed, key: keyOf(deps) })
    return 'done'
  } catch (error) {
    if (error instanceof Refusal && done.has(error.code)) return 'was done'
    throw error
  }
}

/** Gives a loan back, lets a kept copy go, or leaves the queue. Refuses `opds.nothing_to_return`, and what these refuse. */
export async function returnPublication(deps: OpdsDeps, { accountId, isbn13 }: Deed): Promise<Outcome> {
  const mine = await findOne(deps, { accountId, isbn13 })
  const key = keyOf(deps)
  if (mine?.kind === 'LOAN') await returnLoan(deps, { accountId, loanId: mine.licenceId, key })
  else if (mine?.kind === 'KEPT') await returnLoan(deps, { accountId, loanId: mine.loanId, key })
  else if (mine?.kind === 'HOLD') await cancelHold(deps, { accountId, holdId: mine.holdId, key })
  else throw refuse('nothing_to_return', { isbn13 })
  return 'done'
}

/** Refuses `opds.not_borrowed`, and what `renewLoan` does. */
export async function renewPublication(deps: OpdsDeps, { accountId, isbn13 }: Deed): Promise<Outcome> {
  const mine = await findOne(deps, { accountId, isbn13 })
  if (mine?.kind !== 'LOAN') throw refuse('not_borrowed', { isbn13 })
  await renewLoan(deps, { accountId, loanId: mine.licenceId, key: keyOf(deps) })
  return 'done'
}

async function findOne(deps: OpdsDeps, { accountId, isbn13 }: Deed): Promise<Mine | null> {
  return (await findMine(deps, accountId)).get(isbn13) ?? null
}

const keyOf = ({ ids }: OpdsDeps) => `opds:${ids.next()}`
