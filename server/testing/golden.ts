// Golden SQL: what a module's queries say to PostgreSQL, kept in queries.golden.sql beside them, so that a review sees the SQL that a change
// of TypeScript makes. `npm run gen` writes the files; the tests compare, and ask PostgreSQL whether each statement fits the schema.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CamelCasePlugin,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import pg from 'pg'
import { expect, it } from 'vitest'
import type { DB } from '../platform/db.gen.ts'
import type { Tx } from '../platform/db.ts'
import { useDatabase } from './world.ts'

/** Calls one query function. `answers` are the rows its statements get, in order; a statement beyond them gets none. */
export interface GoldenCase {
  run: (tx: Tx) => unknown
  answers?: Record<string, unknown>[][]
}

/**
 * Declares the golden test of a module. In queries.golden.test.ts:
 * `goldenQueries(import.meta.dirname, { lockOrder: { run: (tx) => lockOrder(tx, id, owner) } })`.
 * A query that refuses because it got no row is recorded up to there.
 */
export function goldenQueries(folder: string, cases: Record<string, GoldenCase>): void {
  const database = useDatabase()
  const file = join(folder, 'queries.golden.sql')

  it('queries.golden.sql is what the queries make', async () => {
    const parts: string[] = []
    for (const [name, each] of Object.entries(cases)) {
      const statements = await record(each)
      parts.push(`-- ${name}\n${statements.map((sql) => `${onLines(sql)};\n`).join('')}`)
    }
    const text = parts.join('\n')
    if (process.env['QUIRE_GOLDEN'] === 'write') writeFileSync(file, text)
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '', 'run: npm run gen').toBe(text)
  })

  it('every query fits the schema', async () => {
    const client = new pg.Client(database.url)
    await client.connect()
    try {
      for (const each of Object.values(cases)) {
        for (const sql of await record(each)) {
          await client.query(`prepare golden as ${sql}`)
          await client.query('deallocate golden')
        }
      }
    } finally {
      await client.end()
    }
  })
}

async function record({ run, answers = [] }: GoldenCase): Promise<string[]> {
  const statements: string[] = []
  const rest = [...answers]
  const db = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new Recorder(statements, rest),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  try {
    await db.transaction().execute(async (tx) => void (await run(tx)))
  } catch (error) {
    if (statements.length === 0) throw error // after a statement: it missed a row that nobody promised it
  }
  return statements
}

class Recorder extends DummyDriver {
  readonly #statements: string[]
  readonly #answers: Record<string, unknown>[][]

  constructor(statements: string[], answers: Record<string, unknown>[][]) {
    super()
    this.#statements = statements
    this.#answers = answers
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const statements = this.#statements
    const answers = this.#answers
    return {
      async executeQuery<R>({ sql }: CompiledQuery): Promise<QueryResult<R>> {
        statements.push(sql)
        return { rows: (answers.shift() ?? []) as R[] }
      },
      // oxlint-disable-next-line require-yield -- the interface asks for one; a query that streams is not recorded
      async *streamQuery() {
        throw new Error('a streaming query has no golden SQL')
      },
    }
  }
}

/** A line for each clause: enough that a diff shows which one changed. */
function onLines(sql: string): string {
  return sql.replaceAll(
    / (?=(?:from|where|(?:inner |left )?join|group by|having|order by|limit|for update|returning|on conflict|values|set) )/g,
    '\n  ',
  )
}
