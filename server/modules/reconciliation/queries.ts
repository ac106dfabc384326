// All SQL of reconciliation — owns reconciliationRun, reconciliationCase.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Json, ReconciliationCase } from '#platform/db.gen'
import { caseKinds } from './model.ts'
import { Figures } from './model.ts'
import type { CaseView, Difference, Run, RunReport, Subject } from './model.ts'

const own = (db: Db) => db.$pickTables<'reconciliationRun' | 'reconciliationCase'>()

/** Who closes a case whose difference is gone. */
const itself = 'reconciliation'

export async function insertRun(db: Db, { id, from, to, at }: Run): Promise<void> {
  await own(db).insertInto('reconciliationRun').values({ id, windowFrom: from, windowTo: to, startedAt: at }).execute()
}

export async function finishRun(db: Db, { id, counts }: Run, finishedAt: Date): Promise<void> {
  await own(db)
    .updateTable('reconciliationRun')
    .set({ ...counts, finishedAt })
    .where('id', '=', id)
    .execute()
}

/** The run that was started last; null before the first. */
export async function findLastRun(db: Db): Promise<RunReport | null> {
  const last = own(db).selectFrom('reconciliationRun').selectAll().orderBy('startedAt', 'desc').limit(1)
  return (await last.executeTakeFirst()) ?? null
}

/** Opens the case of a difference, or refreshes the open one. True when it is new; a person's closing of the same figures holds. */
export async function saveCase(tx: Tx, id: string, difference: Difference, at: Date): Promise<boolean> {
  const { kind, subject, paymentId, purchaseId, sellerId } = difference
  const figures = { ours: json(difference.ours), theirs: json(difference.theirs) }
  const known = await own(tx)
    .updateTable('reconciliationCase')
    .set({ ...figures, lastSeenAt: at })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('closedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (known || (await isAccepted(tx, difference))) return false
  const opened = await own(tx)
    .insertInto('reconciliationCase')
    .values({ id, kind, subject, paymentId, purchaseId, sellerId, ...figures, openedAt: at, lastSeenAt: at })
    .onConflict((oc) => oc.columns(['kind', 'subject']).where('closedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return opened !== undefined
}

/** True when the last case of this difference was closed by a person, with these very figures. */
async function isAccepted(tx: Tx, { kind, subject, ours, theirs }: Difference): Promise<boolean> {
  const last = await own(tx)
    .selectFrom('reconciliationCase')
    .select('closedBy')
    .select(sql<boolean>`ours = ${json(ours)} and theirs = ${json(theirs)}`.as('isSame'))
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .orderBy('closedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last !== undefined && last.isSame && last.closedBy !== itself
}

/** Closes the open cases of what was examined and is not among the differences; gives how many. */
export async function closeGone(
  tx: Tx,
  { examined, differences, at }: { examined: readonly Subject[]; differences: readonly Difference[]; at: Date },
): Promise<number> {
  const standing = new Set(differences.map(({ kind, subject }) => `${kind} ${subject}`))
  const open = await own(tx)
    .selectFrom('reconciliationCase')
    .select(['id', 'kind', 'subject'])
    .where('kind', 'in', caseKinds)
    .where('subject', 'in', examined)
    .where('closedAt', 'is', null)
    .execute()
  const gone = open.filter(({ kind, subject }) => !standing.has(`${kind} ${subject}`))
  const note = 'Both sides agree again.'
  for (const { id } of gone) await closeOpen(tx, { id, by: itself, note, at })
  return gone.length
}

/** Closes an open case; false when there is none of this id. */
export async function closeOpen(
  db: Db,
  { id, by, note, at }: { id: string; by: string; note: string; at: Date },
): Promise<boolean> {
  const row = await own(db)
    .updateTable('reconciliationCase')
    .set({ closedAt: at, closedBy: by, note })
    .where('id', '=', id)
    .where('closedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function hasCase(db: Db, id: string): Promise<boolean> {
  const row = await own(db).selectFrom('reconciliationCase').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

/** What the open cases are about, oldest first, at most `limit`. */
export async function listOpenSubjects(
  db: Db,
  limit: number,
): Promise<{ subject: Subject; paymentId: string | null; purchaseId: string | null }[]> {
  const rows = await own(db)
    .selectFrom('reconciliationCase')
    .select(['subject', 'paymentId', 'purchaseId'])
    .where('closedAt', 'is', null)
    .orderBy('openedAt')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, subject: row.subject as Subject })) // written from one
}

/** At most `limit` cases for staff: the open ones oldest first, or the closed ones, latest first. `skip` pages on. */
export async function listCases(
  db: Db,
  { isOpen, limit, skip = 0 }: { isOpen: boolean; limit: number; skip?: number },
): Promise<CaseView[]> {
  const rows = await own(db)
    .selectFrom('reconciliationCase')
    .selectAll()
    .where('closedAt', isOpen ? 'is' : 'is not', null)
    .orderBy(isOpen ? 'openedAt' : 'closedAt', isOpen ? 'asc' : 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(skip)
    .execute()
  return rows.map(toView)
}

function toView(row: Selectable<ReconciliationCase>): CaseView {
  const { openedAt, lastSeenAt, closedAt, ...rest } = row
  return {
    ...rest,
    kind: row.kind as CaseView['kind'], // the column's check constraint lists the kinds
    ours: Figures.parse(row.ours),
    theirs: Figures.parse(row.theirs),
    openedAt: openedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }
}

/** jsonb takes the text; the cast tells Kysely so. */
function json(figures: Figures) {
  return sql<Json>`${JSON.stringify(figures)}::jsonb`
}
