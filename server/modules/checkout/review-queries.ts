// SQL for the people who look after checkouts — owns checkout, checkoutEvent, checkoutPurchase, with queries.ts.
import { sql } from 'kysely'
import type { Db } from '#platform/db'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { CheckoutState } from './machine.ts'

const own = (db: Db) => db.$pickTables<'checkout' | 'checkoutEvent' | 'checkoutPurchase'>()

/** A checkout that a person has to settle, or that has been open for too long. */
export interface ReviewLine {
  readonly id: string
  readonly accountId: string
  readonly state: CheckoutState
  readonly reason: string | null
  /** Of our own copies; null when there are none. */
  readonly total: Money | null
  readonly createdAt: Date
  /** Since when it is in this state. */
  readonly since: Date
}

/** Those in NEEDS_REVIEW, and those that are open since before `openBefore`; oldest first, after the given one. */
export async function listReviewLines(
  db: Db,
  { openBefore, after, limit }: { openBefore: Date; after: { createdAt: Date; id: string } | null; limit: number },
): Promise<ReviewLine[]> {
  const rows = await own(db)
    .selectFrom('checkout')
    .innerJoinLateral(
      (db) =>
        db
          .selectFrom('checkoutEvent')
          .select(({ fn }) => fn.max('at').as('since'))
          .whereRef('checkoutId', '=', 'checkout.id')
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['id', 'accountId', 'state', 'currency', 'totalMinor', 'createdAt', 'last.since'])
    .select(sql<string | null>`facts ->> 'reason'`.as('reason'))
    .where(({ eb, or, and }) =>
      or([
        eb('state', '=', 'NEEDS_REVIEW'),
        and([eb('nextActionAt', 'is not', null), eb('createdAt', '<', openBefore)]),
      ]),
    )
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('createdAt', 'id'), '>', tuple(after?.createdAt ?? openBefore, after?.id ?? '')),
      ),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ currency, totalMinor, since, state, ...row }) => ({
    ...row,
    state: state as CheckoutState, // the column's check constraint lists the machine's states
    since: since ?? row.createdAt,
    total: currency === null || totalMinor === null ? null : money(totalMinor, currency),
  }))
}

/** One row of a checkout's history. */
export interface HistoryRow {
  readonly seq: number
  readonly at: Date
  readonly to: string
  readonly event: string
  readonly by: string
}

/** All that happened to it, oldest first. */
export async function listHistory(db: Db, checkoutId: string): Promise<HistoryRow[]> {
  return await own(db)
    .selectFrom('checkoutEvent')
    .select(['seq', 'at', 'toState as to', 'event', 'by'])
    .where('checkoutId', '=', checkoutId)
    .orderBy('seq')
    .execute()
}
