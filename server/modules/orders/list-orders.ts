import { z } from 'zod'
import { refuse } from './model.ts'
import type { Order, OrdersDeps } from './model.ts'
import { listOrdersOf } from './queries.ts'

/** One page of the account's orders, newest first. Refuses `orders.cursor_invalid`. */
export async function listOrders(
  { db }: Pick<OrdersDeps, 'db'>,
  { accountId, limit, cursor }: { accountId: string; limit: number; cursor?: string | undefined },
): Promise<{ orders: Order[]; nextCursor?: string }> {
  const place = cursor === undefined ? null : readCursor(cursor)
  const after = place && { placedAt: place.at, id: place.id }
  const orders = await listOrdersOf(db, accountId, { limit: limit + 1, after }) // one more tells whether there is a next page
  const page = orders.slice(0, limit)
  const last = page.at(-1)
  return {
    orders: page,
    ...(last && orders.length > limit ? { nextCursor: toCursor({ at: last.placedAt, id: last.id }) } : {}),
  }
}

const Place = z.tuple([z.int().min(0), z.uuid()])

/** Where a page ended: the order itself, so that orders placed meanwhile move nothing. */
export function toCursor({ at, id }: { at: Date; id: string }): string {
  return Buffer.from(JSON.stringify([at.getTime(), id])).toString('base64url')
}

/** Refuses `orders.cursor_invalid`. */
export function readCursor(cursor: string): { at: Date; id: string } {
  try {
    const [ms, id] = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at: new Date(ms), id }
  } catch {
    throw refuse('cursor_invalid')
  }
}
