import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { inTransaction } from '#platform/db'
import { money } from '#platform/money'
import { at, dune, emma, useCarts } from '#testing/carts'
import { getCart, getCount } from './get-cart.ts'
import { cartLimits, guestDays } from './model.ts'
import type { CartOwner, NewLine } from './model.ts'
import { openCart } from './open-cart.ts'
import { readCart } from './read-cart.ts'
import { saveLine } from './save-line.ts'
import { sweepCarts } from './sweep-carts.ts'
import { emptyCart, removeLine } from './take-lines.ts'
import { updateLine } from './update-line.ts'

const world = useCarts()
const nobody: CartOwner = { accountId: null, token: null }
const newYork = { country: 'US', postalCode: '10001' }
const refusal = (code: string) => expect.objectContaining({ code })

const copy = (isbn13: string = dune, quantity = 1): NewLine => ({ kind: 'copy', isbn13, condition: 'NEW', quantity })
const cheapest = (minor: number, isbn13: string = dune): NewLine => ({
  kind: 'cheapest',
  isbn13,
  conditions: ['NEW', 'GOOD'],
  maxTotal: money(BigInt(minor), 'USD'),
})

/** Puts it in and gives who owns the cart now. */
async function put(owner: CartOwner, line: NewLine, key = world.nextKey()): Promise<CartOwner> {
  const { token } = await saveLine(world.deps, owner, { key, line, destination: null })
  return token === null ? owner : { ...owner, token }
}

const linesOf = async (owner: CartOwner) =>
  (await readCart(world.db, owner, { destination: null })).lines.map(({ id, quantity }) => [id, quantity])

describe('a guest', () => {
  it('has a cart from the first line on, opened by a token of which the database has only the hash', async () => {
    const guest = await put(nobody, copy())
    expect(guest.token).toMatch(/^[\w-]{43}$/)
    await put(guest, copy(dune, 2))
    await put(guest, cheapest(2_000))
    expect(await linesOf(guest)).toEqual([
      [`cheapest:${dune}`, 1],
      [`copy:${dune}:NEW`, 3],
    ])
    expect(await getCount(world.db, guest)).toBe(4)
    const { rows } = await sql`select * from cart, cart_line`.execute(world.db)
    expect(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(guest.token)
  })

  it('with a token that opens nothing gets a new one: nobody can plant theirs', async () => {
    const planted = { accountId: null, token: 'x'.repeat(43) }
    const guest = await put(planted, copy())
    expect(guest.token).not.toBe(planted.token)
    expect(await linesOf(planted)).toEqual([])
  })

  it('sees an empty cart, and a look makes none', async () => {
    expect(await getCart(world.db, nobody, { destination: newYork })).toMatchObject({
      lines: [],
      count: 0,
      totals: null,
      isOrderable: false,
    })
    await readCart(world.db, { accountId: world.ada, token: 'y'.repeat(43) }, { destination: null })
    expect((await sql`select from cart`.execute(world.db)).rows).toHaveLength(0)
  })
})

describe('what is put in', () => {
  it('is put in once a key, in two tabs too', async () => {
    const guest = await put(nobody, copy(dune, 1), 'the same key')
    await Promise.all(Array.from({ length: 6 }, () => put(guest, copy(dune, 2), 'the other key')))
    await put(guest, copy(dune, 1), 'the same key')
    expect(await linesOf(guest)).toEqual([[`copy:${dune}:NEW`, 3]])
  })

  it('is answered with the cart as the next look finds it', async () => {
    const guest = await put(nobody, copy(emma))
    for (const line of [copy(dune, 2), cheapest(2_000), copy(emma), copy(dune)]) {
      const { cart } = await saveLine(world.deps, guest, { key: world.nextKey(), line, destination: newYork })
      expect(cart).toEqual(await readCart(world.db, guest, { destination: newYork }))
    }
  })

  it('adds up when two tabs put in at once', async () => {
    const guest = await put(nobody, copy(emma))
    await Promise.all(Array.from({ length: 8 }, () => put(guest, copy())))
    expect(await linesOf(guest)).toContainEqual([`copy:${dune}:NEW`, 8])
  })

  it('is a book that we have, within what a cart holds', async () => {
    await expect(put(nobody, copy('9780262033848'))).rejects.toEqual(refusal('cart.not_on_shelf'))
    await expect(put(nobody, { ...copy(), condition: 'GOOD' } as NewLine)).rejects.toEqual(refusal('cart.not_on_shelf'))
    await expect(put(nobody, cheapest(900, '9780262033848'))).rejects.toEqual(refusal('cart.edition_not_found'))
    const guest = await put(nobody, copy(dune, 90))
    await expect(put(guest, copy(dune, 10))).rejects.toMatchObject({
      code: 'cart.too_many',
      fields: { quantity: 'would be 100, and at most 99 fit' },
    })
    expect((await sql`select from cart`.execute(world.db)).rows).toHaveLength(1) // the refused ones made none
  })

  it('is refused when the cart is full', async () => {
    const guest = await put(nobody, copy())
    await sql`alter table cart_line disable trigger all`.execute(world.db)
    await sql`insert into cart_line (cart_id, id, kind, isbn13, quantity, added_at, changed_at, condition, accepted_currency, accepted_minor)
      select id, 'filler:' || n, 'copy', ${emma}, 1, now(), now(), 'NEW', 'USD', 1 from cart, generate_series(2, ${cartLimits.linesMax}) n`.execute(
      world.db,
    )
    await sql`alter table cart_line enable trigger all`.execute(world.db)
    await expect(put(guest, cheapest(900))).rejects.toEqual(refusal('cart.full'))
    await put(guest, copy()) // the same again takes no place
  })

  it('can be changed and taken out, by its owner only', async () => {
    const guest = await put(nobody, copy())
    const stranger = await put(nobody, copy(emma))
    const id = `copy:${dune}:NEW`
    await expect(updateLine(world.deps, stranger, { id, quantity: 2 })).rejects.toEqual(refusal('cart.line_not_found'))
    await expect(updateLine(world.deps, nobody, { id, quantity: 2 })).rejects.toEqual(refusal('cart.line_not_found'))
    await removeLine(world.deps, stranger, id)
    await updateLine(world.deps, guest, { id, quantity: 4 })
    expect(await linesOf(guest)).toEqual([[id, 4]])
    await put(guest, cheapest(900))
    const wish = { id: `cheapest:${dune}`, quantity: 2 }
    await expect(updateLine(world.deps, guest, wish)).rejects.toEqual(refusal('cart.bought_once'))
    await removeLine(world.deps, guest, id)
    await removeLine(world.deps, guest, id)
    expect(await linesOf(guest)).toEqual([[wish.id, 1]])
  })
})

describe('signing in', () => {
  it('makes one cart of two: read as one at once, joined by the first change, and only once', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const member = { accountId: world.ada, token: null }
    await put(member, copy(dune, 1))
    await put(member, copy(emma))
    const both = { accountId: world.ada, token: guest.token }
    const shown = await readCart(world.db, both, { destination: newYork })
    expect(shown.lines.map(({ id, quantity }) => [id, quantity])).toEqual(
      expect.arrayContaining([
        [`copy:${dune}:NEW`, 3],
        [`copy:${emma}:NEW`, 1],
      ]),
    )
    await removeLine(world.deps, both, 'nothing of the kind')
    const joined = await readCart(world.db, both, { destination: newYork })
    expect(joined.fingerprint).toBe(shown.fingerprint)
    expect(await linesOf(member)).toContainEqual([`copy:${dune}:NEW`, 3])
    await removeLine(world.deps, both, 'nothing of the kind')
    expect(await linesOf(member)).toContainEqual([`copy:${dune}:NEW`, 3])
    expect(await linesOf(guest)).toEqual([]) // after signing out nothing of it stays in the browser
  })

  it('joins once when two tabs change something at the same time', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const both = { accountId: world.ada, token: guest.token }
    await Promise.all([
      put(both, copy(emma)),
      put(both, copy()),
      removeLine(world.deps, both, 'x'),
      put(guest, copy()).catch(() => {}),
    ])
    const [line] = (
      await readCart(world.db, { accountId: world.ada, token: null }, { destination: null })
    ).lines.filter(({ isbn13 }) => isbn13 === dune)
    // The guest's own addition came before the join, or after it into a new cart of its own.
    expect([3, 4]).toContain(line?.quantity)
  })

  it('keeps the key of an addition whose answer was lost', async () => {
    const guest = await put(nobody, copy(dune, 2), 'the lost one')
    const both = { accountId: world.ada, token: guest.token }
    await removeLine(world.deps, both, 'x')
    await put(both, copy(dune, 2), 'the lost one')
    expect(await linesOf(both)).toEqual([[`copy:${dune}:NEW`, 2]])
  })
})

describe('an order', () => {
  it('of two at the same time one finds the cart empty', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const order = () =>
      inTransaction(world.db, async (tx) => {
        const cart = await openCart(world.deps, tx, { ...guest, at })
        if (!cart) throw new Error('the guest has a cart')
        await emptyCart(tx, cart)
        return cart.lines.length
      })
    expect((await Promise.all([order(), order()])).toSorted()).toEqual([0, 1])
  })
})

it('forgets guests who do not come back, and nobody else', async () => {
  const gone = await put(nobody, copy())
  const member = await put({ accountId: world.ada, token: null }, copy())
  world.now = new Date(at.getTime() + guestDays * 86_400_000)
  const here = await put(nobody, copy())
  world.now = new Date(world.now.getTime() + 1)
  await sweepCarts(world.deps)
  expect(await Promise.all([gone, member, here].map((owner) => getCount(world.db, owner)))).toEqual([0, 1, 1])
  expect((await sql`select from cart_key`.execute(world.db)).rows).toHaveLength(1)
})
