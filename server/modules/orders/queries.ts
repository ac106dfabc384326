// All SQL of orders — owns order, orderLine, orderEvent.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import { money } from '#platform/money'
import { orderMachine } from './machine.ts'
import type { OrderState } from './machine.ts'
import { ShipTo, refuse } from './model.ts'
import type { CreateOrder, Order, OrderEntry, OrderHistory } from './model.ts'
import { Condition } from '#sellers'

const own = (db: Db) => db.$pickTables<'order' | 'orderLine' | 'orderEvent'>()

/** Orders with their first line. */
function selectOrders(db: Db) {
  return own(db)
    .selectFrom('order')
    .innerJoin('orderLine', (join) => join.onRef('orderLine.orderId', '=', 'order.id').on('orderLine.line', '=', 0))
    .selectAll('order')
    .select(['isbn13', 'title', 'condition', 'itemMinor', 'shippingMinor', 'taxMinor'])
}

type OrderRow = Awaited<ReturnType<ReturnType<typeof selectOrders>['executeTakeFirstOrThrow']>>

/** Writes an order in the state that its `history` leads to, with its lines; false, and nothing written, when its id is taken. */
export async function insertOrder(tx: Tx, order: CreateOrder, history: readonly OrderEntry[]): Promise<boolean> {
  const { id, accountId, purchaseId, paymentId, seller, sellerOrderId, sellerReference, total, lines, at } = order
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
  const rows = lines.map(({ item, shipping, tax, isbn13, title, condition, quantity = 1 }, line) => {
    const parts = {
      itemMinor: item?.minor ?? null,
      shippingMinor: shipping?.minor ?? null,
      taxMinor: tax?.minor ?? null,
    }
    return { orderId: id, line, isbn13, title, condition, quantity, ...parts }
  })
  await Promise.all([own(tx).insertInto('orderLine').values(rows).execute(), insertEvents(tx, id, history)])
  return true
}

/** Locks the order and gives its state; refuses when there is none. */
export async function lockOrder(tx: Tx, id: string): Promise<OrderState> {
  const row = await own(tx).selectFrom('order').select('state').where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw refuse('not_found', { orderId: id })
  return row.state as OrderState // the column's check constraint lists the machine's states
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

/** Appends to the history of a locked order, and sets the state that it leads to. */
export async function recordEvents(tx: Tx, orderId: string, entries: readonly OrderEntry[]): Promise<void> {
  const last = entries.at(-1)
  if (!last) return
  await Promise.all([
    insertEvents(tx, orderId, entries),
    own(tx).updateTable('order').set({ state: last.to, updatedAt: last.at }).where('id', '=', orderId).execute(),
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

function toOrder(row: OrderRow): Order {
  const part = (minor: bigint | null) => (minor === null ? undefined : money(minor, row.currency))
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
    line: {
      isbn13: row.isbn13,
      title: row.title,
      condition: Condition.parse(row.condition),
      item: part(row.itemMinor),
      shipping: part(row.shippingMinor),
      tax: part(row.taxMinor),
    },
    shipTo: ShipTo.parse(row.shipTo),
    placedAt: row.placedAt,
  }
}
