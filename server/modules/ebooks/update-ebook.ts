// What staff set about an ebook: its licences, its price, and whether it is lent. Each with its reason, once a key.
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { isDeepStrictEqual } from 'node:util'
import { refuse } from './model.ts'
import type { EbooksDeps, LockedEbook } from './model.ts'
import { findEbookEvent, lockEbook, recordEbookEvent, savePool, savePrice, saveSuspension } from './queries.ts'
import { settleLending } from './settle-lending.ts'

interface Deed {
  readonly isbn13: string
  readonly key: string
  /** `staff:<account id>` */
  readonly by: string
  readonly reason?: string | undefined
}

interface SetLicences extends Deed {
  /** Made by the caller; new: another pool. */
  readonly poolId: string
  readonly concurrentLimit: number
  readonly totalLimit: number | null
  readonly loanDays: number
  readonly endsAt: Date | null
}

/**
 * Adds a pool of licences, or changes its terms; whoever waits has what is free by that at once. Fewer at once than are lent: those loans go on, and nothing
 * is lent until they are few enough. Loans keep the end that they have. Refuses `ebooks.ebook_not_found`, `pool_not_found` for another ebook's pool,
 * `cannot_lend` and `key_reused`.
 */
export async function setLicences(deps: EbooksDeps, { isbn13, key, by, reason, ...pool }: SetLicences): Promise<void> {
  const detail = { ...pool, endsAt: pool.endsAt?.toISOString() ?? null }
  await changeEbook(deps, { isbn13, key, by, reason }, 'licensed', detail, async (tx, { publicationId, at }) => {
    const { scheme } = await deps.drm.getPublication(publicationId)
    if (scheme !== 'LCP') throw refuse('cannot_lend', { isbn13, scheme })
    const { poolId: id, ...terms } = pool
    if (!(await savePool(tx, { id, isbn13, ...terms, at }))) throw refuse('pool_not_found', { poolId: id })
  })
}

/** Sets what it costs to own the ebook in one currency; `minor` null: not sold in it. */
export async function setPrice(
  deps: EbooksDeps,
  { currency, minor, ...deed }: Deed & { currency: string; minor: bigint | null },
): Promise<void> {
  const detail = { currency, minor: minor === null ? null : String(minor) }
  await changeEbook(deps, deed, 'priced', detail, (tx, { isbn13, at }) =>
    savePrice(tx, { isbn13, currency, minor, at }),
  )
}

/** Lends nothing more of it, or lends again. Loans that run go on; the queue keeps its order. */
export async function setSuspended(
  deps: EbooksDeps,
  { isSuspended, ...deed }: Deed & { isSuspended: boolean },
): Promise<void> {
  await changeEbook(deps, deed, isSuspended ? 'suspended' : 'resumed', {}, (tx, { isbn13, at }) =>
    saveSuspension(tx, isbn13, isSuspended ? at : null),
  )
}

type Event = 'uploaded' | 'licensed' | 'priced' | 'suspended' | 'resumed'

/** One deed on a locked ebook, written down with it, and what follows for the queue. The same key again changes nothing. */
async function changeEbook(
  deps: EbooksDeps,
  { isbn13, key, by, reason }: Deed,
  event: Event,
  detail: object,
  work: (tx: Tx, ebook: LockedEbook) => Promise<void>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const ebook = await lockEbook(tx, isbn13, deps.clock.now())
    if (!ebook) throw refuse('ebook_not_found', { isbn13 })
    const recorded = await findEbookEvent(tx, isbn13, key)
    if (recorded) {
      if (recorded.event !== event || !isDeepStrictEqual(recorded.detail, detail))
        throw refuse('key_reused', { isbn13, key })
      return
    }
    await work(tx, ebook)
    await recordEbookEvent(tx, { isbn13, event, detail, reason: reason ?? null, by, key, at: ebook.at })
    const now = await lockEbook(tx, isbn13, ebook.at) // suspended or not as it is now
    if (now) await settleLending(deps, tx, now)
  })
}
