import { recordMessage } from '#notify'
import type { TellDeps } from '#notify'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import { orderIdOf } from './keys.ts'
import type { StoredPurchase } from './model.ts'
import type { Purchase } from './purchase.ts'
import { sayNews } from './say-news.ts'

/**
 * Tells the shopper what their purchase has come to, in the transaction in which it did, so that the news is true; once, since its key is the
 * purchase's and the state's.
 */
export async function recordNews(
  deps: TellDeps,
  tx: Tx,
  { id, accountId, title }: Pick<StoredPurchase, 'id' | 'accountId' | 'title'>,
  { purchase, at }: { purchase: Purchase; at: Date },
): Promise<void> {
  const news = sayNews(title, purchase)
  if (!news) return
  const bought = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  const link =
    purchase.state === 'PURCHASED' && bought ? `/orders/${orderIdOf(id, bought.ordinal)}` : `/purchases/${id}`
  const key = `purchase:${id}:${purchase.state}`
  await recordMessage(deps, tx, { id: derivedId(id, key), accountId, kind: 'PURCHASE', key, ...news, link, at })
}
