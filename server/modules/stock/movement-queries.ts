// SQL of what changed the number of copies — owns stockItem, stockReservation, stockReservationLine, stockMovement, with queries.ts.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Condition } from '#sellers'
import { nameOf } from './decide-reservation.ts'
import type { ItemKey, Movement, MovementReason } from './model.ts'

const own = (db: Db) => db.$pickTables<'stockItem' | 'stockReservation' | 'stockReservationLine' | 'stockMovement'>()

/** Appends movements and gives the keys of those that are new. Their items are locked. */
export async function recordMovements(tx: Tx, movements: readonly Movement[]): Promise<Set<string>> {
  if (movements.length === 0) return new Set()
  const rows = await own(tx)
    .insertInto('stockMovement')
    .values(movements)
    .onConflict((oc) => oc.column('key').doNothing())
    .returning('key')
    .execute()
  return new Set(rows.map(({ key }) => key))
}

export async function findMovements(db: Db, keys: readonly string[]): Promise<Map<string, Movement>> {
  const rows = await own(db)
    .selectFrom('stockMovement')
    .selectAll()
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.key, toMovement(row)]))
}

/** At most `limit` movements of an item, newest first, after the given one. */
export async function listMovementsOf(
  db: Db,
  { isbn13, condition }: ItemKey,
  { limit, after }: { limit: number; after: { at: Date; id: string } | null },
): Promise<Movement[]> {
  const rows = await own(db)
    .selectFrom('stockMovement')
    .selectAll()
    .where('isbn13', '=', isbn13)
    .where('condition', '=', condition)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('at', 'id'), '<', tuple(after?.at ?? new Date(0), after?.id ?? '')),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMovement)
}

/** How many copies of a sale have not come back, by item's name. Certain while its items are locked. */
export async function findOut(tx: Tx, reservationId: string): Promise<Map<string, number>> {
  const rows = await own(tx)
    .selectFrom('stockMovement')
    .select(['isbn13', 'condition', sql<number>`-sum(change)::int`.as('out')])
    .where('reservationId', '=', reservationId)
    .groupBy(['isbn13', 'condition'])
    .execute()
  return new Map(rows.map(({ isbn13, condition, out }) => [nameOf({ isbn13, condition: condition as Condition }), out]))
}

function toMovement<R extends { condition: string; reason: string }>(row: R) {
  return { ...row, condition: row.condition as Condition, reason: row.reason as MovementReason } // check constraints list both
}
