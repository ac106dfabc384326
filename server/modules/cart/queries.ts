// All SQL of cart — owns cart, cartLine, cartKey.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { DB } from '#platform/db.gen'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { CartLine, CopyLine } from './model.ts'

const own = (db: Db) => db.$pickTables<'cart' | 'cartLine' | 'cartKey'>()

/** The lines of the account's cart and of the browser's, in one statement. An owner that is null has none. */
export async function listLines(
  db: Db,
  owner: { accountId: string | null; tokenHash: Buffer | null },
): Promise<{ own: CartLine[]; guest: CartLine[] }> {
  const rows = await own(db)
    .selectFrom('cartLine')
    .innerJoin('cart', 'cart.id', 'cartLine.cartId')
    .selectAll('cartLine')
    .select('cart.accountId')
    .where(({ eb, or }) => or([eb('cart.accountId', '=', owner.accountId), eb('cart.tokenHash', '=', owner.tokenHash)]))
    .orderBy('cartLine.addedAt')
    .orderBy('cartLine.id')
    .execute()
  return {
    own: rows.filter(({ accountId }) => accountId !== null).map(toLine),
    guest: rows.filter(({ accountId }) => accountId === null).map(toLine),
  }
}

/** Makes the account's cart when it has none, and locks it to the end of the transaction; gives its id. */
export async function lockOwnCart(tx: Tx, cart: { id: string; accountId: string; at: Date }): Promise<string> {
  const { id, accountId, at } = cart
  const row = await own(tx)
    .insertInto('cart')
    .values({ id, accountId, createdAt: at, changedAt: at })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ changedAt: at })) // which locks it
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Locks the browser's cart to the end of the transaction; null when its token opens none. */
export async function lockGuestCart(tx: Tx, tokenHash: Buffer, at: Date): Promise<string | null> {
  const row = await own(tx)
    .updateTable('cart')
    .set({ changedAt: at })
    .where('tokenHash', '=', tokenHash)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function saveGuestCart(tx: Tx, cart: { id: string; tokenHash: Buffer; at: Date }): Promise<void> {
  const { id, tokenHash, at } = cart
  await own(tx).insertInto('cart').values({ id, tokenHash, createdAt: at, changedAt: at }).execute()
}

/** The lines of a locked cart. */
export async function listLinesOf(tx: Tx, cartId: string): Promise<CartLine[]> {
  const rows = await own(tx)
    .selectFrom('cartLine')
    .selectAll()
    .where('cartId', '=', cartId)
    .orderBy('addedAt')
    .orderBy('id')
    .execute()
  return rows.map(toLine)
}

/** Inserts or replaces lines by their id. */
export async function saveLines(tx: Tx, cartId: string, lines: readonly CartLine[]): Promise<void> {
  if (lines.length === 0) return
  await own(tx)
    .insertInto('cartLine')
    .values(lines.map((line) => ({ cartId, ...toRow(line) })))
    .onConflict((conflict) =>
      conflict.columns(['cartId', 'id']).doUpdateSet((eb) => ({
        quantity: eb.ref('excluded.quantity'),
        addedAt: eb.ref('excluded.addedAt'),
        changedAt: eb.ref('excluded.changedAt'),
        acceptedCurrency: eb.ref('excluded.acceptedCurrency'),
        acceptedMinor: eb.ref('excluded.acceptedMinor'),
        conditions: eb.ref('excluded.conditions'),
        maxCurrency: eb.ref('excluded.maxCurrency'),
        maxMinor: eb.ref('excluded.maxMinor'),
      })),
    )
    .execute()
}

export async function deleteLines(tx: Tx, cartId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await own(tx)
    .deleteFrom('cartLine')
    .where('cartId', '=', cartId)
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
}

/** Appends the key of an addition; false when it is known. */
export async function recordKey(tx: Tx, addition: { cartId: string; key: string; at: Date }): Promise<boolean> {
  const row = await own(tx)
    .insertInto('cartKey')
    .values(addition)
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

/** Gives one cart the keys of another, so that an addition repeated after they were joined is still known. */
export async function moveKeys(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await own(tx)
    .insertInto('cartKey')
    .columns(['cartId', 'key', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('cartKey')
        .select([sql<string>`${to}::uuid`.as('cartId'), 'key', 'at'])
        .where('cartId', '=', from),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** With its lines and keys. */
export async function deleteCart(tx: Tx, cartId: string): Promise<void> {
  await own(tx).deleteFrom('cart').where('id', '=', cartId).execute()
}

/** Deletes at most `limit` guests' carts that nobody changed since `before`; says how many. */
export async function deleteLeftBehind(db: Db, { before, limit }: { before: Date; limit: number }): Promise<number> {
  const { numDeletedRows } = await own(db)
    .deleteFrom('cart')
    .where(
      'id',
      'in',
      (eb) =>
        eb
          .selectFrom('cart')
          .select('id')
          .where('accountId', 'is', null)
          .where('changedAt', '<', before)
          .limit(limit)
          .forUpdate()
          .skipLocked(), // somebody is just coming back to it
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Deletes at most `limit` keys from before; says how many. */
export async function deleteKeys(db: Db, { before, limit }: { before: Date; limit: number }): Promise<number> {
  const { rows } = await sql`
    with old as (select cart_id, key from cart_key where at < ${before} limit ${limit})
    delete from cart_key using old where cart_key.cart_id = old.cart_id and cart_key.key = old.key
    returning 1`.execute(db)
  return rows.length
}

function toRow(line: CartLine) {
  const { id, kind, isbn13, quantity, addedAt, changedAt } = line
  const base = { id, kind, isbn13, quantity, addedAt, changedAt }
  if (line.kind === 'cheapest') {
    const { conditions, maxTotal } = line
    return { ...base, conditions: [...conditions], maxCurrency: maxTotal.currency, maxMinor: maxTotal.minor }
  }
  const { currency: acceptedCurrency, minor: acceptedMinor } = line.accepted
  return { ...base, condition: line.kind === 'copy' ? line.condition : null, acceptedCurrency, acceptedMinor }
}

// Check constraints list the conditions and the kinds, and say which columns a kind has.
function toLine(row: Selectable<DB['cartLine']>): CartLine {
  const { id, isbn13, quantity, addedAt, changedAt } = row
  const base = { id, isbn13, addedAt, changedAt }
  if (row.kind === 'copy')
    return {
      ...base,
      kind: 'copy',
      quantity,
      condition: row.condition as CopyLine['condition'],
      accepted: toMoney(row.acceptedMinor, row.acceptedCurrency),
    }
  if (row.kind === 'ebook')
    return { ...base, kind: 'ebook', quantity: 1, accepted: toMoney(row.acceptedMinor, row.acceptedCurrency) }
  return {
    ...base,
    kind: 'cheapest',
    quantity: 1,
    conditions: (row.conditions ?? []) as CopyLine['condition'][],
    maxTotal: toMoney(row.maxMinor, row.maxCurrency),
  }
}

function toMoney(minor: bigint | null, currency: string | null): Money {
  return money(minor ?? 0n, currency ?? '')
}
