import { z } from 'zod'
import { hydrateEditions } from '#catalog'
import type { EditionCard } from '#catalog'
import type { Db } from '#platform/db'
import { toMoneyView } from '#platform/money'
import { Condition } from '#sellers'
import { nameOf } from './decide-reservation.ts'
import { refuse } from './model.ts'
import type { ItemKey, Movement, MovementView, OwnOffer, StockItem, StockItemView } from './model.ts'
import { listMovementsOf } from './movement-queries.ts'
import { findItems, listItems } from './queries.ts'

interface Page {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** More conditions than there are: an edition's items fit one page. */
const conditionsMax = 10

/** One page of our items for staff, with their titles: all, low ones only, or one edition's. Refuses `stock.cursor_invalid`. */
export async function listStock(
  db: Db,
  { limit, cursor, isLow, isbn13 }: Page & { isLow: boolean; isbn13?: string | undefined },
): Promise<{ items: StockItemView[]; nextCursor?: string }> {
  const after = cursor === undefined ? null : toKey(readCursor(ItemPlace, cursor))
  const rows = await listItems(db, { limit: limit + 1, after, isLow, isbn13: isbn13 ?? null }) // one more: is there a next page?
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const cards = await hydrateEditions(
    { db },
    page.map((item) => item.isbn13),
  )
  return {
    items: page.map((item) => toItemView(item, cards.get(item.isbn13))),
    ...(last && rows.length > limit ? { nextCursor: toCursor([last.isbn13, last.condition]) } : {}),
  }
}

/** One page of what happened to an item, newest first. Refuses `stock.cursor_invalid`. */
export async function listMovements(
  db: Db,
  { limit, cursor, isbn13, condition }: Page & ItemKey,
): Promise<{ movements: MovementView[]; nextCursor?: string }> {
  const place = cursor === undefined ? null : readCursor(MovementPlace, cursor)
  const after = place && { at: new Date(place[0]), id: place[1] }
  const rows = await listMovementsOf(db, { isbn13, condition }, { limit: limit + 1, after })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    movements: page.map(toMovementView),
    ...(last && rows.length > limit ? { nextCursor: toCursor([last.at.getTime(), last.id]) } : {}),
  }
}

/** What we could sell of this edition now, cheapest first: the quote board's view of our own shelf. A look, not a promise. */
export async function findOwnOffers(db: Db, isbn13: string): Promise<OwnOffer[]> {
  const items = await listItems(db, { limit: conditionsMax, after: null, isLow: false, isbn13 })
  return items
    .map(({ condition, price, onHand, reserved }) => ({ condition, price, available: onHand - reserved }))
    .filter(({ available }) => available > 0)
    .toSorted((a, b) => Number(a.price.minor - b.price.minor))
}

/** What these items cost and how many of each are free, by `isbn13:condition`; what we never had is absent. A look, not a promise. */
export async function findOnShelf(db: Db, items: readonly ItemKey[]): Promise<Map<string, OwnOffer>> {
  if (items.length === 0) return new Map()
  const found = await findItems(db, items)
  return new Map(
    found.map((item) => [
      nameOf(item),
      { condition: item.condition, price: item.price, available: item.onHand - item.reserved },
    ]),
  )
}

const ItemPlace = z.tuple([z.string().max(13), Condition])
const MovementPlace = z.tuple([z.int().min(0), z.uuid()])

/** Where a page ended: the row itself, so that what is booked meanwhile moves nothing. */
function toCursor(place: z.infer<typeof ItemPlace> | z.infer<typeof MovementPlace>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function readCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw refuse('cursor_invalid')
  }
}

function toKey([isbn13, condition]: z.infer<typeof ItemPlace>): ItemKey {
  return { isbn13, condition }
}

function toItemView(item: StockItem, card: EditionCard | undefined): StockItemView {
  const { isbn13, condition, price, onHand, reserved, lowAt } = item
  const available = onHand - reserved
  return {
    isbn13,
    condition,
    title: card?.title ?? null,
    authors: [...(card?.authors ?? [])],
    format: card?.format ?? null,
    price: toMoneyView(price),
    onHand,
    reserved,
    available,
    lowAt,
    isLow: available <= lowAt,
  }
}

function toMovementView({ id, change, reason, note, by, at, reservationId }: Movement): MovementView {
  return { id, change, reason, note, by, at: at.toISOString(), reservationId }
}
