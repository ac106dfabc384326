// What a database can do at all: begin, one update, one insert, commit, over sixteen connections that never meet at one row. The ceiling of
// everything that is measured in commits.
import { createPool } from '../server/platform/db.ts'
import { loopLoad } from './measure.ts'
import type { Load } from './measure.ts'

const bareLoad = { lanes: 16, seconds: 4 }
const rows = 10_000

export interface BareTransactions {
  load(): Promise<Load>
  close(): Promise<void>
}

/** Makes tables of its own in this database. */
export async function openBareTransactions(url: string): Promise<BareTransactions> {
  const pool = createPool({ url, name: 'quire-bench', max: bareLoad.lanes })
  await pool.query('create table bench_counter (id integer primary key, n integer not null)')
  await pool.query(
    'create table bench_line (id bigserial primary key, counter integer not null, at timestamptz not null)',
  )
  await pool.query('insert into bench_counter select n, 0 from generate_series(1, $1::integer) as n', [rows])
  async function once(n: number): Promise<void> {
    const client = await pool.connect()
    try {
      const id = 1 + ((n * 7_919) % rows) // a prime: never two lanes at one row
      await client.query('begin')
      await client.query('update bench_counter set n = n + 1 where id = $1', [id])
      await client.query('insert into bench_line (counter, at) values ($1, now())', [id])
      await client.query('commit')
    } finally {
      client.release()
    }
  }
  return { load: () => loopLoad(once, bareLoad), close: () => pool.end() }
}
