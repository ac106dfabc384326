// Our references at registered sellers: what they may report on. No shopper data, and nothing here is believed about money.
import { sql } from 'kysely'
import { judgeReport } from '../onboarding/order-progress.ts'
import type { ReferenceState } from '../onboarding/order-progress.ts'
import type { Db } from './database.ts'

/**
 * Notes that an order is about to be sent. Commits before the call, so that the seller cannot be quicker. True when no earlier try of this order can
 * have reached the seller.
 */
export async function noteSent(db: Db, sellerId: string, reference: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('orderReference')
    .values({
      sellerId,
      reference,
      state: 'SENT' satisfies ReferenceState,
      placedAt: sql`now()`,
      changedAt: sql`now()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['sellerId', 'reference'])
        .doUpdateSet({ state: 'SENT' satisfies ReferenceState, changedAt: sql<Date>`now()` })
        .where('orderReference.state', '=', 'NOT_ORDERED'),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

// What a call may find written down when it ends: the seller's own report may have been quicker, and says more.
const before = {
  ACCEPTED: ['SENT', 'NOT_ORDERED'],
  CANCELLED: ['SENT', 'NOT_ORDERED', 'ACCEPTED'],
  NOT_ORDERED: ['SENT'],
} as const satisfies Partial<Record<ReferenceState, readonly ReferenceState[]>>

/** What a call of ours can come to. */
export type CallOutcome = keyof typeof before

/** Notes what a call came to; nothing for a reference that was never noted. */
export async function noteOutcome(
  db: Db,
  sellerId: string,
  { reference, state }: { reference: string; state: CallOutcome },
): Promise<void> {
  await db
    .updateTable('orderReference')
    .set({ state, changedAt: sql<Date>`now()` })
    .where('sellerId', '=', sellerId)
    .where('reference', '=', reference)
    .where('state', 'in', before[state])
    .execute()
}

/** True when this order may be known to the seller: it was sent, and not certainly refused. */
export async function mayBeOrdered(db: Db, sellerId: string, reference: string): Promise<boolean> {
  const row = await db
    .selectFrom('orderReference')
    .select('state')
    .where('sellerId', '=', sellerId)
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row !== undefined && row.state !== 'NOT_ORDERED'
}

/** Moves an order on, as its seller reports. `unknown`: we never ordered under this reference there, or it was refused. */
export async function reportOrder(
  db: Db,
  sellerId: string,
  report: { reference: string; state: ReferenceState; changedAt: Date; trackingNumber: string },
): Promise<'taken' | 'unknown' | 'contradiction'> {
  return db.transaction().execute(async (tx) => {
    const mine = tx
      .selectFrom('orderReference')
      .select('state')
      .where('sellerId', '=', sellerId)
      .where('reference', '=', report.reference)
    const row = await mine.forUpdate().executeTakeFirst()
    if (!row || row.state === 'NOT_ORDERED') return 'unknown'
    const verdict = judgeReport(row.state as ReferenceState, report.state)
    if (verdict === 'contradiction') return 'contradiction'
    const moved = verdict === 'forward' && { state: report.state, changedAt: report.changedAt }
    const tracked = report.trackingNumber !== '' && { trackingNumber: report.trackingNumber }
    if (moved || tracked)
      await tx
        .updateTable('orderReference')
        .set({ ...moved, ...tracked })
        .where('sellerId', '=', sellerId)
        .where('reference', '=', report.reference)
        .execute()
    return 'taken'
  })
}
