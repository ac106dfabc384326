// SQL of loans and their history.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { LoanState } from './machine.ts'
import type { Loan, LoanChange, LoanStep, PooledLoan } from './model.ts'

const own = (db: Db) => db.$pickTables<'loan' | 'loanEvent' | 'licencePool'>()

const live = ['READY', 'ACTIVE'] as const

function selectLoans(db: Db) {
  return own(db)
    .selectFrom('loan')
    .innerJoin('licencePool', 'licencePool.id', 'loan.poolId')
    .selectAll('loan')
    .select(['licencePool.loanDays', 'licencePool.endsAt as poolEndsAt'])
}

type LoanRow = Awaited<ReturnType<ReturnType<typeof selectLoans>['executeTakeFirstOrThrow']>>

/** A loan; null when there is none, or none of the account's where one is named. */
export async function findLoan(
  db: Db,
  { loanId, accountId }: { loanId: string; accountId?: string | undefined },
): Promise<PooledLoan | null> {
  const row = await selectLoans(db)
    .where('loan.id', '=', loanId)
    .$if(accountId !== undefined, (query) => query.where('loan.accountId', '=', accountId ?? ''))
    .executeTakeFirst()
  return row ? toLoan(row) : null
}

/** The account's loan of the ebook that runs, or is kept for it. */
export async function findLiveLoan(
  db: Db,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<PooledLoan | null> {
  const row = await selectLoans(db)
    .where('loan.accountId', '=', accountId)
    .where('loan.isbn13', '=', isbn13)
    .where('loan.state', 'in', live)
    .executeTakeFirst()
  return row ? toLoan(row) : null
}

/** Locks a loan's row until the caller commits: it does not end meanwhile. */
export async function lockLoan(tx: Tx, loanId: string): Promise<void> {
  await own(tx).selectFrom('loan').select('id').where('id', '=', loanId).forShare().executeTakeFirst()
}

/** Loans of the ebook whose time is over at `at`, those that ended first first. */
export async function listOver(tx: Tx, isbn13: string, at: Date): Promise<PooledLoan[]> {
  const over = sql<Date>`coalesce(loan.due_at, loan.pick_up_by)`
  const rows = await selectLoans(tx)
    .where('loan.isbn13', '=', isbn13)
    .where('loan.state', 'in', live)
    .where(over, '<=', at)
    .orderBy(over)
    .orderBy('loan.id')
    .execute()
  return rows.map(toLoan)
}

/** Ebooks with loans whose time was over before `before`, at most `limit`. */
export async function listOverdueEbooks(db: Db, { before, limit }: { before: Date; limit: number }): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('loan')
    .select('isbn13')
    .where('state', 'in', live)
    .where(sql<Date>`coalesce(due_at, pick_up_by)`, '<', before)
    .groupBy('isbn13')
    .orderBy(({ fn }) => fn.min(sql<Date>`coalesce(due_at, pick_up_by)`))
    .limit(limit)
    .execute()
  return rows.map(({ isbn13 }) => isbn13)
}

/** Loans that end between `from` and `to` and whose reader was not reminded of that end, at most `limit`. */
export async function listToRemind(
  db: Db,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('loan')
    .select('id')
    .where('state', '=', 'ACTIVE')
    .where(sql<Date>`coalesce(due_at, pick_up_by)`, '>', from) // as the index has it
    .where(sql<Date>`coalesce(due_at, pick_up_by)`, '<', to)
    .where(sql<boolean>`reminded_of is distinct from due_at`)
    .orderBy('dueAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Marks that the reader was reminded of this end; false when they were, or the loan does not end then any more. */
export async function markReminded(tx: Tx, loanId: string, dueAt: Date): Promise<boolean> {
  const row = await own(tx)
    .updateTable('loan')
    .set({ remindedOf: dueAt })
    .where('id', '=', loanId)
    .where('state', '=', 'ACTIVE')
    .where('dueAt', '=', dueAt)
    .where(sql<boolean>`reminded_of is distinct from due_at`)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

interface KeepCopy {
  readonly id: string
  readonly isbn13: string
  readonly accountId: string
  readonly poolId: string
  readonly slot: number
  readonly holdId: string | null
  readonly pickUpBy: Date
  readonly at: Date
  readonly by: string
  readonly key: string
}

/** Keeps a copy for somebody: a loan that is READY, with the first row of its history. */
export async function insertLoan(tx: Tx, { at, by, key, ...loan }: KeepCopy): Promise<void> {
  const event = { loanId: loan.id, seq: 1, fromState: null, toState: 'READY', event: 'kept', reason: null, by, key, at }
  await own(tx)
    .insertInto('loan')
    .values({ ...loan, state: 'READY', keptFrom: at })
    .execute()
  await own(tx).insertInto('loanEvent').values(event).execute()
}

/** Appends to the history of a loan and makes it what it is `changed` to, in a transaction that has locked its ebook. */
export async function recordLoanChange(
  tx: Tx,
  fromState: LoanState,
  changed: Loan,
  { event, key, by, reason, at }: LoanChange,
): Promise<void> {
  const { id: loanId, state, revision, startedAt, dueAt, renewals, endedAt } = changed
  await own(tx)
    .insertInto('loanEvent')
    .values({ loanId, seq: revision, fromState, toState: state, event, reason: reason ?? null, by, key, at })
    .execute()
  const change = { state, revision, startedAt, dueAt, renewals, endedAt }
  await own(tx).updateTable('loan').set(change).where('id', '=', loanId).execute()
}

/** What this key did to a loan of the account's. */
export async function findLoanEvent(
  db: Db,
  { accountId, key }: { accountId: string; key: string },
): Promise<{ loanId: string; isbn13: string; event: string } | null> {
  const row = await own(db)
    .selectFrom('loanEvent')
    .innerJoin('loan', 'loan.id', 'loanEvent.loanId')
    .select(['loanId', 'isbn13', 'event'])
    .where('accountId', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

export async function countLive(db: Db, accountId: string): Promise<number> {
  const { count } = await own(db)
    .selectFrom('loan')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('accountId', '=', accountId)
    .where('state', 'in', live)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The account's loans that run or ended after `endedAfter`, the newest first, at most `limit`. */
export async function listLoansOf(
  db: Db,
  { accountId, endedAfter, limit }: { accountId: string; endedAfter: Date; limit: number },
): Promise<PooledLoan[]> {
  const rows = await selectLoans(db)
    .where('loan.accountId', '=', accountId)
    .where(({ eb, or }) => or([eb('loan.endedAt', 'is', null), eb('loan.endedAt', '>', endedAfter)]))
    .orderBy('loan.keptFrom', 'desc')
    .orderBy('loan.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toLoan)
}

/** At most `limit` loans, newest first, after the given one; live ones only, one ebook's only, if asked for. */
export async function listLoans(
  db: Db,
  asked: { limit: number; after: { keptFrom: Date; id: string } | null; isLive: boolean; isbn13: string | null },
): Promise<PooledLoan[]> {
  const { limit, after, isLive, isbn13 } = asked
  const rows = await selectLoans(db)
    .$if(isLive, (query) => query.where('loan.state', 'in', live))
    .$if(isbn13 !== null, (query) => query.where('loan.isbn13', '=', isbn13))
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('loan.keptFrom', 'loan.id'), '<', tuple(after?.keptFrom ?? new Date(0), after?.id ?? '')),
      ),
    )
    .orderBy('loan.keptFrom', 'desc')
    .orderBy('loan.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toLoan)
}

/** Everything that happened to these loans, oldest first. */
export async function listLoanHistory(db: Db, loanIds: readonly string[]): Promise<LoanStep[]> {
  const rows = await own(db)
    .selectFrom('loanEvent')
    .select(['loanId', 'fromState', 'toState', 'event', 'reason', 'by', 'at'])
    .where('loanId', '=', sql<string>`any(${loanIds}::uuid[])`)
    .orderBy('loanId')
    .orderBy('seq')
    .execute()
  return rows.map(({ fromState, toState, ...rest }) => ({
    ...rest,
    from: fromState as LoanState | null,
    to: toState as LoanState,
  }))
}

function toLoan({ occupies: _, remindedOf: __, state, ...row }: LoanRow): PooledLoan {
  return { ...row, state: state as LoanState } // the column's check constraint lists the machine's states
}
