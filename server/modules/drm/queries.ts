// All SQL of protection — owns drmPublication, drmLicence, drmLicenceStep, drmTransition. A licence's state is never written here: PostgreSQL's
// triggers move it by the steps that are recorded.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { DrmLicence as LicenceRow, DrmPublication as PublicationRow } from '#platform/db.gen'
import type { LicenceEvent, LicenceState } from './machine.ts'
import { refuse } from './model.ts'
import type {
  Device,
  DrmScheme,
  IssueLicence,
  Licence,
  LicenceStep,
  Publication,
  PublicationDescription,
} from './model.ts'

const own = (db: Db) => db.$pickTables<'drmPublication' | 'drmLicence' | 'drmLicenceStep' | 'drmTransition'>()

/** A publication with its key as it lies in the database. */
export interface StoredPublication extends Publication {
  readonly wrappedKey: Buffer
}

/** A licence with what only its documents show. */
export interface StoredLicence extends Licence {
  readonly lcp: {
    readonly hint: string
    readonly keyCheck: Buffer
    readonly contentKey: Buffer
    readonly name: Buffer
  } | null
  readonly watermark: { readonly name: string; readonly mark: string } | null
}

/** Stores it, and gives the one that is there when another with its id came first. */
export async function savePublication(
  db: Db,
  publication: StoredPublication & { keyId: string; by: string },
): Promise<StoredPublication> {
  const { id, scheme, title, sha256, bytes, wrappedKey, keyId, by, createdAt, description } = publication
  await own(db)
    .insertInto('drmPublication')
    .values({
      id,
      scheme,
      title,
      sha256: Buffer.from(sha256, 'hex'),
      bytes: BigInt(bytes),
      wrappedKey,
      keyId,
      createdBy: by,
      createdAt,
      description: JSON.stringify(description),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return await getStoredPublication(db, id)
}

export async function findStoredPublication(db: Db, id: string): Promise<StoredPublication | null> {
  const row = await own(db).selectFrom('drmPublication').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPublication(row) : null
}

export async function getStoredPublication(db: Db, id: string): Promise<StoredPublication> {
  const found = await findStoredPublication(db, id)
  if (!found) throw refuse('publication_not_found')
  return found
}

/** Those of these publications that there are. */
export async function listStoredPublications(db: Db, ids: readonly string[]): Promise<StoredPublication[]> {
  const rows = await own(db)
    .selectFrom('drmPublication')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(toPublication)
}

/** Publications after `after` that nobody has described, in the order of their ids. */
export async function listUndescribed(
  db: Db,
  { after, limit }: { after: string | null; limit: number },
): Promise<StoredPublication[]> {
  const rows = await own(db)
    .selectFrom('drmPublication')
    .selectAll()
    .where('description', 'is', null)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toPublication)
}

export async function saveDescription(db: Db, id: string, description: PublicationDescription): Promise<void> {
  await own(db)
    .updateTable('drmPublication')
    .set({ description: JSON.stringify(description) })
    .where('id', '=', id)
    .execute()
}

/** Publications after `after` whose key is not wrapped under `keyId`, in the order of their ids. */
export async function listOtherwiseWrapped(
  db: Db,
  { keyId, after, limit }: { keyId: string; after: string | null; limit: number },
): Promise<StoredPublication[]> {
  const rows = await own(db)
    .selectFrom('drmPublication')
    .selectAll()
    .where('keyId', '!=', keyId)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toPublication)
}

export async function saveWrappedKey(
  db: Db,
  id: string,
  wrapped: { wrappedKey: Buffer; keyId: string },
): Promise<void> {
  await own(db).updateTable('drmPublication').set(wrapped).where('id', '=', id).execute()
}

/** What a new licence brings besides the order for it. */
export type Sealed = Pick<StoredLicence, 'lcp' | 'watermark'>

/** Stores it READY; false when there is one with its id. */
export async function saveLicence(
  tx: Tx,
  { id, publicationId, reader, rights, renewableUntil, at }: IssueLicence,
  { scheme, lcp, watermark }: Sealed & { scheme: DrmScheme },
): Promise<boolean> {
  const row = await own(tx)
    .insertInto('drmLicence')
    .values({
      id,
      publicationId,
      scheme,
      readerId: reader.id,
      state: 'READY',
      startsAt: rights.start,
      endsAt: rights.end,
      copyMax: rights.copy,
      printMax: rights.print,
      renewableUntil,
      ...(lcp && {
        hint: lcp.hint,
        keyCheck: lcp.keyCheck,
        contentKey: lcp.contentKey,
        sealedName: lcp.name,
      }),
      ...(watermark && { readerName: watermark.name, mark: watermark.mark }),
      issuedAt: at,
      updatedAt: at,
      statusAt: at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function getStoredLicence(db: Db, id: string): Promise<StoredLicence> {
  const row = await own(db).selectFrom('drmLicence').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse('licence_not_found')
  return toLicence(row)
}

/** Those of these licences that are the reader's. */
export async function listStoredLicences(db: Db, readerId: string, ids: readonly string[]): Promise<StoredLicence[]> {
  const rows = await own(db)
    .selectFrom('drmLicence')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('readerId', '=', readerId)
    .execute()
  return rows.map(toLicence)
}

export async function lockLicence(tx: Tx, id: string): Promise<StoredLicence> {
  const row = await own(tx).selectFrom('drmLicence').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw refuse('licence_not_found')
  return toLicence(row)
}

/** The licence whose mark this is; null when there is none. */
export async function findLicenceByMark(db: Db, mark: string): Promise<StoredLicence | null> {
  const row = await own(db).selectFrom('drmLicence').selectAll().where('mark', '=', mark).executeTakeFirst()
  return row ? toLicence(row) : null
}

/** Writes what a step changes of a locked licence, and then the step, which moves it. */
export async function recordStep(
  tx: Tx,
  licence: Licence,
  step: { event: LicenceEvent; to: LicenceState; device: Device | null; at: Date; end?: Date },
): Promise<void> {
  const changes = step.end === undefined ? {} : { endsAt: step.end, updatedAt: step.at }
  await own(tx)
    .updateTable('drmLicence')
    .set({ ...changes, statusAt: step.at })
    .where('id', '=', licence.id)
    .execute()
  await own(tx)
    .insertInto('drmLicenceStep')
    .columns(['licenceId', 'seq', 'fromState', 'event', 'toState', 'deviceId', 'deviceName', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('drmLicenceStep')
        .where('licenceId', '=', licence.id)
        .select((e) => [
          e.val(licence.id).as('licenceId'),
          e(e.fn.coalesce(e.fn.max('seq'), e.val(0)), '+', e.val(1)).as('seq'),
          e.val(licence.state).as('fromState'),
          e.val(step.event).as('event'),
          e.val(step.to).as('toState'),
          e.val(step.device?.id ?? null).as('deviceId'),
          e.val(step.device?.name ?? null).as('deviceName'),
          e.val(step.at).as('at'),
        ]),
    )
    .execute()
}

/** In the order in which they happened. */
export async function listStepsOf(db: Db, licenceId: string): Promise<LicenceStep[]> {
  const rows = await own(db)
    .selectFrom('drmLicenceStep')
    .selectAll()
    .where('licenceId', '=', licenceId)
    .orderBy('seq')
    .execute()
  return rows.map(({ event, toState, deviceId, deviceName, at }) => ({
    event: event as LicenceEvent, // the table of transitions lists both
    to: toState as LicenceState,
    device: deviceId !== null && deviceName !== null ? { id: deviceId, name: deviceName } : null,
    at,
  }))
}

function toPublication(row: Selectable<PublicationRow>): StoredPublication {
  const { id, scheme, title, sha256, bytes, wrappedKey, createdAt, description } = row
  return {
    id,
    scheme: scheme as DrmScheme,
    title,
    sha256: sha256.toString('hex'),
    bytes: Number(bytes),
    wrappedKey,
    createdAt,
    description: description as unknown as PublicationDescription | null, // as it was stored
  }
}

function toLicence(row: Selectable<LicenceRow>): StoredLicence {
  const { id, publicationId, readerId, renewableUntil, issuedAt, updatedAt, statusAt } = row
  const { hint, keyCheck, contentKey, sealedName, readerName, mark } = row
  const isLcp = hint !== null && keyCheck !== null && contentKey !== null && sealedName !== null
  return {
    id,
    publicationId,
    scheme: row.scheme as DrmScheme, // check constraints list schemes and states
    readerId,
    state: row.state as LicenceState,
    rights: { start: row.startsAt, end: row.endsAt, copy: row.copyMax, print: row.printMax },
    renewableUntil,
    issuedAt,
    updatedAt,
    statusAt,
    lcp: isLcp ? { hint, keyCheck, contentKey, name: sealedName } : null,
    watermark: readerName !== null && mark !== null ? { name: readerName, mark } : null,
  }
}
