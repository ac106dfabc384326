import { recordMessage } from '#notify'
import type { TellDeps } from '#notify'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import type { CreateOrder, OrderEntry } from './model.ts'
import { findOrder, listLines } from './queries.ts'
import { isNews, sayNews } from './say-news.ts'
import type { Source } from './say-news.ts'

/** What news of an order says of it. */
type About = Pick<CreateOrder, 'accountId' | 'seller' | 'total'> & {
  readonly lines: readonly Pick<CreateOrder['lines'][0], 'title' | 'quantity'>[]
}

/**
 * Tells the shopper of those of these steps that are news, in the transaction that takes them, so that the news is true; once, since its key is the
 * order's and the state's. `known`: the order, where the caller has it.
 */
export async function recordNews(
  deps: TellDeps,
  tx: Tx,
  orderId: string,
  { entries, known, ...source }: Source & { entries: readonly OrderEntry[]; known?: About },
): Promise<void> {
  const steps = entries.filter((entry) => isNews({ ...entry, ...source }))
  if (steps.length === 0) return
  const { accountId, lines, seller, total } = known ?? (await readAbout(tx, orderId, source.isOwn))
  const others = lines.reduce((sum, { quantity }) => sum + quantity, 0) - 1
  const told = { title: lines[0]?.title ?? '', others, sellerName: seller.name, total }
  for (const { from, to, reason, at } of steps) {
    const news = sayNews({ from, to, ...source }, { ...told, reason })
    const key = `order:${orderId}:${to}`
    const message = { id: derivedId(orderId, key), accountId, kind: 'PURCHASE' as const, key, at }
    const link = source.isDigital && to === 'DELIVERED' ? '/library' : `/orders/${orderId}`
    if (news) await recordMessage(deps, tx, { ...message, ...news, link })
  }
}

async function readAbout(tx: Tx, orderId: string, isOwn: boolean): Promise<About> {
  const order = await findOrder(tx, orderId)
  if (!order) throw new Error(`order ${orderId} is locked and not there`)
  return { ...order, lines: isOwn ? await listLines(tx, order) : [order.line] } // what a purchase bought is one copy
}
