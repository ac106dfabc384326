// Statements by name: PostgreSQL reads and plans each once a connection, not each time. Planning costs the short statements of a shop more than
// running them does.
import type { Writable } from 'node:stream'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

const namesMax = 400 // of statements; lists of every length make more of them, and each is kept by every connection
const names = new Map<string, string>() // by text, for all connections of the process

/** The pool as Kysely uses it, with a name for every statement that may have one. */
export function preparing(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>() // Kysely knows a connection by its object
  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client) ?? wrap(client)
      wrapped.set(client, known)
      return known
    },
    end: () => pool.end(),
  } as PostgresPool
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  const { stream } = (client as Wired).connection ?? {}
  let begun: Promise<unknown> | null = null // of a transaction that does not know yet whether it has begun
  let mayGo = true

  function send(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    const name = nameOf(text)
    if (stream) writeAtOnce(stream)
    return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })
  }

  function begin(): void {
    const beginning = send('begin', [])
    begun = beginning
    mayGo = true
    // Refused, it stays: what comes next is told.
    beginning.then(() => begun === beginning && (begun = null)).catch(() => {})
  }

  return {
    async query(text: string, values: readonly unknown[]) {
      if (text === 'begin') {
        begin()
        return { command: 'BEGIN', rowCount: null, rows: [] }
      }
      if (begun === null) return await send(text, values)
      // What only reads or locks travels with `begin`. Should that be refused, a write that travelled with it would be committed by itself.
      mayGo &&= isRead(text)
      if (!mayGo) await begun
      const [answer] = await Promise.all([send(text, values), begun])
      return answer
    },
    release(isBroken?: boolean) {
      begun = null
      client.release(isBroken)
    },
  } as unknown as PostgresPoolClient
}

const isRead = (text: string): boolean => /^\s*select\b/i.test(text)

/** What pg has and does not document; where it is missing, each statement is a write of its own. */
type Wired = pg.PoolClient & { readonly connection?: { readonly stream?: Writable } }

const gathering = new WeakSet<Writable>()

/** Holds back what is written until the code that runs now has nothing more to say: a system call costs more than most statements. */
function writeAtOnce(stream: Writable): void {
  if (gathering.has(stream)) return
  gathering.add(stream)
  stream.cork()
  process.nextTick(() => {
    gathering.delete(stream)
    stream.uncork()
  })
}

/** The name under which a statement is prepared; undefined for one that has to be read anew each time. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= namesMax || !isPreparable(text)) return known
  const name = `quire_${names.size}`
  names.set(text, name)
  return name
}

/**
 * True when a change of a table cannot change what the statement gives. `select *` is prepared with the columns of its day: a migration that adds one
 * would make it fail on every connection that is open.
 */
export function isPreparable(text: string): boolean {
  const [verb = ''] = /^\s*(select|insert|update|delete|with)\b/i.exec(text) ?? []
  if (verb === '') return false
  const stars =
    verb.trim().toLowerCase() === 'select'
      ? /(?:select|,|\.)\s*\*/i
      : /(?:returning|\)\s*select)\s+(?:[^()]*[\s,.])?\*/i
  return !stars.test(text)
}
