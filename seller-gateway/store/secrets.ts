// Sealed secrets of sellers. What goes in and out in the open never leaves the caller's memory.
import type { Secrets } from '../onboarding/model.ts'
import type { Selectable } from 'kysely'
import type { SealedSecret, Seals } from '../onboarding/seal.ts'
import type { Db, Tx } from './database.ts'
import type { DB } from './db.gen.ts'

/** The names of what is kept for a seller. */
export async function listSecretNames(db: Db | Tx, sellerId: string): Promise<string[]> {
  const rows = await db.selectFrom('secret').select('name').where('sellerId', '=', sellerId).orderBy('name').execute()
  return rows.map(({ name }) => name)
}

/** Opens everything kept for a seller. Throws when a key for it is missing. */
export async function openSecrets(db: Db, seals: Seals, sellerId: string): Promise<Secrets> {
  const rows = await db.selectFrom('secret').selectAll().where('sellerId', '=', sellerId).execute()
  return Object.fromEntries(rows.map((row) => [row.name, seals.open(row, row)]))
}

/** Seals what is given, forgets what is given empty and what another protocol left, and leaves the rest as it is. */
export async function saveSecrets(
  tx: Tx,
  seals: Seals,
  { sellerId, secrets, prefix }: { sellerId: string; secrets: Secrets; prefix: string },
): Promise<void> {
  const gone = Object.keys(secrets).filter((name) => secrets[name] === '')
  const mine = tx.deleteFrom('secret').where('sellerId', '=', sellerId)
  await mine
    .where(({ or, eb, not }) =>
      or([not(eb('name', 'like', `${prefix}%`)), ...(gone.length > 0 ? [eb('name', 'in', gone)] : [])]),
    )
    .execute()
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret === '') continue
    const sealed = seals.seal(secret, { sellerId, name })
    await tx
      .insertInto('secret')
      .values({ sellerId, name, ...sealed })
      .onConflict((conflict) => conflict.columns(['sellerId', 'name']).doUpdateSet(sealed))
      .execute()
  }
}

// A rotation's work is done in pieces, so that it never holds much at once.
const rewrapAtOnce = 100

/** Moves every secret to the newest outer key. Returns how many moved, and whose cannot be opened. Several processes may do it at once. */
export async function rewrapSecrets(db: Db, seals: Seals): Promise<{ moved: number; broken: string[] }> {
  const broken: string[] = []
  let moved = 0
  let after = { sellerId: '', name: '' }
  while (true) {
    const rows = await db
      .selectFrom('secret')
      .selectAll()
      .where('kekId', '<>', seals.kekId)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('sellerId', 'name'), '>', tuple(after.sellerId, after.name)))
      .orderBy('sellerId')
      .orderBy('name')
      .limit(rewrapAtOnce)
      .execute()
    for (const row of rows) {
      after = { sellerId: row.sellerId, name: row.name }
      const next = tryRewrap(seals, row)
      if (!next) broken.push(row.sellerId)
      else if (await replaceWrap(db, row, next)) moved += 1
    }
    if (rows.length < rewrapAtOnce) return { moved, broken: [...new Set(broken)] }
  }
}

type Row = Selectable<DB['secret']>

function tryRewrap(seals: Seals, row: Row): SealedSecret | null {
  try {
    return seals.rewrap(row, row)
  } catch {
    return null // its outer key is missing, or somebody changed it: told by its seller's id
  }
}

/** False when somebody else has moved or replaced it since. */
async function replaceWrap(db: Db, row: Row, { kekId, wrappedKey }: SealedSecret): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('secret')
    .set({ kekId, wrappedKey })
    .where('sellerId', '=', row.sellerId)
    .where('name', '=', row.name)
    .where('wrappedKey', '=', row.wrappedKey)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
