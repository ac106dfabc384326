// A shopper's checkouts, page after page: those that became an order, those that did not, and those under way.
import { z } from 'zod'
import { listOrderStates } from '#orders'
import type { Db } from '#platform/db'
import { orderIdOf } from './keys.ts'
import { refuse, toSummaryView } from './model.ts'
import type { CheckoutSummaryView, StoredCheckout } from './model.ts'
import { listCheckoutsOf } from './queries.ts'

/**
 * One page of the account's checkouts, newest first, without those that have only begun purchases: each of these stands for itself. Refuses
 * `checkout.cursor_invalid`.
 */
export async function listCheckouts(
  { db }: { readonly db: Db },
  { accountId, limit, cursor }: { accountId: string; limit: number; cursor?: string | undefined },
): Promise<{ checkouts: CheckoutSummaryView[]; nextCursor?: string }> {
  const before = cursor === undefined ? null : readCursor(cursor)
  const rows = await listCheckoutsOf(db, accountId, { limit: limit + 1, before }) // one more tells whether there is a next page
  const page = rows.slice(0, limit)
  const ordered = page.filter(({ checkout }) => checkout.terms.copies.length > 0) // ebooks are there, or not: nothing moves on
  const states = await listOrderStates(
    db,
    ordered.map(({ id }) => orderIdOf(id)),
  )
  const last = page.at(-1)
  return {
    checkouts: page.map((row) => toSummaryView(row, states.get(orderIdOf(row.id)))),
    ...(last && rows.length > limit ? { nextCursor: toCursor(last) } : {}),
  }
}

const Place = z.tuple([z.int().min(0), z.uuid()])

/** Where a page ended: the checkout itself, so that checkouts made meanwhile move nothing. */
function toCursor({ createdAt, id }: StoredCheckout): string {
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
