// SQL for the people who look after purchases — owns purchase, purchaseEvent, purchaseAttempt, purchaseEffect, with queries.ts.
import { sql } from 'kysely'
import type { Db } from '#platform/db'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { EffectKind, EffectState } from './effect-queries.ts'
import type { PurchaseState } from './machine.ts'

const own = (db: Db) => db.$pickTables<'purchase' | 'purchaseEvent' | 'purchaseAttempt' | 'purchaseEffect'>()

/** A purchase that a person has to settle, or that has been asking its seller for long. */
export interface ReviewLine {
  readonly id: string
  readonly accountId: string
  readonly title: string
  readonly state: PurchaseState
  readonly reason: string | null
  readonly max: Money
  readonly createdAt: Date
  /** Since when it is in this state. */
  readonly since: Date
  /** Of the order that may stand. */
  readonly sellerName: string | null
  readonly orderTotal: Money | null
}

/** Those in NEEDS_REVIEW, and those in CONFIRMING since before `lostBefore`; oldest first, after the given one. */
export async function listReviewLines(
  db: Db,
  { lostBefore, after, limit }: { lostBefore: Date; after: { createdAt: Date; id: string } | null; limit: number },
): Promise<ReviewLine[]> {
  const rows = await own(db)
    .selectFrom('purchase')
    .leftJoin('purchaseAttempt as live', (join) =>
      join.onRef('live.purchaseId', '=', 'purchase.id').on('live.state', 'in', ['PLACING', 'UNKNOWN', 'CONFIRMED']),
    )
    .innerJoinLateral(
      (db) =>
        db
          .selectFrom('purchaseEvent')
          .select(({ fn }) => fn.max('at').as('since'))
          .whereRef('purchaseEvent.purchaseId', '=', 'purchase.id')
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['purchase.id', 'accountId', 'title', 'purchase.state', 'purchase.currency', 'maxMinor', 'createdAt'])
    .select(sql<string | null>`facts ->> 'reason'`.as('reason'))
    .select(['last.since', 'sellerName', 'live.currency as orderCurrency', 'live.totalMinor as orderMinor'])
    .where(({ eb, or, and }) =>
      or([
        eb('purchase.state', '=', 'NEEDS_REVIEW'),
        and([eb('purchase.state', '=', 'CONFIRMING'), eb('last.since', '<', lostBefore)]),
      ]),
    )
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('createdAt', 'purchase.id'), '>', tuple(after?.createdAt ?? lostBefore, after?.id ?? '')),
      ),
    )
    .orderBy('createdAt')
    .orderBy('purchase.id')
    .limit(limit)
    .execute()
  return rows.map(({ currency, maxMinor, orderCurrency, orderMinor, since, state, ...row }) => ({
    ...row,
    state: state as PurchaseState, // the column's check constraint lists the machine's states
    since: since ?? row.createdAt,
    max: money(maxMinor, currency),
    orderTotal: orderCurrency === null || orderMinor === null ? null : money(orderMinor, orderCurrency),
  }))
}

/** How many purchases wait for a seller's word (CONFIRMING) or for a person (NEEDS_REVIEW), and since when the oldest of them was made. */
export async function countWaiting(db: Db): Promise<{ state: PurchaseState; count: number; oldestAt: Date }[]> {
  const rows = await own(db)
    .selectFrom('purchase')
    .select(({ fn }) => ['state', fn.countAll<bigint>().as('count'), fn.min('createdAt').as('oldestAt')])
    .where('state', 'in', ['NEEDS_REVIEW', 'CONFIRMING'])
    .groupBy('state')
    .execute()
  return rows.map(({ state, count, oldestAt }) => ({ state: state as PurchaseState, count: Number(count), oldestAt }))
}

/** A remote call that could change something, with how often it was sent and how it ended. */
export interface EffectLine {
  readonly key: string
  readonly kind: EffectKind
  readonly state: EffectState
  readonly tries: number
  readonly firstSentAt: Date | null
}

/** Every call that was made for this purchase, in the order in which they were begun. */
export async function listEffects(db: Db, purchaseId: string): Promise<EffectLine[]> {
  const rows = await own(db)
    .selectFrom('purchaseEffect')
    .select(['key', 'kind', 'state', 'tries', 'firstSentAt'])
    .where('purchaseId', '=', purchaseId)
    .orderBy('at')
    .execute()
  return rows as EffectLine[] // the columns' check constraints list kinds and states
}
