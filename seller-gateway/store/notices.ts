// What one gateway process tells the others at once, by LISTEN and NOTIFY. A notice may be lost (a broken connection, a restart), so nothing
// rests on it: sellers are polled too, and a cached price ends by itself.
import { sql } from 'kysely'
import pg from 'pg'
import type { Db, Tx } from './database.ts'

/** Something that other processes want to know soon. */
export type Notice = { kind: 'sellers' } | { kind: 'pushed'; sellerId: string; isbn13s: readonly string[] }

export interface Listener {
  close(): Promise<void>
}

const channel = 'quire_gateway'
// PostgreSQL's limit is 8,000 bytes; 400 books of 14 and an id stay below.
export const noticeBooksMax = 400
const reconnectAfterMs = 2_000

/** Sends a notice; inside a transaction it leaves with the commit. */
export async function announce(db: Db | Tx, notice: Notice): Promise<void> {
  const payload = notice.kind === 'sellers' ? 'sellers' : `pushed ${notice.sellerId} ${notice.isbn13s.join(',')}`
  await sql`select pg_notify(${channel}, ${payload})`.execute(db)
}

/** Listens on a connection of its own and opens it anew when it breaks. `onNotice` must not throw. */
export function listenForNotices(url: string, onNotice: (notice: Notice) => void): Listener {
  let isClosed = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null

  function connect(): void {
    const mine = new pg.Client({ connectionString: url, application_name: 'quire-seller-gateway notices' })
    client = mine
    const again = () => {
      if (isClosed || client !== mine) return
      client = null
      timer = setTimeout(connect, reconnectAfterMs)
    }
    mine.on('error', again)
    mine.on('end', again)
    mine.on('notification', ({ payload = '' }) => {
      const notice = readNotice(payload)
      if (notice) onNotice(notice)
    })
    mine
      .connect()
      .then(() => mine.query(`listen ${channel}`))
      .catch(again)
  }

  connect()
  return {
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}

/** Null for what a newer version may have sent. */
function readNotice(payload: string): Notice | null {
  const [kind, sellerId, isbn13s] = payload.split(' ')
  if (kind === 'sellers') return { kind }
  if (kind === 'pushed' && sellerId && isbn13s) return { kind, sellerId, isbn13s: isbn13s.split(',') }
  return null
}
