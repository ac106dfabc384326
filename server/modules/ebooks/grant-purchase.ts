import type { Tx } from '#platform/db'
import type { Ids } from '#platform/ids'
import { endLicence } from './apply-loan-event.ts'
import { refuse } from './model.ts'
import type { LendDeps, OwnedEbook } from './model.ts'
import { findOwnedByLine, insertOwned, withdrawOwned } from './owned-queries.ts'
import { findPublication } from './queries.ts'
import { sayWithdrawn } from './say-news.ts'
import { tell } from './settle-lending.ts'

interface GrantPurchase {
  /** Names the grant, such as `order:<id>:<line>`. */
  readonly key: string
  readonly accountId: string
  readonly isbn13: string
  /** What paid for it. */
  readonly orderId: string
  readonly line: number
  /** Who grants: the module. */
  readonly by: string
  readonly at: Date
}

/**
 * Makes an ebook the account's own for good, in the transaction that records what was paid for. The same key for the same again gives what was granted.
 * Refuses `ebooks.ebook_not_found`, and `ebooks.key_reused` for a key or a line that bought something else.
 */
export async function grantPurchase(deps: { ids: Ids }, tx: Tx, grant: GrantPurchase): Promise<OwnedEbook> {
  const { isbn13, accountId, key, at } = grant
  if ((await findPublication(tx, isbn13)) === null) throw refuse('ebook_not_found', { isbn13 })
  const id = deps.ids.next()
  if (await insertOwned(tx, { id, ...grant })) return { id, accountId, isbn13, at, withdrawnAt: null }
  const owned = await findOwnedByLine(tx, grant)
  if (owned?.key !== key || owned.accountId !== accountId || owned.isbn13 !== isbn13)
    throw refuse('key_reused', { key, isbn13 })
  return owned
}

interface WithdrawPurchase {
  readonly orderId: string
  readonly line: number
  readonly by: string
  readonly reason: string
  readonly at: Date
}

/**
 * Takes back what a line of an order bought, in the transaction that gives its money back: the licence opens nothing from then on, and the reader is told.
 * False, and nothing changed, when the line bought no ebook or it was taken back before.
 */
export async function withdrawPurchase(
  deps: Pick<LendDeps, 'jobs' | 'drm'>,
  tx: Tx,
  { by, reason, at, ...line }: WithdrawPurchase,
): Promise<boolean> {
  const owned = await withdrawOwned(tx, { ...line, withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason })
  if (!owned) return false
  await endLicence(deps, tx, { licenceId: owned.id, how: 'revoked', device: null, at })
  await tell(deps, tx, { ...owned, news: 'withdrawn', at }, (title) => sayWithdrawn({ title, reason }))
  return true
}
