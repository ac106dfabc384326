// All SQL of accounts beside better-auth's own — owns account, session, credential, verification.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Account, Role } from './model.ts'

const own = (db: Db) => db.$pickTables<'account' | 'session' | 'credential' | 'verification'>()

/** better-auth's name for "signs in by email and password". */
const byPassword = 'credential'

export async function findAccount(db: Db, id: string): Promise<Account | null> {
  const row = await own(db)
    .selectFrom('account')
    .select(['id', 'email', 'name', 'role'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? { ...row, role: toRole(row.role) } : null
}

/** Accounts by their ids; those that are gone are not in it. */
export async function hydrateAccounts(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  const rows = await own(db)
    .selectFrom('account')
    .select(['id', 'email', 'name', 'role'])
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, { ...row, role: toRole(row.role) }]))
}

/** Inserts by email, or sets name and role of whoever has it; gives the id. */
export async function saveAccount(tx: Tx, account: Account): Promise<string> {
  const { id } = await own(tx)
    .insertInto('account')
    .values({ ...account, emailVerified: true })
    .onConflict((conflict) => conflict.column('email').doUpdateSet({ name: account.name, role: account.role }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findPasswordHash(tx: Tx, accountId: string): Promise<string | null> {
  const row = await own(tx)
    .selectFrom('credential')
    .select('password')
    .where('accountId', '=', accountId)
    .where('providerId', '=', byPassword)
    .executeTakeFirst()
  return row?.password ?? null
}

/** Sets the password and signs the account out everywhere: who knew the old one is not in any more. */
export async function savePasswordHash(
  tx: Tx,
  credential: { id: string; accountId: string; hash: string },
): Promise<void> {
  const { id, accountId, hash } = credential
  await own(tx)
    .insertInto('credential')
    .values({ id, accountId, providerAccountId: accountId, providerId: byPassword, password: hash })
    .onConflict((conflict) => conflict.columns(['providerId', 'providerAccountId']).doUpdateSet({ password: hash }))
    .execute()
  await own(tx).deleteFrom('session').where('accountId', '=', accountId).execute()
}

/** The table's check constraint allows these two. */
export function toRole(text: unknown): Role {
  return text === 'staff' ? 'staff' : 'reader'
}
