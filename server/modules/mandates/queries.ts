// All SQL of mandates — owns mandate, mandateUse.
import { sql } from 'kysely'
import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { DB } from '#platform/db.gen'
import { money } from '#platform/money'
import type { MandateState } from './machine.ts'
import type { Consent, Mandate, MandateUse, NewMandate } from './model.ts'

const own = (db: Db) => db.$pickTables<'mandate' | 'mandateUse'>()

/** Writes a PENDING mandate. */
export async function insertMandate(
  tx: Tx,
  { cap, budget, at, ...mandate }: NewMandate,
  until: { confirmBy: Date; dueAt: Date },
): Promise<void> {
  const { currency } = cap
  const { sellersAllowed, sellersRefused, ...rest } = mandate
  await own(tx)
    .insertInto('mandate')
    .values({
      ...rest,
      ...until,
      state: 'PENDING',
      currency,
      capMinor: cap.minor,
      budgetMinor: budget.minor,
      sellersAllowed: sellersAllowed && [...sellersAllowed],
      sellersRefused: sellersRefused && [...sellersRefused],
      createdAt: at,
    })
    .execute()
}

export async function lockMandate(tx: Tx, id: string): Promise<Mandate | null> {
  const row = await own(tx).selectFrom('mandate').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toMandate(row) : null
}

/** Notes that the provider is asked, and when to look next. */
export async function saveTry(
  tx: Tx,
  id: string,
  made: Pick<Consent, 'tries' | 'firstSentAt'> & { dueAt: Date },
): Promise<void> {
  await own(tx).updateTable('mandate').set(made).where('id', '=', id).execute()
}

/** The columns that an answer of the provider may set. */
export type MandateChange = Pick<
  Updateable<DB['mandate']>,
  'setupRef' | 'customer' | 'savedMethod' | 'actionUrl' | 'declineReason'
>

export async function moveMandate(
  tx: Tx,
  id: string,
  change: MandateChange & { state: MandateState; dueAt: Date | null },
): Promise<void> {
  await own(tx).updateTable('mandate').set(change).where('id', '=', id).execute()
}

/** Unsettled mandates that were to be looked at before `before`, longest due first. */
export async function listDue(db: Db, { before, limit }: { before: Date; limit: number }): Promise<string[]> {
  const due = own(db).selectFrom('mandate').select('id').where('dueAt', '<', before)
  const rows = await due.orderBy('dueAt').limit(limit).execute()
  return rows.map(({ id }) => id)
}

/** The mandates with these ids, by id. */
export async function listMandates(db: Db, ids: readonly string[]): Promise<Map<string, Mandate>> {
  if (ids.length === 0) return new Map()
  const rows = await own(db).selectFrom('mandate').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, toMandate(row)]))
}

/** The purchases under these mandates, newest first. */
export async function listUses(db: Db, mandateIds: readonly string[]): Promise<MandateUse[]> {
  if (mandateIds.length === 0) return []
  const rows = await own(db)
    .selectFrom('mandateUse')
    .selectAll()
    .where('mandateId', 'in', mandateIds)
    .orderBy('at', 'desc')
    .execute()
  return rows as MandateUse[] // the column's check constraint lists the states
}

/**
 * Sets aside for one purchase the cap of a copy, or what is left of the budget when that is less, in one statement: of purchases that
 * begin at once each sees what the others took. Gives the amount in minor units; null when it is not ACTIVE, no copy or no money is left, or this
 * firing has its purchase already.
 */
export async function reserveUse(
  tx: Tx,
  use: Pick<MandateUse, 'mandateId' | 'firing' | 'purchaseId' | 'at'>,
): Promise<bigint | null> {
  const { mandateId, firing, purchaseId, at } = use
  const { rows } = await sql<{ reservedMinor: bigint }>`
    with taken as (
      update mandate set reserved_count = reserved_count + 1,
        reserved_minor = reserved_minor + least(cap_minor, budget_minor - spent_minor - reserved_minor)
      where id = ${mandateId} and state = 'ACTIVE' and used_count + reserved_count < count and spent_minor + reserved_minor < budget_minor
        and not exists (select 1 from mandate_use where mandate_id = ${mandateId} and firing = ${firing})
      returning id, new.reserved_minor - old.reserved_minor as amount)
    insert into mandate_use (purchase_id, mandate_id, firing, reserved_minor, at)
    select ${purchaseId}, id, ${firing}, amount, ${at}::timestamptz from taken
    returning reserved_minor`.execute(tx)
  return rows[0]?.reservedMinor ?? null
}

/** What was set aside for the purchase is spent, all or a part of it, and the rest is free again. False when it was settled before. */
export async function consumeUse(
  tx: Tx,
  { purchaseId, spentMinor, sellerName, at }: { purchaseId: string; spentMinor: bigint; sellerName: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with ended as (
      update mandate_use set state = 'CONSUMED', spent_minor = ${spentMinor}, seller_name = ${sellerName}, ended_at = ${at}
      where purchase_id = ${purchaseId} and state = 'RESERVED' returning mandate_id, reserved_minor)
    update mandate set reserved_minor = mandate.reserved_minor - ended.reserved_minor, reserved_count = reserved_count - 1,
      spent_minor = spent_minor + ${spentMinor}, used_count = used_count + 1
    from ended where mandate.id = ended.mandate_id`.execute(tx)
  return numAffectedRows === 1n
}

/** What was set aside for the purchase is free again. False when it was settled before. */
export async function releaseUse(tx: Tx, purchaseId: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with ended as (
      update mandate_use set state = 'RELEASED', ended_at = ${at}
      where purchase_id = ${purchaseId} and state = 'RESERVED' returning mandate_id, reserved_minor)
    update mandate set reserved_minor = mandate.reserved_minor - ended.reserved_minor, reserved_count = reserved_count - 1
    from ended where mandate.id = ended.mandate_id`.execute(tx)
  return numAffectedRows === 1n
}

/** The mandate of a purchase as it now is. */
export async function getMandateOf(db: Db, purchaseId: string): Promise<Mandate> {
  const row = await own(db)
    .selectFrom('mandateUse')
    .innerJoin('mandate', 'mandate.id', 'mandateUse.mandateId')
    .selectAll('mandate')
    .where('purchaseId', '=', purchaseId)
    .executeTakeFirstOrThrow()
  return toMandate(row)
}

function toMandate(row: Selectable<DB['mandate']>): Mandate {
  const { id, accountId, currency, count, paymentMethod, sellersAllowed, sellersRefused, reservedCount, usedCount } =
    row
  const { confirmBy, actionUrl, declineReason, setupRef, tries, firstSentAt, savedMethod: method, customer } = row
  return {
    id,
    accountId,
    state: row.state as MandateState, // the column's check constraint lists the machine's states
    confirmBy,
    actionUrl,
    declineReason,
    setupRef,
    tries,
    firstSentAt,
    card: method !== null && customer !== null ? { method, customer } : null,
    count,
    paymentMethod,
    sellersAllowed,
    sellersRefused,
    reservedCount,
    usedCount,
    cap: money(row.capMinor, currency),
    budget: money(row.budgetMinor, currency),
    reserved: money(row.reservedMinor, currency),
    spent: money(row.spentMinor, currency),
    left: money(row.budgetMinor - row.spentMinor - row.reservedMinor, currency),
    leftCount: count - usedCount - reservedCount,
    at: row.createdAt,
  }
}
