// The last whole run of the conformance kit of each seller, and who may run it now.
import { sql } from 'kysely'
import type { onboarding } from '@quire/proto'
import type { Db } from './database.ts'
import { toJson } from './stored-json.ts'

/** Takes the right to run the kit for this seller, for `leaseMs`; false while somebody else has it. A run that dies loses it by time. */
export async function leaseRun(db: Db, sellerId: string, leaseMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('seller')
    .set({ runUntil: sql<Date>`now() + make_interval(secs => ${leaseMs / 1000})` })
    .where('id', '=', sellerId)
    .where(({ or, eb }) => or([eb('runUntil', 'is', null), eb('runUntil', '<', sql<Date>`now()`)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function endRun(db: Db, sellerId: string): Promise<void> {
  await db.updateTable('seller').set({ runUntil: null }).where('id', '=', sellerId).execute()
}

/** Keeps a report in place of the one before. It is plain data in the wire's shape. */
export async function saveReport(db: Db, sellerId: string, report: onboarding.ConformanceReport): Promise<void> {
  const row = {
    kitVersion: report.kitVersion ?? '',
    conforms: report.conforms ?? false,
    endedAt: sql<Date>`now()`,
    report: toJson(report),
  }
  await db
    .insertInto('report')
    .values({ sellerId, ...row })
    .onConflict((conflict) => conflict.column('sellerId').doUpdateSet(row))
    .execute()
}

/** The kept report as it was saved; null before the first run. */
export async function findReport(db: Db, sellerId: string): Promise<onboarding.ConformanceReport | null> {
  const row = await db.selectFrom('report').select('report').where('sellerId', '=', sellerId).executeTakeFirst()
  return row ? (row.report as onboarding.ConformanceReport) : null
}

/** Live sellers whose report is of another version of the kit or the contract, and that nobody is running the kit for. */
export async function listStaleReports(db: Db, kitVersion: string): Promise<string[]> {
  const rows = await db
    .selectFrom('seller')
    .leftJoin('report', 'report.sellerId', 'seller.id')
    .select('seller.id')
    .where('seller.state', '=', 'LIVE')
    .where(({ or, eb }) => or([eb('report.kitVersion', 'is', null), eb('report.kitVersion', '<>', kitVersion)]))
    .where(({ or, eb }) => or([eb('seller.runUntil', 'is', null), eb('seller.runUntil', '<', sql<Date>`now()`)]))
    .orderBy('seller.id')
    .execute()
  return rows.map(({ id }) => id)
}
