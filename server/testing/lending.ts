// Lending for a test: a database with one ebook and its licences, readers, and a time that the test makes.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import type { Drm } from '#drm'
import type { EbooksDeps } from '#ebooks'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import { systemIds } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { savePool } from '../modules/ebooks/queries.ts'
import { importBooks } from './stock.ts'
import type { SentJob } from './stock.ts'
import { useDatabase } from './world.ts'

export const isbn13 = '9780141439518'
const minuteMs = 60_000
export const dayMs = 24 * 60 * minuteMs
export const start = new Date('2026-11-22T12:00:00Z')

const refuse = defineRefusals('drm', { licence_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that licence.' } })

/** Protection where nobody has opened anything yet: no loan has a licence. */
export const unopened = {
  getPublication: () => Promise.resolve({ scheme: 'LCP', bytes: 1 }),
  listPublications: () => Promise.resolve(new Map()),
  getLicence: () => Promise.reject(refuse('licence_not_found')),
  endLicence: () => Promise.reject(refuse('licence_not_found')),
  renewLicence: () => Promise.reject(refuse('licence_not_found')),
} as unknown as Drm

/** One test file's lending; its parts are there once the file's `beforeAll`s have run. Jobs are only noted. */
export function useLending() {
  const database = useDatabase()
  const sent: SentJob[] = []
  const jobs: Jobs = {
    send: async (_, job, data, { startAfter } = {}) => void sent.push({ name: job.name, data, startAfter }),
    drop: async (_, job, data) => void sent.push({ name: `drop ${job.name}`, data, startAfter: undefined }),
  }
  const dbs: Db[] = []
  const world = {} as { db: Db; deps: EbooksDeps }
  const time = { now: start }
  const clock = { now: () => time.now, sleep: () => Promise.resolve() }

  /** Another process: connections and a clock of its own. */
  function connect(max: number, ownClock = clock): EbooksDeps {
    const pool = createPool({ url: database.url, name: 'test', max })
    pool.options.connectionTimeoutMillis = 120_000 // hundreds wait in line here, on a machine that does other things too
    const db = createDb(pool)
    dbs.push(db)
    return { db, jobs, clock: ownClock, ids: systemIds, log: pino({ level: 'silent' }), drm: unopened }
  }

  beforeAll(async () => {
    world.deps = connect(8)
    world.db = world.deps.db
    await importBooks(world.db, [isbn13])
  })
  afterAll(() => Promise.all(dbs.map((db) => db.destroy())))

  return Object.assign(world, {
    sent,
    time,
    connect,
    /** Adds `count` readers and gives their ids. */
    async readers(count: number): Promise<string[]> {
      const people = Array.from({ length: count }, () => randomUUID())
      await world.db
        .insertInto('account')
        .values(people.map((id) => ({ id, name: id, email: `${id}@example.com` })))
        .execute()
      return people
    },
    /** Forgets every ebook, loan and place; then there is one ebook, without licences. */
    async clear(): Promise<void> {
      sent.length = 0
      time.now = start
      await sql`truncate ebook, ebook_event, ebook_offer, owned_ebook, licence_pool, licence_slot, hold, hold_event, loan, loan_event,
        drm_publication, message cascade`.execute(world.db)
      const id = randomUUID()
      await sql`insert into drm_publication (id, scheme, title, sha256, bytes, wrapped_key, key_id, created_by, created_at)
        values (${id}, 'LCP', 'Book', ${Buffer.alloc(32)}, 1, ${Buffer.alloc(1)}, 'k', 'test', ${start})`.execute(
        world.db,
      )
      await world.db
        .insertInto('ebook')
        .values({ isbn13, publicationId: id, changedAt: start, createdAt: start })
        .execute()
    },
    /** Adds a pool of licences, or changes it, without telling the queue. */
    async licences(
      concurrentLimit: number,
      terms: { id?: string; totalLimit?: number | null; loanDays?: number; endsAt?: Date | null } = {},
    ): Promise<string> {
      const { id = randomUUID(), totalLimit = null, loanDays = 14, endsAt = null } = terms
      await world.db
        .transaction()
        .execute((tx) => savePool(tx, { id, isbn13, concurrentLimit, totalLimit, loanDays, endsAt, at: start }))
      return id
    },
    /** Lets so many minutes pass. */
    pass(minutes: number): void {
      time.now = new Date(time.now.getTime() + minutes * minuteMs)
    },
  })
}
