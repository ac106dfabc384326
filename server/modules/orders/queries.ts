// SQL of orders — owns order, orderLine, orderEvent. When sellers are asked is in follow-queries.ts.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import { money } from '#platform/money'
import { orderMachine } from './machine.ts'
import type { OrderState } from './machine.ts'
import { ShipTo, refuse } from './model.ts'
import type { ClaimableLine, CreateOrder, Order, OrderEntry, OrderHistory, OrderLine } from './model.ts'
import { Condition, ebookSeller, isOurs } from '#sellers'

const own = (db: Db) => db.$pickTables<'order' | 'orderLine' | 'orderEvent'>()

/** Orders with their first line. */
function selectOrders(db: Db) {
  return own(db)
    .selectFrom('order')
    .innerJoin('orderLine', (join) => join.onRef('orderLine.orderId', '=', 'order.id').on('orderLine.line', '=', 0))
    .selectAll('order')
    .select(['isbn13', 'title', 'condition', 'itemMinor', 'shippingMinor', 'taxMinor', 'quantity'])
    .select('orderLine.totalMinor as lineMinor')
}

type OrderRow = Awaited<ReturnType<ReturnType<typeof selectOrders>['executeTakeFirstOrThrow']>>

/** Writes an order in the state that its `history` leads to, with its lines; false, and nothing written, when its id is taken. */
export async function insertOrder(tx: Tx, order: CreateOrder, history: readonly OrderEntry[]): Promise<boolean> {
  const { id, accountId, purchaseId, paymentId, seller, sellerOrderId, sellerReference, total, at } = order
  const row = await own(tx)
    .insertInto('order')
    .values({
      id,
      accountId,
      purchaseId,
      paymentId,
      sellerOrderId,
      sellerReference,
      state: history.at(-1)?.to ?? orderMachine.initial,
      sellerId: seller.id,
      sellerName: seller.name,
      currency: total.currency,
      totalMinor: total.minor,
      shipTo: ShipTo.parse(order.shipTo),
      placedAt: at,
      updatedAt: at,
    })
    .onConflict((oc) => oc.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return false
  await Promise.all([insertLines(tx, order), insertEvents(tx, id, history)])
  return true
}

async function insertLines(tx: Tx, { id: orderId, lines }: CreateOrder): Promise<void> {
  const rows = lines.map(({ item, shipping, tax, total, ...rest }, line) => ({
    orderId,
    line,
    ...rest,
    totalMinor: total.minor,
    itemMinor: item?.minor ?? null,
    shippingMinor: shipping?.minor ?? null,
    taxMinor: tax?.minor ?? null,
  }))
  await own(tx).insertInto('orderLine').values(rows).execute()
}

/** Locks the order and gives its state, and whether we sell it ourselves and nothing of it is sent; refuses when there is none. */
export async function lockOrder(
  tx: Tx,
  id: string,
): Promise<{ state: OrderState; isOwn: boolean; isDigital: boolean }> {
  const row = await own(tx)
    .selectFrom('order')
    .select(['state', 'sellerId'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw refuse('not_found', { orderId: id })
  const { sellerId } = row
  return { state: row.state as OrderState, isOwn: isOurs(sellerId), isDigital: sellerId === ebookSeller.id }
}

/** What these keys did to the order; those that did nothing yet are left out. */
export async function listEventsByKey(
  db: Db,
  orderId: string,
  keys: readonly string[],
): Promise<{ key: string; event: string; to: OrderState }[]> {
  const rows = await own(db)
    .selectFrom('orderEvent')
    .select(['key', 'event', 'toState'])
    .where('orderId', '=', orderId)
    .where('key', '=', sql<string>`any(${keys})`)
    .execute()
  return rows.map(({ key, event, toState }) => ({ key, event, to: toState as OrderState }))
}

/** Appends to the history of a locked order, sets the state that it leads to, and when its seller is asked next. */
export async function recordEvents(
  tx: Tx,
  orderId: string,
  entries: readonly OrderEntry[],
  followAt: Date | null,
): Promise<void> {
  const last = entries.at(-1)
  if (!last) return
  const change = { state: last.to, updatedAt: last.at, followAt }
  await Promise.all([
    insertEvents(tx, orderId, entries), // the state follows the history, which the database checks
    own(tx).updateTable('order').set(change).where('id', '=', orderId).execute(),
  ])
}

/** Numbered on from the last; without gaps, because the order is locked or new. */
async function insertEvents(tx: Tx, orderId: string, entries: readonly OrderEntry[]): Promise<void> {
  await own(tx)
    .insertInto('orderEvent')
    .values(({ selectFrom, fn, lit }) =>
      entries.map(({ from, to, event, reason, by, key, at }, i) => ({
        orderId,
        fromState: from,
        toState: to,
        event,
        reason,
        by,
        key,
        at,
        seq: selectFrom('orderEvent')
          .select(({ eb }) => eb(fn.coalesce(fn.max('seq'), lit(0)), '+', lit(i + 1)).as('seq'))
          .where('orderId', '=', orderId),
      })),
    )
    .execute()
}

/** Every line of the order, with what was asked back of it. */
export async function listLines(db: Db, { id, total }: Pick<Order, 'id' | 'total'>): Promise<ClaimableLine[]> {
  const rows = await own(db).selectFrom('orderLine').selectAll().where('orderId', '=', id).orderBy('line').execute()
  return rows.map((row) => ({
    ...toLine({ ...row, lineMinor: row.totalMinor, currency: total.currency }),
    line: row.line,
    claimed: money(row.claimedMinor, total.currency),
  }))
}

/** At most `limit` orders in `state` of which not all has been asked back, those longest in it first, after the given one. */
export async function listInState(
  db: Db,
  state: OrderState,
  { limit, after, before }: { limit: number; after?: { since: Date; id: string } | undefined; before?: Date },
): Promise<Order[]> {
  const rows = await selectOrders(db)
    .where('order.state', '=', state)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('orderLine as rest')
          .select('rest.line')
          .whereRef('rest.orderId', '=', 'order.id')
          .whereRef('rest.claimedMinor', '<', 'rest.totalMinor'),
      ),
    )
    .$if(before !== undefined, (query) => query.where('order.updatedAt', '<', before ?? new Date(0)))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('order.updatedAt', 'order.id'), '>', tuple(after?.since ?? new Date(0), after?.id ?? '')),
      ),
    )
    .orderBy('order.updatedAt')
    .orderBy('order.id')
    .limit(limit)
    .execute()
  return rows.map(toOrder)
}

/** How many steps its history has; null when there is no such order of the account's. */
export async function findRevision(
  db: Db,
  { orderId, accountId }: { orderId: string; accountId: string },
): Promise<number | null> {
  const row = await own(db)
    .selectFrom('orderEvent')
    .innerJoin('order', 'order.id', 'orderEvent.orderId')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('orderId', '=', orderId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.seq ?? null
}

/** The account's order; refuses when it has none of this id, whoever else may. */
export async function getOrderOf(
  db: Db,
  { orderId, accountId }: { orderId: string; accountId: string },
): Promise<Order> {
  const row = await selectOrders(db)
    .where('order.id', '=', orderId)
    .where('order.accountId', '=', accountId)
    .executeTakeFirst()
  if (!row) throw refuse('not_found', { orderId })
  return toOrder(row)
}

export async function findOrder(db: Db, orderId: string): Promise<Order | null> {
  const row = await selectOrders(db).where('order.id', '=', orderId).executeTakeFirst()
  return row ? toOrder(row) : null
}

/** Orders with these ids, in no order; ids without one are left out. */
export async function listOrdersById(db: Db, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return []
  const rows = await selectOrders(db).where('order.id', 'in', ids).execute()
  return rows.map(toOrder)
}

/** At most `limit` of the account's orders, newest first, after the given one. */
export async function listOrdersOf(
  db: Db,
  accountId: string,
  { limit, after }: { limit: number; after: { placedAt: Date; id: string } | null },
): Promise<Order[]> {
  const rows = await selectOrders(db)
    .where('order.accountId', '=', accountId)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('order.placedAt', 'order.id'), '<', tuple(after?.placedAt ?? new Date(0), after?.id ?? '')),
      ),
    )
    .orderBy('order.placedAt', 'desc')
    .orderBy('order.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toOrder)
}

/** How far each of these orders is. */
export async function listOrderStates(db: Db, orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderState>> {
  if (orderIds.length === 0) return new Map()
  const rows = await own(db).selectFrom('order').select(['id', 'state']).where('id', 'in', orderIds).execute()
  return new Map(rows.map(({ id, state }) => [id, state as OrderState])) // the column's check constraint lists the states
}

/** Everything that happened to the order, oldest first. */
export async function listHistory(db: Db, orderId: string): Promise<OrderHistory[]> {
  const rows = await own(db)
    .selectFrom('orderEvent')
    .select(['fromState', 'toState', 'event', 'reason', 'by', 'at'])
    .where('orderId', '=', orderId)
    .orderBy('seq')
    .execute()
  return rows.map(({ fromState, toState, ...rest }) => ({
    ...rest,
    from: fromState as OrderState | null,
    to: toState as OrderState,
  }))
}

function toLine(
  row: Pick<
    OrderRow,
    | 'isbn13'
    | 'title'
    | 'condition'
    | 'quantity'
    | 'lineMinor'
    | 'itemMinor'
    | 'shippingMinor'
    | 'taxMinor'
    | 'currency'
  >,
): OrderLine {
  const part = (minor: bigint | null) => (minor === null ? undefined : money(minor, row.currency))
  return {
    isbn13: row.isbn13,
    title: row.title,
    condition: Condition.parse(row.condition),
    quantity: row.quantity,
    total: money(row.lineMinor, row.currency),
    item: part(row.itemMinor),
    shipping: part(row.shippingMinor),
    tax: part(row.taxMinor),
  }
}

function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    accountId: row.accountId,
    purchaseId: row.purchaseId,
    paymentId: row.paymentId,
    state: row.state as OrderState,
    seller: { id: row.sellerId, name: row.sellerName },
    sellerOrderId: row.sellerOrderId,
    sellerReference: row.sellerReference,
    total: money(row.totalMinor, row.currency),
    line: toLine(row),
    shipTo: ShipTo.parse(row.shipTo),
    placedAt: row.placedAt,
    since: row.updatedAt,
  }
}
