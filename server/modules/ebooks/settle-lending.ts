// What is due of an ebook's lending: copies that come back by themselves, and the queue that gets them.
import { hydrateEditions } from '#catalog'
import { recordMessage } from '#notify'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import { applyLoanEvent } from './apply-loan-event.ts'
import { loanDue, queueMoves } from './jobs.ts'
import { holdMachine } from './machine.ts'
import { pickUpMs } from './model.ts'
import type { FreeSlot, Hold, LendDeps, LockedEbook, PooledLoan } from './model.ts'
import { listWaiting, recordHoldEvent } from './hold-queries.ts'
import { insertLoan, listOver } from './loan-queries.ts'
import { listFreeSlots } from './queries.ts'
import { sayLapsed, sayReady } from './say-news.ts'

const servedMax = 20 // in one transaction; a job goes on with the rest

/**
 * Brings a locked ebook's lending to its `at`: loans whose time is over end, and free copies are kept for those who wait, in their order. Whoever
 * changes a loan or the queue calls it before, so that nothing is decided on what is over, and after, so that nothing lies free while somebody waits.
 */
export async function settleLending(deps: LendDeps, tx: Tx, ebook: LockedEbook): Promise<void> {
  const { isbn13, at } = ebook
  for (const loan of await listOver(tx, isbn13, at)) await endOver(deps, tx, loan, at)
  if (ebook.isSuspended) return
  const waiting = await listWaiting(tx, isbn13, servedMax)
  if (waiting.length === 0) return
  const free = await listFreeSlots(tx, { isbn13, at, limit: waiting.length })
  for (const [i, slot] of free.entries()) {
    const hold = waiting[i]
    if (hold) await serve(deps, tx, { hold, slot, at })
  }
  if (free.length === servedMax) await deps.jobs.send(tx, queueMoves, { isbn13 })
}

async function endOver(deps: LendDeps, tx: Tx, loan: PooledLoan, at: Date): Promise<void> {
  if (loan.state === 'ACTIVE') {
    await applyLoanEvent(deps, tx, loan, { event: 'expired', key: 'expired', by: 'ebooks', at })
    return
  }
  await applyLoanEvent(deps, tx, loan, { event: 'lapsed', key: 'lapsed', by: 'ebooks', at })
  await tell(deps, tx, { ...loan, news: 'lapsed', at }, (title) => sayLapsed({ title, until: loan.pickUpBy }))
}

/** Keeps a free copy for whoever is next. */
async function serve(
  deps: LendDeps,
  tx: Tx,
  { hold, slot, at }: { hold: Hold; slot: FreeSlot; at: Date },
): Promise<void> {
  const { isbn13, accountId } = hold
  const { id, pickUpBy } = await keepCopy(deps, tx, { isbn13, accountId, holdId: hold.id, slot, at, key: 'served' })
  const to = holdMachine.next(hold.state, 'served')
  if (to === null) throw new Error(`hold ${hold.id} waits and cannot be served`)
  await recordHoldEvent(tx, hold, to, { event: 'served', key: 'served', by: 'ebooks', at })
  await deps.jobs.send(tx, loanDue, { loanId: id }, { startAfter: pickUpBy, isFirst: true })
  await tell(deps, tx, { id, accountId, isbn13, news: 'ready', at }, (title) => sayReady({ title, until: pickUpBy }))
}

interface KeepCopy {
  readonly isbn13: string
  readonly accountId: string
  readonly holdId: string | null
  readonly slot: FreeSlot
  readonly at: Date
  readonly key: string
}

/** A loan that is READY, in a slot that is free. */
export async function keepCopy(
  { ids }: LendDeps,
  tx: Tx,
  { slot: { poolId, slot, poolEndsAt }, ...rest }: KeepCopy,
): Promise<{ id: string; pickUpBy: Date }> {
  const id = ids.next()
  const deadline = new Date(rest.at.getTime() + pickUpMs)
  const pickUpBy = poolEndsAt && poolEndsAt < deadline ? poolEndsAt : deadline
  await insertLoan(tx, { ...rest, id, poolId, slot, pickUpBy, by: rest.holdId ? 'ebooks' : 'reader' })
  return { id, pickUpBy }
}

interface News {
  readonly id: string
  readonly accountId: string
  readonly isbn13: string
  readonly news: string
  readonly at: Date
}

/** Tells the reader of a loan in the same transaction, so that the news is true and comes once. */
export async function tell(
  deps: Pick<LendDeps, 'jobs'>,
  tx: Tx,
  { id, accountId, isbn13, news, at }: News,
  say: (title: string) => { subject: string; body: string },
): Promise<void> {
  const edition = (await hydrateEditions({ db: tx }, [isbn13])).get(isbn13)
  const key = `loan:${id}:${news}`
  const message = { id: derivedId(id, key), accountId, kind: 'LOAN' as const, key, at, link: '/library' }
  await recordMessage(deps, tx, { ...message, ...say(edition?.title ?? isbn13) })
}
