// Which requests were taken, so that the same one again is answered with what it did, and another under its id is refused.
import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'

export interface TakenRequest {
  fingerprint: Buffer
  sellerId: string
}

/** Null when no such request was taken. `scope` is the call, and the seller where it is known. */
export async function findRequest(db: Db | Tx, scope: string, requestId: string): Promise<TakenRequest | null> {
  const row = await db
    .selectFrom('request')
    .select(['fingerprint', 'sellerId'])
    .where('scope', '=', scope)
    .where('requestId', '=', requestId)
    .executeTakeFirst()
  return row ?? null
}

/** Notes a request with what it did. False when its twin was quicker: roll back then, and look at what that one did. */
export async function noteRequest(tx: Tx, scope: string, requestId: string, taken: TakenRequest): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('request')
    .values({ scope, requestId, ...taken, at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.columns(['scope', 'requestId']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
