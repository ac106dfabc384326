// API keys and client certificates: what opens the door of one seller. Only hashes are here.
import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'

/** A key as its seller sees it. */
export interface StoredKey {
  keyId: string
  createdAt: Date
  /** To the minute. */
  lastUsedAt: Date | null
}

const slots = [1, 2, 3] as const // up to three keys are valid at once; the table holds it to that

/** Saves a key; the seller's row must be locked. False when three are valid already. */
export async function insertKey(tx: Tx, sellerId: string, key: { keyId: string; hash: Buffer }): Promise<boolean> {
  const taken = await tx
    .selectFrom('apiKey')
    .select('slot')
    .where('sellerId', '=', sellerId)
    .where('revokedAt', 'is', null)
    .execute()
  const slot = slots.find((one) => !taken.some((row) => row.slot === one))
  if (slot === undefined) return false
  const { keyId, hash } = key
  await tx
    .insertInto('apiKey')
    .values({ keyId, hash, sellerId, slot, createdAt: sql<Date>`clock_timestamp()` })
    .execute()
  return true
}

/** The valid keys of a seller, newest first. */
export function listKeys(db: Db | Tx, sellerId: string): Promise<StoredKey[]> {
  return db
    .selectFrom('apiKey')
    .select(['keyId', 'createdAt', 'lastUsedAt'])
    .where('sellerId', '=', sellerId)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .execute()
}

/** Ends a key of this seller at once. False when it has no such valid key. */
export async function revokeKey(tx: Tx, sellerId: string, keyId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('apiKey')
    .set({ revokedAt: sql<Date>`now()` })
    .where('keyId', '=', keyId)
    .where('sellerId', '=', sellerId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The hash of a valid key and whose it is; null when there is none. Read at every call, so that revoking takes effect at once. */
export async function findKey(db: Db, keyId: string): Promise<{ sellerId: string; hash: Buffer } | null> {
  const row = await db
    .selectFrom('apiKey')
    .select(['sellerId', 'hash'])
    .where('keyId', '=', keyId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** Notes the minute of a key's use; writes once a minute at most. */
export async function noteUse(db: Db, keyId: string): Promise<void> {
  const minute = sql<Date>`date_trunc('minute', now())`
  await db
    .updateTable('apiKey')
    .set({ lastUsedAt: minute })
    .where('keyId', '=', keyId)
    .where(({ or, eb }) => or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<', minute)]))
    .execute()
}

/** Whom a client certificate speaks for; null when nobody named it. */
export async function findCertificate(db: Db, fingerprint: string): Promise<string | null> {
  const row = await db
    .selectFrom('certificate')
    .select('sellerId')
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  return row?.sellerId ?? null
}

/** Makes these the seller's certificates. Returns those that speak for another seller; when there are any, roll back. */
export async function saveCertificates(tx: Tx, sellerId: string, fingerprints: readonly string[]): Promise<string[]> {
  await tx.deleteFrom('certificate').where('sellerId', '=', sellerId).execute()
  if (fingerprints.length === 0) return []
  const saved = await tx
    .insertInto('certificate')
    .values(fingerprints.map((fingerprint) => ({ fingerprint, sellerId })))
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('fingerprint')
    .execute()
  return fingerprints.filter((fingerprint) => !saved.some((row) => row.fingerprint === fingerprint))
}
