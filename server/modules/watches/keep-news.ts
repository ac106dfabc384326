// Messages about watches, in the transaction of what they tell of.
import { sayConsent } from '#mandates'
import type { Mandate } from '#mandates'
import { recordMessage } from '#notify'
import type { Seen } from '#prices'
import type { Tx } from '#platform/db'
import { money } from '#platform/money'
import type { WatchesDeps } from './model.ts'
import { sayConfirmed, sayExpired, sayFired, sayUnconfirmed, sayUse } from './say-news.ts'
import type { Told, UseNews } from './say-news.ts'

type NewsDeps = Pick<WatchesDeps, 'ids' | 'jobs'>

export async function tellFired(
  deps: NewsDeps,
  tx: Tx,
  fired: {
    watch: { id: string; accountId: string; title: string; targetMinor: bigint }
    firing: number
    isbn13: string
    currency: string
    seen: Seen
  },
): Promise<void> {
  const { watch, firing, isbn13, currency, seen } = fired
  const { totalMinor, sellerName, at } = seen
  const target = money(watch.targetMinor, currency)
  const news = sayFired(watch.title, { target, total: money(totalMinor, currency), sellerName, isbn13 })
  const key = `watch:${watch.id}:fired:${firing}`
  await recordMessage(deps, tx, { id: deps.ids.next(), kind: 'PRICE', accountId: watch.accountId, key, ...news, at })
}

/** Tells of an automatic purchase, once for each kind of news. */
export async function tellUse(
  deps: NewsDeps,
  tx: Tx,
  news: UseNews,
  told: Told & { accountId: string; at: Date },
): Promise<void> {
  const { accountId, purchaseId, at } = told
  const key = `purchase:${purchaseId}:${news.kind}`
  await recordMessage(deps, tx, { id: deps.ids.next(), kind: 'PURCHASE', accountId, key, ...sayUse(news, told), at })
}

/** Tells how the confirmation of a mandate ended: that it buys from now on, or why it never will. */
export async function tellConsent(
  deps: NewsDeps,
  tx: Tx,
  { id, accountId, title }: { id: string; accountId: string; title: string },
  { mandate, at }: { mandate: Mandate; at: Date },
): Promise<void> {
  const key = `watch:${id}:consent`
  const why = sayConsent(mandate)
  const news = why === null ? sayConfirmed(title, mandate) : sayUnconfirmed(title, why)
  await recordMessage(deps, tx, { id: deps.ids.next(), kind: 'PURCHASE', accountId, key, ...news, at })
}

export async function tellExpired(
  deps: NewsDeps,
  tx: Tx,
  watch: { id: string; accountId: string; title: string },
  at: Date,
): Promise<void> {
  const key = `watch:${watch.id}:expired`
  await recordMessage(deps, tx, {
    id: deps.ids.next(),
    kind: 'WATCH',
    accountId: watch.accountId,
    key,
    ...sayExpired(watch.title),
    at,
  })
}
