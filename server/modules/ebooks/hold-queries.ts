// SQL of places in the queues and their history.
import type { Db, Tx } from '#platform/db'
import type { HoldEvent, HoldState } from './machine.ts'
import type { Hold, PlacedHold } from './model.ts'

const own = (db: Db) => db.$pickTables<'hold' | 'holdEvent'>()

const columns = ['id', 'isbn13', 'accountId', 'place', 'state', 'createdAt'] as const

/** Whoever waits for the ebook, in order, at most `limit`. */
export async function listWaiting(db: Db, isbn13: string, limit: number): Promise<Hold[]> {
  const rows = await own(db)
    .selectFrom('hold')
    .select(columns)
    .where('isbn13', '=', isbn13)
    .where('state', '=', 'WAITING')
    .orderBy('place')
    .limit(limit)
    .execute()
  return rows.map(toHold)
}

export async function countWaitingOf(db: Db, accountId: string): Promise<number> {
  const { count } = await own(db)
    .selectFrom('hold')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('accountId', '=', accountId)
    .where('state', '=', 'WAITING')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** A hold of the account's. */
export async function findHold(db: Db, asked: { holdId: string; accountId: string }): Promise<Hold | null> {
  const rows = own(db).selectFrom('hold').select(columns).where('id', '=', asked.holdId)
  const row = await rows.where('accountId', '=', asked.accountId).executeTakeFirst()
  return row ? toHold(row) : null
}

export async function findHoldByKey(db: Db, accountId: string, key: string): Promise<Hold | null> {
  const rows = own(db).selectFrom('hold').select(columns).where('accountId', '=', accountId)
  const row = await rows.where('key', '=', key).executeTakeFirst()
  return row ? toHold(row) : null
}

/** The account's holds that wait, with how many wait before each; of one ebook only, if asked for. */
export async function listHoldsOf(db: Db, accountId: string, isbn13: string | null = null): Promise<PlacedHold[]> {
  const rows = await own(db)
    .selectFrom('hold')
    .select(columns)
    .select(({ selectFrom, fn }) =>
      selectFrom('hold as before')
        .select(fn.countAll<bigint>().as('count'))
        .whereRef('before.isbn13', '=', 'hold.isbn13')
        .where('before.state', '=', 'WAITING')
        .whereRef('before.place', '<', 'hold.place')
        .as('ahead'),
    )
    .where('accountId', '=', accountId)
    .where('state', '=', 'WAITING')
    .$if(isbn13 !== null, (query) => query.where('isbn13', '=', isbn13))
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...toHold(row), ahead: Number(row.ahead) }))
}

/** Puts somebody at the end of the queue. */
export async function insertHold(
  tx: Tx,
  { id, isbn13, accountId, key, at }: { id: string; isbn13: string; accountId: string; key: string; at: Date },
): Promise<void> {
  await own(tx).insertInto('hold').values({ id, isbn13, accountId, key, state: 'WAITING', createdAt: at }).execute()
  await own(tx)
    .insertInto('holdEvent')
    .values({ holdId: id, seq: 1, fromState: null, toState: 'WAITING', event: 'placed', by: 'reader', key, at })
    .execute()
}

/** Appends to the history of a hold and moves it, in a transaction that has locked its ebook. It waits, so it has made no step yet. */
export async function recordHoldEvent(
  tx: Tx,
  { id: holdId, state: fromState }: Hold,
  to: HoldState,
  {
    event,
    key,
    by,
    reason = null,
    at,
  }: { event: HoldEvent; key: string; by: string; reason?: string | null; at: Date },
): Promise<void> {
  const revision = 2 // after `placed` every step is the last
  await own(tx)
    .insertInto('holdEvent')
    .values({ holdId, seq: revision, fromState, toState: to, event, reason, by, key, at })
    .execute()
  await own(tx).updateTable('hold').set({ state: to, revision }).where('id', '=', holdId).execute()
}

/** The event that this key was to the hold; null: none. */
export async function findHoldEvent(db: Db, holdId: string, key: string): Promise<string | null> {
  const rows = own(db).selectFrom('holdEvent').select('event').where('holdId', '=', holdId)
  return (await rows.where('key', '=', key).executeTakeFirst())?.event ?? null
}

type HoldRow = Pick<Hold, 'id' | 'isbn13' | 'accountId' | 'place' | 'createdAt'> & { state: string }

function toHold({ id, isbn13, accountId, place, createdAt, state }: HoldRow): Hold {
  return { id, isbn13, accountId, place, createdAt, state: state as HoldState } // the check constraint lists the states
}
