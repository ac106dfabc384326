// Ebooks in a cart, on a real PostgreSQL: one of each, priced at every look, and never one that its shopper has.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { money } from '#platform/money'
import { dune, emma, useCarts } from '#testing/carts'
import { clearEbooks, repriceEbook, sellEbook } from '#testing/ebooks'
import { getCart } from './get-cart.ts'
import type { CartOwner } from './model.ts'
import { returnLines } from './return-lines.ts'
import { saveLine } from './save-line.ts'
import { settleChanges } from './settle-changes.ts'
import { updateLine } from './update-line.ts'

const world = useCarts()
const nobody: CartOwner = { accountId: null, token: null }
const newYork = { country: 'US', postalCode: '10001' }
const ada = (): CartOwner => ({ accountId: world.ada, token: null })

beforeEach(async () => {
  await clearEbooks(world.db)
  await sellEbook(world.db, emma, 499)
})

async function put(owner: CartOwner, isbn13: string = emma, minor = 499n, currency = 'USD'): Promise<CartOwner> {
  const line = { kind: 'ebook' as const, isbn13, price: money(minor, currency) }
  const { token } = await saveLine(world.deps, owner, { key: world.nextKey(), line, destination: null })
  return token === null ? owner : { ...owner, token }
}

/** A purchase that stands; null: promised only. */
async function bought(grantedAt: Date | null): Promise<void> {
  const [orderId, id] = [randomUUID(), randomUUID()]
  await world.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx) // no order, no payment: not what is looked at
    await sql`insert into owned_ebook (id, account_id, isbn13, order_id, line, key, at, by, granted_at)
      values (${id}, ${world.ada}, ${emma}, ${orderId}, 0, ${id}, now(), 'checkout', ${grantedAt})`.execute(tx)
  })
}

const saidOf = async (owner: CartOwner) =>
  (await getCart(world.db, owner, {})).lines.flatMap(({ changes }) => changes.map(({ say }) => say))

it('is one, however often it is put in, by a guest and by who they are; taxed like a copy and sent nowhere', async () => {
  const guest = await put(await put(nobody))
  await put(ada())
  const cart = await getCart(world.db, { ...guest, accountId: world.ada }, { destination: newYork })
  expect(cart).toMatchObject({
    count: 1,
    isOrderable: true,
    lines: [{ kind: 'ebook', isbn13: emma, price: { minor: 499 }, quantity: 1, changes: [] }],
    totals: { shipping: { minor: 0 }, tax: { minor: 44 }, total: { minor: 543 }, days: null },
  })
  const both = { ...guest, accountId: world.ada }
  await expect(updateLine(world.deps, both, { id: `ebook:${emma}`, quantity: 2 })).rejects.toMatchObject({
    code: 'cart.bought_once',
  })
})

it('pays for the delivery of what is sent, and not of ebooks', async () => {
  const guest = await put(nobody)
  const copy = { kind: 'copy' as const, isbn13: dune, condition: 'NEW' as const, quantity: 1 }
  await saveLine(world.deps, guest, { key: world.nextKey(), line: copy, destination: null })
  const { totals } = await getCart(world.db, guest, { destination: { country: 'US', postalCode: '75201' } })
  expect(totals).toMatchObject({ goods: { minor: 1_699 }, shipping: { minor: 399 }, total: { minor: 2_098 } })
})

it('says what its price is now, and takes it over when that is accepted', async () => {
  const guest = await put(nobody)
  await repriceEbook(world.db, emma, 399)
  expect(await saidOf(guest)).toEqual(['The price went down, from $4.99 to $3.99.'])
  const { fingerprint } = await getCart(world.db, guest, {})
  await settleChanges(world.deps, guest, { fingerprint, destination: null })
  expect(await saidOf(guest)).toEqual([])
  await repriceEbook(world.db, emma, null)
  await expect(settleChanges(world.deps, guest, { fingerprint, destination: null })).rejects.toMatchObject({
    code: 'cart.changed',
  })
  expect(await saidOf(guest)).toEqual(['We do not sell this ebook any more.'])
})

it('is not put in where it is not sold, or by who owns it or is paying for it', async () => {
  await expect(put(nobody, dune)).rejects.toMatchObject({ code: 'cart.ebook_not_sold' })
  await expect(put(nobody, emma, 499n, 'EUR')).rejects.toMatchObject({ code: 'cart.ebook_not_sold' })
  await bought(null)
  await expect(put(ada())).rejects.toMatchObject({ code: 'cart.ebook_being_bought' })
  await clearEbooks(world.db)
  await sellEbook(world.db, emma, 499)
  await bought(world.now)
  await expect(put(ada())).rejects.toMatchObject({ code: 'cart.ebook_owned' })
})

it('tells a guest at sign-in that they own it; accepting that takes it out', async () => {
  const guest = await put(nobody)
  const before = await getCart(world.db, guest, {})
  await bought(world.now)
  const both = { ...guest, accountId: world.ada }
  const { fingerprint, isOrderable } = await getCart(world.db, both, {})
  expect([isOrderable, await saidOf(both)]).toEqual([false, ['You own this ebook already: it is in your library.']])
  expect(fingerprint).not.toBe(before.fingerprint)
  await settleChanges(world.deps, both, { fingerprint, destination: null })
  expect((await getCart(world.db, both, {})).lines).toEqual([])
})

it('comes back as it was accepted from an order that came to nothing', async () => {
  const back = { kind: 'ebook' as const, isbn13: emma, accepted: money(399n, 'USD') }
  const when = { accountId: world.ada, acceptedAt: world.now, at: world.now }
  await world.db.transaction().execute((tx) => returnLines(world.deps, tx, when, [back]))
  expect(await saidOf(ada())).toEqual(['The price went up, from $3.99 to $4.99.'])
})
