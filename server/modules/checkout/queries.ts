// All SQL of checkout — owns checkout, checkoutEvent, checkoutPurchase; the database alone reads checkoutTransition.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Json } from '#platform/db.gen'
import { fromJson, toJson } from '#platform/json'
import type { Checkout, StartedPurchase, Terms } from './checkout.ts'
import { ebookOrderIdOf, orderIdOf, paymentIdOf } from './keys.ts'
import type { CheckoutState, CheckoutTransition } from './machine.ts'
import { refuse } from './model.ts'
import type { StoredCheckout } from './model.ts'

const own = (db: Db) => db.$pickTables<'checkout' | 'checkoutEvent' | 'checkoutPurchase'>()

const columns = [
  'id',
  'accountId',
  'requestHash',
  'version',
  'createdAt',
  'updatedAt',
  'state',
  'terms',
  'facts',
] as const

/** Inserts a checkout and gives it as it is stored; null when this shopper has used the key before. */
export async function insertCheckout(
  tx: Tx,
  row: { id: string; accountId: string; key: string; requestHash: string; checkout: Checkout; at: Date },
): Promise<StoredCheckout | null> {
  const { id, accountId, key, requestHash, checkout, at } = row
  const { terms } = checkout
  const { total } = terms
  const ours = total && {
    ...(terms.copies.length > 0 && { orderId: orderIdOf(id), reservationId: orderIdOf(id) }),
    ...(terms.ebooks.length > 0 && { ebookOrderId: ebookOrderIdOf(id) }),
    paymentId: paymentIdOf(id),
    currency: total.currency,
    totalMinor: total.minor,
  }
  const inserted = await own(tx)
    .insertInto('checkout')
    .values({
      id,
      accountId,
      key,
      requestHash,
      ...stored(checkout),
      ...ours,
      terms: json(terms),
      nextActionAt: at,
      createdAt: at,
      updatedAt: at,
    })
    .onConflict((conflict) => conflict.constraint('one_checkout_per_key').doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!inserted) return null
  return { id, accountId, requestHash, version: inserted.version, createdAt: at, updatedAt: at, checkout }
}

/** What the key was used for; null when it was not. */
export async function findByKey(db: Db, accountId: string, key: string): Promise<StoredCheckout | null> {
  const row = await own(db)
    .selectFrom('checkout')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? toStored(row) : null
}

/** Refuses `checkout.not_found` for somebody else's. */
export async function getCheckoutOf(db: Db, id: string, accountId: string): Promise<StoredCheckout> {
  const row = await own(db)
    .selectFrom('checkout')
    .select(columns)
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (!row) throw refuse('not_found')
  return toStored(row)
}

/** One account's checkouts, newest first, `before` excluded; without those that have no copies or ebooks of ours and have begun their purchases. */
export async function listCheckoutsOf(
  db: Db,
  accountId: string,
  { limit, before }: { limit: number; before: Pick<StoredCheckout, 'createdAt' | 'id'> | null },
): Promise<StoredCheckout[]> {
  const all = own(db)
    .selectFrom('checkout')
    .select(columns)
    .where('accountId', '=', accountId)
    .where(({ or, eb }) => or([eb('totalMinor', 'is not', null), eb('state', '<>', 'PAID')]))
  const page = before
    ? all.where(({ eb, refTuple, tuple }) => eb(refTuple('createdAt', 'id'), '<', tuple(before.createdAt, before.id)))
    : all
  return (await page.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(toStored)
}

/** The checkout, or null. */
export async function findCheckout(db: Db, id: string): Promise<StoredCheckout | null> {
  const row = await own(db).selectFrom('checkout').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? toStored(row) : null
}

/** Locks the row. `isLeased`: another driver has this step to itself, by the database's clock. */
export async function lockCheckout(tx: Tx, id: string): Promise<(StoredCheckout & { isLeased: boolean }) | null> {
  const row = await own(tx)
    .selectFrom('checkout')
    .select(columns)
    .select(sql<boolean>`coalesce(lease_until > now(), false)`.as('isLeased'))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? { ...toStored(row), isLeased: row.isLeased } : null
}

/** Writes what is now known. `leaseMs` gives the step to this driver; null leaves it to whoever comes after `nextActionAt`. */
export async function saveCheckout(
  tx: Tx,
  id: string,
  change: { checkout: Checkout; version: number; leaseMs: number | null; nextActionAt: Date | null; at: Date },
): Promise<void> {
  const { checkout, version, leaseMs, nextActionAt, at } = change
  const lease = leaseMs === null ? null : sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`
  await own(tx)
    .updateTable('checkout')
    .set({
      ...stored(checkout),
      version,
      leaseUntil: lease,
      nextActionAt: leaseMs === null ? nextActionAt : lease,
      updatedAt: at,
    })
    .where('id', '=', id)
    .execute()
}

/** Appends to the history; its numbers have no gaps because the checkout's row is locked. */
export async function recordEvent(
  tx: Tx,
  checkoutId: string,
  entry: { from: CheckoutState | null; to: CheckoutState; event: CheckoutTransition | 'created'; by: string; at: Date },
): Promise<void> {
  const { from, to, event, by, at } = entry
  const seq = sql<number>`(select coalesce(max(seq), 0) + 1 from checkout_event where checkout_id = ${checkoutId})`
  await own(tx)
    .insertInto('checkoutEvent')
    .values({ checkoutId, seq, fromState: from, toState: to, event, by, at })
    .execute()
}

/** Links the purchases that "cheapest" lines became; the database refuses one in two checkouts. */
export async function savePurchases(tx: Tx, checkoutId: string, purchases: readonly StartedPurchase[]): Promise<void> {
  const begun = purchases.flatMap(({ lineId, purchaseId }) => (purchaseId ? { checkoutId, lineId, purchaseId } : []))
  if (begun.length === 0) return
  await own(tx)
    .insertInto('checkoutPurchase')
    .values(begun)
    .onConflict((conflict) => conflict.columns(['checkoutId', 'lineId']).doNothing())
    .execute()
}

/** Checkouts whose alarm has gone off, longest due first. */
export async function listDue(db: Db, limit: number): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('checkout')
    .select('id')
    .where('nextActionAt', '<=', sql<Date>`now()`)
    .orderBy('nextActionAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

function stored(checkout: Checkout) {
  const { state, terms: _, ...facts } = checkout
  return { state, facts: json(facts) }
}

type Row = Omit<StoredCheckout, 'checkout'> & { readonly state: string; readonly terms: Json; readonly facts: Json }

function toStored({ state, terms, facts, ...rest }: Row): StoredCheckout {
  const checkout = {
    ...fromJson<Omit<Checkout, 'state' | 'terms'>>(facts),
    state: state as CheckoutState, // the column's check constraint lists the machine's states
    terms: toTerms(fromJson(terms)),
  }
  return { ...rest, checkout }
}

/** Terms from before ebooks were sold have none of theirs, and an address. */
function toTerms(terms: Omit<Terms, 'ebooks' | 'taxedIn'> & Partial<Terms>): Terms {
  const { country = '', postalCode = '' } = terms.shipTo ?? {}
  return { ebooks: [], taxedIn: { country, postalCode }, ...terms }
}

/** jsonb takes the text that toJson made; the cast tells Kysely so. */
function json(value: unknown) {
  return sql<Json>`${toJson(value)}::jsonb`
}
