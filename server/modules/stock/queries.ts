// SQL of stock — owns stockItem, stockReservation, stockReservationLine, stockMovement, with movement-queries.ts. The counters of stock_item are never written here:
// PostgreSQL's triggers keep them by the movements and reservations that are. Items are locked in the order of (isbn13, condition), everywhere.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { StockItem as ItemRow } from '#platform/db.gen'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { Condition } from '#sellers'
import { nameOf } from './decide-reservation.ts'
import type { ReservationState } from './machine.ts'
import type { Drift, ItemKey, Reservation, ReserveStock, StockItem, StockLine } from './model.ts'

const own = (db: Db) => db.$pickTables<'stockItem' | 'stockReservation' | 'stockReservationLine' | 'stockMovement'>()

/** Items as three arrays, for `unnest`: one statement whatever their number. */
function columnsOf(lines: readonly (ItemKey & { readonly quantity?: number })[]) {
  return sql`unnest(${lines.map(({ isbn13 }) => isbn13)}::text[], ${lines.map(({ condition }) => condition)}::text[],
    ${lines.map(({ quantity = 0 }) => quantity)}::int[]) as wanted(isbn13, condition, quantity)`
}

/** What taking came to, for one line. */
export interface Taken extends StockLine {
  /** The item's price, when it was locked with enough free copies; null otherwise. */
  readonly price: Money | null
  /** Free copies by what was committed when the statement began; it may have waited for others since. */
  readonly free: number
}

/**
 * Locks the items of which enough copies are free and, when those are all, writes the reservation, in one statement: a title in demand is
 * then held for the rest of the transaction only. An item that has too few by what is committed is not even waited for; one that somebody
 * else holds is waited for and looked at again. `isMade`: it is written. `isKnown`: the id was there when the statement began.
 */
export async function takeAvailable(
  tx: Tx,
  { id, lines, by, at, expiresAt }: ReserveStock,
): Promise<{ isMade: boolean; isKnown: boolean; lines: Taken[] }> {
  const { rows } = await sql<
    StockLine & { currency: string | null; priceMinor: bigint | null; free: number; isMade: boolean; isKnown: boolean }
  >`
    with taken as materialized (
      select isbn13, condition, wanted.quantity, currency, price_minor
      from stock_item join ${columnsOf(lines)} using (isbn13, condition)
      where on_hand - reserved >= wanted.quantity
      order by isbn13, condition
      for update of stock_item),
    made as (
      insert into stock_reservation (id, state, by, at, expires_at)
      select ${id}::uuid, 'HELD', ${by}, ${at}::timestamptz, ${expiresAt}::timestamptz where (select count(*) from taken) = ${lines.length}::int
      on conflict (id) do nothing returning id),
    promised as (
      insert into stock_reservation_line (reservation_id, isbn13, condition, quantity, currency, price_minor)
      select made.id, isbn13, condition, quantity, currency, price_minor from made cross join taken)
    select isbn13, condition, wanted.quantity, taken.currency, taken.price_minor, coalesce(on_hand - reserved, 0) as free,
      exists (select from made) as is_made, exists (select from stock_reservation where id = ${id}::uuid) as is_known
    from ${columnsOf(lines)} left join stock_item using (isbn13, condition) left join taken using (isbn13, condition)
    order by isbn13, condition`.execute(tx)
  const taken = rows.map(({ isbn13, condition, quantity, currency, priceMinor, free }) => {
    const price = currency !== null && priceMinor !== null ? money(priceMinor, currency) : null
    return { isbn13, condition, quantity, price, free }
  })
  return { isMade: rows[0]?.isMade ?? false, isKnown: rows[0]?.isKnown ?? false, lines: taken }
}

/** Locks these items, as far as they exist. */
export async function lockItems(tx: Tx, items: readonly ItemKey[]): Promise<StockItem[]> {
  const { rows } = await sql<Selectable<ItemRow>>`
    select stock_item.* from stock_item join ${columnsOf(items)} using (isbn13, condition)
    order by isbn13, condition
    for update of stock_item`.execute(tx)
  return rows.map(toItem)
}

/** These items, as far as they exist. */
export async function findItems(db: Db, items: readonly ItemKey[]): Promise<StockItem[]> {
  const { rows } = await sql<Selectable<ItemRow>>`
    select stock_item.* from stock_item join ${columnsOf(items)} using (isbn13, condition)`.execute(db)
  return rows.map(toItem)
}

/** How many copies of each of these items are free, by name. */
export async function findFree(db: Db, items: readonly ItemKey[]): Promise<Map<string, number>> {
  const found = await findItems(db, items)
  return new Map(found.map((item) => [nameOf(item), item.onHand - item.reserved]))
}

export async function findReservation(db: Db, id: string): Promise<Reservation | null> {
  const rows = await own(db)
    .selectFrom('stockReservation')
    .innerJoin('stockReservationLine', 'reservationId', 'id')
    .select(['id', 'state', 'expiresAt', 'isbn13', 'condition', 'quantity', 'currency', 'priceMinor'])
    .where('id', '=', id)
    .orderBy('isbn13')
    .orderBy('condition')
    .execute()
  const [first] = rows
  if (!first) return null
  // Check constraints list the conditions and the states.
  const lines = rows.map(({ isbn13, condition, quantity, currency, priceMinor }) => {
    return { isbn13, condition: condition as Condition, quantity, price: money(priceMinor, currency) }
  })
  return { id: first.id, state: first.state as ReservationState, expiresAt: first.expiresAt, lines }
}

/** Settles a held reservation, which gives its promise back; false when it is not held. Locks its items. */
export async function settleHeld(tx: Tx, { id, state, by, at }: Settlement): Promise<boolean> {
  const row = await own(tx)
    .updateTable('stockReservation')
    .set({ state, settledAt: at, settledBy: by })
    .where('id', '=', id)
    .where('state', '=', 'HELD')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Settles a held reservation as sold, and its copies leave the shelf; false when it is not held. Locks its items. */
export async function sellHeld(tx: Tx, { id, by, at }: Omit<Settlement, 'state'>): Promise<boolean> {
  const { rows } = await sql`
    with settled as (
      update stock_reservation set state = 'CONSUMED', settled_at = ${at}, settled_by = ${by}
      where id = ${id} and state = 'HELD' returning id)
    insert into stock_movement (id, isbn13, condition, change, reason, reservation_id, by, at, key)
    select uuidv7(), isbn13, condition, -quantity, 'SOLD', reservation_id, ${by}, ${at}::timestamptz,
      'sold:' || reservation_id || ':' || isbn13 || ':' || condition
    from settled join stock_reservation_line on reservation_id = settled.id
    order by isbn13, condition
    returning id`.execute(tx)
  return rows.length > 0
}

/** Makes items that we never had, at their price and without a copy. In the one order, so that two deliveries do not wait for each other. */
export async function ensureItems(tx: Tx, items: readonly (ItemKey & { price: Money })[], at: Date): Promise<void> {
  if (items.length === 0) return
  const rows = items.map(({ isbn13, condition, price }) => ({
    isbn13,
    condition,
    currency: price.currency,
    priceMinor: price.minor,
    createdAt: at,
    updatedAt: at,
  }))
  await own(tx)
    .insertInto('stockItem')
    .values(rows)
    .onConflict((oc) => oc.columns(['isbn13', 'condition']).doNothing())
    .execute()
}

/** What staff set about an item; false when there is none. */
export async function saveTerms(
  tx: Tx,
  { isbn13, condition }: ItemKey,
  { price, lowAt, at }: { price?: Money | undefined; lowAt?: number | undefined; at: Date },
): Promise<boolean> {
  const row = await own(tx)
    .updateTable('stockItem')
    .set({
      updatedAt: at,
      ...(price && { currency: price.currency, priceMinor: price.minor }),
      ...(lowAt !== undefined && { lowAt }),
    })
    .where('isbn13', '=', isbn13)
    .where('condition', '=', condition)
    .returning('isbn13')
    .executeTakeFirst()
  return row !== undefined
}

/** At most `limit` items in the order of their number, after the given one; only low ones, only one edition's, if asked for. */
export async function listItems(
  db: Db,
  { limit, after, isLow, isbn13 }: { limit: number; after: ItemKey | null; isLow: boolean; isbn13: string | null },
): Promise<StockItem[]> {
  const rows = await own(db)
    .selectFrom('stockItem')
    .selectAll()
    .$if(isLow, (query) => query.where(sql<boolean>`on_hand - reserved <= low_at`))
    .$if(isbn13 !== null, (query) => query.where('isbn13', '=', isbn13))
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('isbn13', 'condition'), '>', tuple(after?.isbn13 ?? '', after?.condition ?? '')),
      ),
    )
    .orderBy('isbn13')
    .orderBy('condition')
    .limit(limit)
    .execute()
  return rows.map(toItem)
}

export async function hasItems(db: Db): Promise<boolean> {
  return (await own(db).selectFrom('stockItem').select('isbn13').limit(1).executeTakeFirst()) !== undefined
}

/** Held reservations whose time was over before `before`, the longest first, at most `limit`. */
export async function listDue(db: Db, { before, limit }: { before: Date; limit: number }): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('stockReservation')
    .select('id')
    .where('state', '=', 'HELD')
    .where('expiresAt', '<', before)
    .orderBy('expiresAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Items whose counters are not what their facts add up to, at most `limit`. One statement, so all of it is seen at one moment. */
export async function listDrift(db: Db, limit: number): Promise<Drift[]> {
  const { rows } = await sql<Drift>`
    select isbn13, condition, on_hand, coalesce(moved, 0)::int as moved, reserved, coalesce(held, 0)::int as held
    from stock_item
    left join (select isbn13, condition, sum(change) as moved from stock_movement group by isbn13, condition) as m using (isbn13, condition)
    left join (select isbn13, condition, sum(quantity) as held from stock_reservation_line
      join stock_reservation on id = reservation_id and state = 'HELD' group by isbn13, condition) as h using (isbn13, condition)
    where on_hand <> coalesce(moved, 0) or reserved <> coalesce(held, 0)
    order by isbn13, condition limit ${limit}`.execute(db)
  return rows
}

/** Sets a locked item's counters to what its facts add up to; PostgreSQL takes no other value, and none below zero. */
export async function saveCounters(tx: Tx, { isbn13, condition }: ItemKey): Promise<void> {
  await sql`
    update stock_item as i set
      on_hand = (select coalesce(sum(change), 0) from stock_movement m where m.isbn13 = i.isbn13 and m.condition = i.condition),
      reserved = (select coalesce(sum(quantity), 0) from stock_reservation_line l join stock_reservation r on r.id = l.reservation_id
        where l.isbn13 = i.isbn13 and l.condition = i.condition and r.state = 'HELD')
    where i.isbn13 = ${isbn13} and i.condition = ${condition}`.execute(tx)
}

interface Settlement {
  readonly id: string
  readonly state: Exclude<ReservationState, 'HELD' | 'CONSUMED'>
  readonly by: string
  readonly at: Date
}

function toItem(row: Selectable<ItemRow>): StockItem {
  const { isbn13, condition, currency, priceMinor, onHand, reserved, lowAt } = row
  return { isbn13, condition: condition as Condition, price: money(priceMinor, currency), onHand, reserved, lowAt } // check constraint
}
