// A shopper's purchases, page after page: those that bought, those that did not, and those under way.
import { z } from 'zod'
import { listOrderStates } from '#orders'
import type { BuyingDeps, PurchaseSummaryView, StoredPurchase } from './model.ts'
import { refuse } from './model.ts'
import { listPurchasesOf } from './queries.ts'
import { toSummaryView } from './to-purchase-view.ts'

/** One page of the account's purchases, newest first. Refuses `buying.cursor_invalid`. */
export async function listPurchases(
  deps: Pick<BuyingDeps, 'db'>,
  { accountId, limit, cursor }: { accountId: string; limit: number; cursor?: string | undefined },
): Promise<{ purchases: PurchaseSummaryView[]; nextCursor?: string }> {
  const before = cursor === undefined ? null : readCursor(cursor)
  const rows = await listPurchasesOf(deps.db, accountId, { limit: limit + 1, before }) // one more tells whether there is a next page
  const page = rows.slice(0, limit)
  const states = await listOrderStates(
    deps.db,
    page.flatMap(({ orderId }) => orderId ?? []),
  )
  const last = page.at(-1)
  return {
    purchases: page.map((row) => toSummaryView(row, states.get(row.orderId ?? ''))),
    ...(last && rows.length > limit ? { nextCursor: toCursor(last) } : {}),
  }
}

const Place = z.tuple([z.int().min(0), z.uuid()])

/** Where a page ended: the purchase itself, so that purchases made meanwhile move nothing. */
function toCursor({ createdAt, id }: StoredPurchase): string {
  return Buffer.from(JSON.stringify([createdAt.getTime(), id])).toString('base64url')
}

function readCursor(cursor: string): { createdAt: Date; id: string } {
  try {
    const [ms, id] = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { createdAt: new Date(ms), id }
  } catch {
    throw refuse('cursor_invalid')
  }
}
