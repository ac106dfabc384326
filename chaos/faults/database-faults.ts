// Faults of the database: it crashes, hangs up, forgets to answer, refuses, and has others in the way.
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Pool } from '../books/read-ours.ts'
import type { Fault, Target } from './fault.ts'

const lockedMs = 7_000 // longer than a process waits for a connection of its pool (server/platform/db.ts)
const inTheWayMs = 20_000
const readersMax = 3
const forcedMs = 6_000
const forcedRate = 0.2
const cutOffMax = 4 // sessions at a time

export const databaseFaults: readonly Fault[] = [
  {
    id: 'F09',
    name: 'PostgreSQL crashes and recovers',
    weight: 1,
    async strike({ database }) {
      await database.crash()
      return 1
    },
  },
  {
    id: 'F10',
    name: 'session ended by pg_terminate_backend',
    weight: 12,
    async strike({ db, random }) {
      const { rowCount } = await db.query(terminateSql, [random.between(1, cutOffMax)])
      return rowCount ?? 0
    },
  },
  {
    id: 'F11',
    name: 'committed, and the connection lost instead of the answer',
    weight: 20,
    async strike({ proxy }) {
      proxy.swallowNextCommit()
      return 0 // counted where it is done: proxy.swallowed()
    },
  },
  {
    id: 'F12',
    name: 'every connection of every pool is waiting',
    weight: 1,
    strike: (target) =>
      withSession(target, async (session) => {
        await session.query("begin; set local lock_timeout = '2s'; lock table purchase in access exclusive mode")
        await pause(lockedMs, target)
        return 1
      }),
  },
  {
    id: 'F13',
    name: 'long readers, and a lock in a transaction that stands idle',
    weight: 2,
    strike: async (target) => {
      const readers = Array.from({ length: readersMax }, () => read(target))
      const struck = await Promise.all([...readers, holdOne(target)])
      return struck.reduce((total, each) => total + each, 0)
    },
  },
  {
    id: 'F14',
    name: 'serialization failure or deadlock',
    weight: 4,
    async strike(target) {
      const before = await raised(target.db)
      await target.db.query('update chaos_fault set rate = $1', [forcedRate])
      await pause(forcedMs, target)
      await calm(target.db)
      return (await raised(target.db)) - before
    },
  },
]

/** Makes what F14 needs, in a database that only this run has: a trigger that refuses some updates, and a count that no rollback undoes. */
export async function installDatabaseFaults(db: Pool): Promise<void> {
  await db.query(`
    create table chaos_fault (rate double precision not null);
    insert into chaos_fault values (0);
    create sequence chaos_raised;
    create function chaos_raise() returns trigger language plpgsql as $$
    begin
      if random() < (select rate from chaos_fault) then
        perform nextval('chaos_raised');
        if random() < 0.5 then raise exception using errcode = '40001', message = 'could not serialize access';
        else raise exception using errcode = '40P01', message = 'deadlock detected'; end if;
      end if;
      return new;
    end $$;
    create trigger chaos_raise before update on purchase for each row execute function chaos_raise()`)
}

/** Ends what may have outlived its strike, after a crash of PostgreSQL in the middle of it. */
export async function calm(db: Pool): Promise<void> {
  await db.query('update chaos_fault set rate = 0')
}

async function raised(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: bigint }>(
    'select case when is_called then last_value else 0 end count from chaos_raised',
  )
  return Number(rows[0]?.count ?? 0)
}

const terminateSql = `
  select pg_terminate_backend(pid) from pg_stat_activity
   where application_name like 'quire-%' and application_name <> 'quire-chaos' order by random() limit $1`

/** A reader whose snapshot stays open. */
function read(target: Target): Promise<number> {
  return withSession(target, async (session) => {
    await session.query('begin isolation level repeatable read')
    await session.query('select count(*) from purchase')
    await pause(inTheWayMs, target)
    return 1
  })
}

/** Somebody locked a purchase that is under way and went to lunch. */
function holdOne(target: Target): Promise<number> {
  return withSession(target, async (session) => {
    await session.query('begin')
    const { rowCount } = await session.query(
      'select id from purchase where next_action_at is not null order by random() limit 1 for update skip locked',
    )
    await pause(inTheWayMs, target)
    return rowCount ?? 0
  })
}

/** A session of its own, which may idle; its end rolls back. */
async function withSession({ database }: Target, work: (session: pg.Client) => Promise<number>): Promise<number> {
  const session = new pg.Client({ connectionString: database.url, application_name: 'quire-chaos' })
  session.on('error', () => {}) // PostgreSQL crashed: then it is not in the way any more
  await session.connect()
  try {
    return await work(session)
  } finally {
    await session.end().catch(() => undefined)
  }
}

async function pause(ms: number, { signal }: Target): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
