// The database of the running Quire, for what no page does: moving time on, and looking twice.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

const dataDir = process.env.QUIRE_DATA_DIR

/** False where the database is not the one that `npm start` keeps in its folder. */
export const hasDatabase = dataDir !== undefined

/** Connects; the caller ends it. */
export async function openDatabase(): Promise<pg.Client> {
  const kept = JSON.parse(readFileSync(join(dataDir ?? '', 'secrets.json'), 'utf8')) as Record<string, string | number>
  const db = new pg.Client(`postgres://quire:${kept['databasePassword']}@127.0.0.1:${kept['databasePort']}/quire`)
  await db.connect()
  return db
}
