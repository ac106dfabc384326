// The gateway's part of PostgreSQL: the schema `gateway`, which nobody else reads or writes. camelCase in code, snake_case in the database,
// int8 as bigint. Nothing that trades waits for it unless it must: a gateway whose database is away goes on with the sellers it knows.
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type { Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './db.gen.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

const int8 = 20 as const // the type's oid
// Integrators' calls and one row an order: few connections, so that the servers keep theirs.
const connectionsMax = 6

/** Opens the pool; connects when it is first needed. `db.destroy()` closes it. */
export function openDatabase(url: string): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    application_name: 'quire-seller-gateway',
    connectionTimeoutMillis: 3_000, // a call that waited this long is better told to come back
    idle_in_transaction_session_timeout: 15_000, // no transaction here waits for anything outside
    statement_timeout: 10_000,
    types: { getTypeParser },
  })
  pool.on('error', () => {}) // an idle connection cut by the server; the next checkout opens another
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  }).withSchema('gateway')
}

/** True when `error` is PostgreSQL's refusal by the named unique index or constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint === constraint
}

// Connection trouble (08), resources (53), an operator's stop (57), a schema or table that the migration has not made yet.
const awayStates = /^(08|53|57|3F000$|42P01$)/
const awayCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

/** True when the database cannot be used now, whatever was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof pg.DatabaseError) return awayStates.test(code)
  return awayCodes.has(code) || /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === int8) return (text: string) => BigInt(text)
  return pg.types.getTypeParser(oid, format as 'text')
}
