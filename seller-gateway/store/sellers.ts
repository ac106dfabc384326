// Sellers that registered themselves: one row each, changed only here. Every change that running gateways must see counts `version` up.
import { sql } from 'kysely'
import type { Selectable, UpdateObject } from 'kysely'
import { reasons, suspendedBecause } from '../onboarding/model.ts'
import type { Connection, Profile, SellerState, StoredSeller } from '../onboarding/model.ts'
import { isShop, nameKeyOf, slugOf } from '../onboarding/names.ts'
import { violates } from './database.ts'
import type { Db, Tx } from './database.ts'
import type { DB } from './db.gen.ts'
import { readConnection, readProfile, toJson } from './stored-json.ts'

const columns = [
  'id',
  'version',
  'state',
  'stateReason',
  'profile',
  'connection',
  'terms',
  'challengeToken',
  'verifiedAt',
  'liveAt',
  'createdAt',
] as const

/** A seller to be. */
export interface NewSeller {
  profile: Profile
  connection: Connection
  challengeToken: string
}

// Names that end in the same slug get a number; nobody needs more of them than this.
const sameSlugMax = 1_000

/** Inserts a PENDING seller under a free id; `isTaken` says which ids are somebody else's. Returns the id. */
export async function insertSeller(
  tx: Tx,
  { profile, connection, challengeToken }: NewSeller,
  isTaken: (id: string) => boolean,
): Promise<string> {
  const slug = slugOf(profile.name)
  for (let n = 1; n <= sameSlugMax; n += 1) {
    const id = n === 1 ? slug : `${slug}-${n}`
    if (isShop(id) || isTaken(id)) continue
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('seller')
      .values({
        id,
        state: 'PENDING' satisfies SellerState,
        stateReason: reasons.registered,
        profile: toJson(profile),
        nameKey: nameKeyOf(profile.name),
        connection: toJson(connection),
        challengeToken,
        createdAt: sql`now()`,
        updatedAt: sql`now()`,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 1n) return id
  }
  throw new Error(`more than ${sameSlugMax} sellers are called ${slug}`)
}

/** Null when there is none. Throws when the row cannot be read. */
export async function findSeller(db: Db | Tx, id: string): Promise<StoredSeller | null> {
  const row = await db.selectFrom('seller').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? toSeller(row) : null
}

/** The same, locked until the transaction ends. Throws when there is none: whoever asks has been identified. */
export async function lockSeller(tx: Tx, id: string): Promise<StoredSeller> {
  return toSeller(
    await tx.selectFrom('seller').select(columns).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(),
  )
}

/** Every seller that the registry may hold, with its version: those that have been live and whose address is proven. */
export function listRegistered(db: Db): Promise<{ id: string; version: number }[]> {
  return db
    .selectFrom('seller')
    .select(['id', 'version'])
    .where('liveAt', 'is not', null)
    .where('state', '<>', 'PENDING')
    .orderBy('id')
    .execute()
}

/**
 * Sellers that are live now, and since when they are answerable: since they first were live, or since they were last suspended. Not since the
 * last run of the kit, which a seller may ask for whenever it likes.
 */
export async function listLive(db: Db): Promise<{ sellerId: string; since: Date }[]> {
  const rows = await db
    .selectFrom('seller')
    .select(['id', 'liveAt', 'suspendedAt'])
    .where('state', '=', 'LIVE')
    .orderBy('id')
    .execute()
  return rows.map(({ id, liveAt, suspendedAt }) => ({ sellerId: id, since: suspendedAt ?? liveAt ?? new Date(0) }))
}

/** True when another seller that has been live bears this name. */
export async function isNameTaken(db: Db | Tx, name: string, exceptId: string | null): Promise<boolean> {
  const others = db
    .selectFrom('seller')
    .select('id')
    .where('nameKey', '=', nameKeyOf(name))
    .where('liveAt', 'is not', null)
  const row = await others.where('id', '<>', exceptId ?? '').executeTakeFirst()
  return row !== undefined
}

/** What an update comes to. */
export interface NextTerms {
  profile: Profile
  connection: Connection
  state: SellerState
  stateReason: string
  /** True when what the kit has proven is proven no more. */
  areNewTerms: boolean
}

/** Saves what an update comes to; the seller's row must be locked. */
export async function saveTerms(tx: Tx, id: string, next: NextTerms): Promise<void> {
  await change(tx, id, {
    profile: toJson(next.profile),
    nameKey: nameKeyOf(next.profile.name),
    connection: toJson(next.connection),
    state: next.state,
    stateReason: next.stateReason,
    ...(next.areNewTerms && { terms: sql<number>`terms + 1` }),
    ...(next.state === 'PENDING' && { verifiedAt: null }),
  })
}

/** The challenge was found where `terms` say; false when they have changed since, and then nothing is saved. */
export async function saveVerified(db: Db, id: string, terms: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const seller = await lockSeller(tx, id)
    if (seller.terms !== terms) return false
    const moved = seller.state === 'PENDING' && { state: 'TESTING' as const, stateReason: reasons.verified }
    await change(tx, id, { verifiedAt: sql<Date>`now()`, ...moved })
    return true
  })
}

/**
 * What a whole run of the kit means for its seller: live when it conforms, TESTING when a live one does not. Nothing when the terms have changed
 * during the run, or the address is not proven.
 */
export async function settleRun(db: Db, id: string, run: { terms: number; conforms: boolean }): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      const seller = await lockSeller(tx, id)
      if (seller.terms !== run.terms || seller.state === 'PENDING') return
      if (run.conforms) {
        const liveAt = seller.liveAt ?? sql<Date>`now()`
        await change(tx, id, { state: 'LIVE', stateReason: reasons.live, liveAt })
      } else if (seller.state === 'LIVE' || seller.state === 'TESTING')
        await change(tx, id, { state: 'TESTING', stateReason: reasons.failedKit })
    })
  } catch (error) {
    if (!violates(error, 'one_live_seller_per_name')) throw error
    await change(db, id, { stateReason: reasons.nameTaken })
  }
}

/**
 * Takes a live seller out of trade until it passes the kit again. `what` is a sentence, shown to the seller, that says what it did.
 * False when it was not live.
 */
export async function suspend(db: Db, id: string, what: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const seller = await tx.selectFrom('seller').select('state').where('id', '=', id).forUpdate().executeTakeFirst()
    if (seller?.state !== 'LIVE') return false
    await change(tx, id, {
      state: 'SUSPENDED',
      stateReason: suspendedBecause(what),
      suspendedAt: sql<Date>`now()`,
    })
    return true
  })
}

type Change = Omit<UpdateObject<DB, 'seller'>, 'state' | 'id' | 'version' | 'updatedAt'> & { state?: SellerState }

async function change(db: Db | Tx, id: string, values: Change): Promise<void> {
  await db
    .updateTable('seller')
    .set({ ...values, version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
}

type Row = Pick<Selectable<DB['seller']>, (typeof columns)[number]>

function toSeller({ state, profile, connection, ...row }: Row): StoredSeller {
  return {
    ...row,
    state: state as SellerState, // the column's check
    profile: readProfile(profile),
    connection: readConnection(connection),
  }
}
