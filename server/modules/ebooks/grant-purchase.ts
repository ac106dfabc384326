// The purchase of an ebook: promised with its order, granted with its money, withdrawn when it came to nothing or was given back. The database lets
// one of an ebook stand for a reader, a promised one too: who is paying for it in another order does not pay twice.
import type { Tx } from '#platform/db'
import type { Ids } from '#platform/ids'
import { endLicence } from './apply-loan-event.ts'
import { refuse } from './model.ts'
import type { LendDeps, OwnedEbook } from './model.ts'
import {
  findOwnedByLine,
  grantOwned,
  insertOwned,
  listStanding,
  lockOwnedOf,
  releaseOwned,
  withdrawOwned,
} from './owned-queries.ts'
import { findPublication } from './queries.ts'
import { sayWithdrawn } from './say-news.ts'
import { tell } from './settle-lending.ts'

interface Purchase {
  /** Names the purchase, such as `order:<id>:<line>`. */
  readonly key: string
  readonly accountId: string
  readonly isbn13: string
  /** What pays for it. */
  readonly orderId: string
  readonly line: number
  /** Who sells: the module. */
  readonly by: string
  readonly at: Date
}

/**
 * Keeps an ebook for the account while its order is being paid, in the transaction that writes the order; nothing can be read by it. Refuses
 * `ebooks.ebook_not_found`, `.already_owned`, and `.being_bought` while another order of it is being paid.
 */
export async function promisePurchase(deps: { ids: Ids }, tx: Tx, purchase: Purchase): Promise<void> {
  await requireEbook(tx, purchase.isbn13)
  if (await insertOwned(tx, { id: deps.ids.next(), ...purchase, grantedAt: null })) return
  if ((await findOwnedByLine(tx, purchase))?.key === purchase.key) return
  throw await whyNot(tx, purchase)
}

/**
 * Makes an ebook the account's own for good, in the transaction that records what was paid for. The same key for the same again gives what was granted.
 * Refuses `ebooks.ebook_not_found`, `.already_owned`, and `.key_reused` for a key or a line that bought something else.
 */
export async function grantPurchase(deps: { ids: Ids }, tx: Tx, grant: Purchase): Promise<OwnedEbook> {
  const { isbn13, accountId, key, at } = grant
  await requireEbook(tx, isbn13)
  const known = await findOwnedByLine(tx, grant)
  if (!known) {
    const purchase = { id: deps.ids.next(), ...grant, grantedAt: at }
    if (await insertOwned(tx, purchase)) return { ...purchase, openedAt: null, withdrawnAt: null }
  }
  const owned = known ?? (await findOwnedByLine(tx, grant)) // somebody else granted it meanwhile
  if (!owned) throw await whyNot(tx, grant)
  if (owned.key !== key || owned.accountId !== accountId || owned.isbn13 !== isbn13)
    throw refuse('key_reused', { key, isbn13 })
  return (await grantOwned(tx, grant)) ?? owned
}

/** Lets go what was promised to an order that came to nothing. Again, and for an order that was granted its ebooks, it changes nothing. */
export async function releasePurchases(tx: Tx, order: { orderId: string; by: string; at: Date }): Promise<void> {
  await releaseOwned(tx, order)
}

/** Locks what an order bought until the caller commits, and says of each line whether it was opened. */
export async function lockPurchases(tx: Tx, orderId: string): Promise<{ line: number; isOpened: boolean }[]> {
  return (await lockOwnedOf(tx, orderId)).map(({ line, openedAt }) => ({ line, isOpened: openedAt !== null }))
}

interface WithdrawPurchase {
  readonly orderId: string
  readonly line: number
  readonly by: string
  readonly reason: string
  readonly at: Date
}

/**
 * Takes back what a line of an order bought, in the transaction that decides that its money goes back: the licence opens nothing from then on, and the
 * reader is told. False, and nothing changed, when the line bought no ebook or it was taken back before.
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

async function requireEbook(tx: Tx, isbn13: string): Promise<void> {
  if ((await findPublication(tx, isbn13)) === null) throw refuse('ebook_not_found', { isbn13 })
}

/** What stands in the way: a purchase of the same ebook, or one under the same key. */
async function whyNot(tx: Tx, { accountId, isbn13, key }: Purchase) {
  const [standing] = await listStanding(tx, { accountId, isbns: [isbn13] })
  if (!standing) return refuse('key_reused', { key, isbn13 })
  return refuse(standing.grantedAt ? 'already_owned' : 'being_bought', { isbn13 })
}
