// PostgreSQL through Kysely: one pool a process, camelCase in code, snake_case in the database, int8 as bigint.
import { CamelCasePlugin, Kysely, PostgresDialect, Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './db.gen.ts'
import { preparing } from './prepared.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

const int8 = 20 as const // the type's oid

/** Opens the pool. `max` connections: 16 serve a process of one core; more only queue inside PostgreSQL. */
export function createPool(options: {
  url: string
  max?: number
  name: string
  /** PostgreSQL ends a statement that takes longer (error 57014); without it none is ended. */
  statementTimeoutMs?: number
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 16,
    pipeline: true, // statements that do not wait for each other's answers travel together
    application_name: options.name,
    connectionTimeoutMillis: 5_000, // a request that waited this long for a connection has lost its reader
    idle_in_transaction_session_timeout: 15_000, // no transaction here waits for anything outside
    types: { getTypeParser },
    ...(options.statementTimeoutMs !== undefined && { statement_timeout: options.statementTimeoutMs }),
  })
  pool.on('error', () => {}) // an idle connection cut by the server; the next checkout opens another
  // One cut in the middle of a transaction says so with its next statement. Between two statements nobody listens, and an event that nobody
  // listens to would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function createDb(pool: pg.Pool): Db {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: preparing(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

/**
 * Runs `work` in a transaction, and again (three times in all) when PostgreSQL says deadlock or serialization failure. Statements that `work` does
 * not wait for one by one (`Promise.all`) go to PostgreSQL together, and are run in the order in which they were given.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => await withoutQueue(tx, work))
    } catch (error) {
      if (attempt === 3 || !isTransient(error)) throw error
    }
  }
}

/**
 * Runs `work` in `tx` without Kysely's rule that a statement is sent only when the one before it was answered. A statement of `work` that comes when
 * the transaction is being ended, because another failed, is refused: it would be run after it, by itself.
 */
async function withoutQueue<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const queued = tx.getExecutor()
  const connection = await queued.provideConnection((own) => Promise.resolve(own))
  let isOver = false
  const executor = queued.withConnectionProvider({
    async provideConnection(consumer) {
      if (isOver) throw new Error('the transaction is over')
      return await consumer(connection)
    },
  })
  try {
    return await work(new Transaction<DB>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor }))
  } finally {
    isOver = true
  }
}

/** Names PostgreSQL's language; a transaction has its connection already. */
const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('a transaction opens no connection')) })

/** True when `error` is PostgreSQL's refusal by the named unique index or constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint === constraint
}

function isTransient(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001')
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === int8) return (text: string) => BigInt(text)
  return pg.types.getTypeParser(oid, format as 'text')
}
