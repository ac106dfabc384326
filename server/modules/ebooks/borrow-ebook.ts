import { Refusal } from '#platform/errors'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { applyLoanEvent } from './apply-loan-event.ts'
import { decideDue } from './decide-loan.ts'
import { decideWait } from './decide-wait.ts'
import { loansMax, refuse } from './model.ts'
import type { EbooksDeps, LockedEbook, PooledLoan } from './model.ts'
import { listWaiting } from './hold-queries.ts'
import { countLive, findLiveLoan, findLoan, findLoanEvent } from './loan-queries.ts'
import { findOwned } from './owned-queries.ts'
import { listFreeSlots, listLending, lockEbook } from './queries.ts'
import { keepCopy, settleLending } from './settle-lending.ts'

interface Borrow {
  readonly accountId: string
  readonly isbn13: string
  readonly key: string
}

/**
 * Borrows an ebook: the copy that is kept for the reader, or one that is free while nobody waits. The same key again gives the loan as it is now.
 * Refuses `ebooks.ebook_not_found`, `already_owned`, `already_borrowed`, `lending_suspended`, `too_many_loans`, `not_lent`, and `no_copy_free`, whose
 * facts say how many wait and when a copy can be expected.
 */
export async function borrowEbook(deps: EbooksDeps, command: Borrow): Promise<PooledLoan> {
  const outcome = await inTransaction(deps.db, (tx) => borrowInside(deps, tx, command))
  if (outcome instanceof Refusal) throw outcome // after the commit: what was due is settled all the same
  return outcome
}

async function borrowInside(
  deps: EbooksDeps,
  tx: Tx,
  { accountId, isbn13, key }: Borrow,
): Promise<PooledLoan | Refusal> {
  const ebook = await lockEbook(tx, isbn13, deps.clock.now())
  if (!ebook) return refuse('ebook_not_found', { isbn13 })
  const recorded = await findLoanEvent(tx, { accountId, key: `borrow:${key}` })
  if (recorded?.isbn13 === isbn13) return await getLoan(tx, recorded.loanId)
  if (recorded) return refuse('key_reused', { isbn13, recorded: recorded.isbn13 })
  await settleLending(deps, tx, ebook)
  const kept = (await findLiveLoan(tx, { accountId, isbn13 })) ?? (await takeFree(deps, tx, ebook, accountId))
  if (kept instanceof Refusal) return kept
  if (kept.state === 'ACTIVE') return refuse('already_borrowed', { isbn13, loanId: kept.id })
  const { at } = ebook
  const dueAt = decideDue(kept, at)
  return await applyLoanEvent(deps, tx, kept, { event: 'pickedUp', key: `borrow:${key}`, by: 'reader', at, dueAt })
}

/** A free copy for somebody who did not wait. */
async function takeFree(
  deps: EbooksDeps,
  tx: Tx,
  { isbn13, isSuspended, at }: LockedEbook,
  accountId: string,
): Promise<PooledLoan | Refusal> {
  if (await findOwned(tx, { accountId, isbn13 })) return refuse('already_owned', { isbn13 })
  if (isSuspended) return refuse('lending_suspended', { isbn13 })
  if ((await countLive(tx, accountId)) >= loansMax) return refuse('too_many_loans', { isbn13 })
  const [next] = await listWaiting(tx, isbn13, 1)
  const [slot] = next ? [] : await listFreeSlots(tx, { isbn13, at, limit: 1 })
  if (!slot) return await sayNoneFree(tx, isbn13, at)
  const { id } = await keepCopy(deps, tx, { isbn13, accountId, holdId: null, slot, at, key: 'kept' })
  return await getLoan(tx, id)
}

async function sayNoneFree(tx: Tx, isbn13: string, at: Date): Promise<Refusal> {
  const lending = (await listLending(tx, [isbn13], at)).get(isbn13)
  if (!lending) return refuse('not_lent', { isbn13 })
  const { waiting } = lending
  return refuse('no_copy_free', { isbn13, waiting, expectedAt: decideWait(lending, waiting + 1, at) })
}

async function getLoan(tx: Tx, loanId: string): Promise<PooledLoan> {
  const loan = await findLoan(tx, { loanId })
  if (!loan) throw new Error(`loan ${loanId} is recorded and not there`)
  return loan
}
