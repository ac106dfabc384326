import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureAccount } from '#accounts'
import { importCsv } from '#catalog'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { money } from '#platform/money'
import { chooseDemoRates, saveRates } from '#rates'
import { receiveLines } from '#stock'
import { useDatabase } from '#testing/world'
import { getCart, getCount } from './get-cart.ts'
import type { CartOwner, NewLine } from './model.ts'
import { cartLimits, guestDays } from './model.ts'
import { lockCart, readCart } from './read-cart.ts'
import { saveLine } from './save-line.ts'
import { settleChanges } from './settle-changes.ts'
import { sweepCarts } from './sweep-carts.ts'
import { emptyCart, removeLine } from './take-lines.ts'
import { sameAsShown } from './to-fingerprint.ts'
import { updateLine } from './update-line.ts'

const database = useDatabase()
const at = new Date('2026-11-22T12:00:00Z')
const isbns = ['9780141439518', '9780441172719', '9780679783268'] as const
const [emma, dune] = isbns
const nobody: CartOwner = { accountId: null, token: null }
const newYork = { country: 'US', postalCode: '10001' }
const refusal = (code: string) => expect.objectContaining({ code })
let now: Date
let db: Db
let deps: Parameters<typeof saveLine>[0]
let ada: string
let keys = 0

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
  const rows = isbns.map((isbn13, i) => `w${i},Book ${i},${isbn13},paperback,en`)
  const csv = ['work_key,title,isbn13,format,language', ...rows].join('\n')
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject: () => {} })
  await saveRates(db, chooseDemoRates())
  const person = { email: 'ada@example.com', name: 'Ada', role: 'reader', password: 'correct horse battery' } as const
  ada = await ensureAccount({ db, ids: systemIds }, person)
})
afterAll(() => db.destroy())
beforeEach(async () => {
  now = at
  const clock = { now: () => now, sleep: async () => {} }
  deps = { db, clock, ids: systemIds, log: createLog({ name: 'test', level: 'silent' }) }
  await sql`truncate cart, cart_line, cart_key, stock_item, stock_movement, stock_reservation, stock_reservation_line`.execute(
    db,
  )
  await stock(dune, 5)
  await stock(emma, 1, 900)
})

const copy = (isbn13: string = dune, quantity = 1): NewLine => ({ kind: 'copy', isbn13, condition: 'NEW', quantity })
const cheapest = (minor: number, isbn13: string = dune): NewLine => ({
  kind: 'cheapest',
  isbn13,
  conditions: ['NEW', 'GOOD'],
  maxTotal: money(BigInt(minor), 'USD'),
})

async function stock(isbn13: string, quantity: number, minor = 1_200) {
  const line = { isbn13, condition: 'NEW', quantity, price: money(BigInt(minor), 'USD'), key: `in ${++keys}` } as const
  await receiveLines({ db, ids: systemIds }, { lines: [line], by: 'test', at })
}

const reprice = (isbn13: string, minor: number, currency = 'USD') =>
  sql`update stock_item set price_minor = ${minor}, currency = ${currency} where isbn13 = ${isbn13}`.execute(db)

/** Puts it in and gives who owns the cart now. */
async function put(owner: CartOwner, line: NewLine, key = `key number ${++keys}`): Promise<CartOwner> {
  const { token } = await saveLine(deps, owner, { key, line })
  return token === null ? owner : { ...owner, token }
}

const linesOf = async (owner: CartOwner) =>
  (await readCart(db, owner, { destination: null })).lines.map(({ id, quantity }) => [id, quantity])
const saidOf = async (owner: CartOwner) =>
  (await getCart(db, owner, {})).lines.flatMap(({ changes }) => changes.map(({ say }) => say))

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
    expect(await getCount(db, guest)).toBe(4)
    const { rows } = await sql`select * from cart, cart_line`.execute(db)
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
    expect(await getCart(db, nobody, { destination: newYork })).toMatchObject({
      lines: [],
      count: 0,
      totals: null,
      isOrderable: false,
    })
    await readCart(db, { accountId: ada, token: 'y'.repeat(43) }, { destination: null })
    expect((await sql`select from cart`.execute(db)).rows).toHaveLength(0)
  })
})

describe('what is put in', () => {
  it('is put in once a key, in two tabs too', async () => {
    const guest = await put(nobody, copy(dune, 1), 'the same key')
    await Promise.all(Array.from({ length: 6 }, () => put(guest, copy(dune, 2), 'the other key')))
    await put(guest, copy(dune, 1), 'the same key')
    expect(await linesOf(guest)).toEqual([[`copy:${dune}:NEW`, 3]])
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
    expect((await sql`select from cart`.execute(db)).rows).toHaveLength(1) // the refused ones made none
  })

  it('is refused when the cart is full', async () => {
    const guest = await put(nobody, copy())
    await sql`alter table cart_line disable trigger all`.execute(db)
    await sql`insert into cart_line (cart_id, id, kind, isbn13, quantity, added_at, changed_at, condition, accepted_currency, accepted_minor)
      select id, 'filler:' || n, 'copy', ${emma}, 1, now(), now(), 'NEW', 'USD', 1 from cart, generate_series(2, ${cartLimits.linesMax}) n`.execute(
      db,
    )
    await sql`alter table cart_line enable trigger all`.execute(db)
    await expect(put(guest, cheapest(900))).rejects.toEqual(refusal('cart.full'))
    await put(guest, copy()) // the same again takes no place
  })

  it('can be changed and taken out, by its owner only', async () => {
    const guest = await put(nobody, copy())
    const stranger = await put(nobody, copy(emma))
    const id = `copy:${dune}:NEW`
    await expect(updateLine(deps, stranger, { id, quantity: 2 })).rejects.toEqual(refusal('cart.line_not_found'))
    await expect(updateLine(deps, nobody, { id, quantity: 2 })).rejects.toEqual(refusal('cart.line_not_found'))
    await removeLine(deps, stranger, id)
    await updateLine(deps, guest, { id, quantity: 4 })
    expect(await linesOf(guest)).toEqual([[id, 4]])
    await put(guest, cheapest(900))
    const wish = { id: `cheapest:${dune}`, quantity: 2 }
    await expect(updateLine(deps, guest, wish)).rejects.toEqual(refusal('cart.bought_once'))
    await removeLine(deps, guest, id)
    await removeLine(deps, guest, id)
    expect(await linesOf(guest)).toEqual([[wish.id, 1]])
  })
})

describe('signing in', () => {
  it('makes one cart of two: read as one at once, joined by the first change, and only once', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const member = { accountId: ada, token: null }
    await put(member, copy(dune, 1))
    await put(member, copy(emma))
    const both = { accountId: ada, token: guest.token }
    const shown = await readCart(db, both, { destination: newYork })
    expect(shown.lines.map(({ id, quantity }) => [id, quantity])).toEqual(
      expect.arrayContaining([
        [`copy:${dune}:NEW`, 3],
        [`copy:${emma}:NEW`, 1],
      ]),
    )
    await removeLine(deps, both, 'nothing of the kind')
    const joined = await readCart(db, both, { destination: newYork })
    expect(joined.fingerprint).toBe(shown.fingerprint)
    expect(await linesOf(member)).toContainEqual([`copy:${dune}:NEW`, 3])
    await removeLine(deps, both, 'nothing of the kind')
    expect(await linesOf(member)).toContainEqual([`copy:${dune}:NEW`, 3])
    expect(await linesOf(guest)).toEqual([]) // after signing out nothing of it stays in the browser
  })

  it('joins once when two tabs change something at the same time', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const both = { accountId: ada, token: guest.token }
    await Promise.all([
      put(both, copy(emma)),
      put(both, copy()),
      removeLine(deps, both, 'x'),
      put(guest, copy()).catch(() => {}),
    ])
    const [line] = (await readCart(db, { accountId: ada, token: null }, { destination: null })).lines.filter(
      ({ isbn13 }) => isbn13 === dune,
    )
    // The guest's own addition came before the join, or after it into a new cart of its own.
    expect([3, 4]).toContain(line?.quantity)
  })

  it('keeps the key of an addition whose answer was lost', async () => {
    const guest = await put(nobody, copy(dune, 2), 'the lost one')
    const both = { accountId: ada, token: guest.token }
    await removeLine(deps, both, 'x')
    await put(both, copy(dune, 2), 'the lost one')
    expect(await linesOf(both)).toEqual([[`copy:${dune}:NEW`, 2]])
  })
})

describe('a look', () => {
  it('says what changed since the line was accepted, with the old and the new value', async () => {
    const guest = await put(nobody, copy(dune, 3))
    await put(guest, copy(emma))
    expect(await saidOf(guest)).toEqual([])
    await reprice(dune, 1_450)
    await reprice(emma, 700)
    await sql`insert into stock_movement (id, isbn13, condition, change, reason, by, at, key)
      values (${systemIds.next()}, ${dune}, 'NEW', -4, 'LOST', 'test', ${at}, ${`out ${++keys}`})`.execute(db)
    expect(await saidOf(guest)).toEqual(
      expect.arrayContaining([
        'The price went up, from $12.00 to $14.50.',
        'You want 3, and only one is left.',
        'The price went down, from $9.00 to $7.00.',
      ]),
    )
    await sql`insert into stock_movement (id, isbn13, condition, change, reason, by, at, key)
      values (${systemIds.next()}, ${dune}, 'NEW', -1, 'LOST', 'test', ${at}, ${`out ${++keys}`})`.execute(db)
    expect(await saidOf(guest)).toContain('You want 3, and none is left.')
    await reprice(emma, 700, 'EUR')
    expect(await saidOf(guest)).toContain('The price is in another currency now: €7.00 instead of $9.00.')
  })

  it('compares with the price that stood beside the button', async () => {
    const guest = await put(nobody, { ...copy(), price: money(1_000n, 'USD') } as NewLine)
    expect(await saidOf(guest)).toEqual(['The price went up, from $10.00 to $12.00.'])
  })

  it('reckons the totals of what can be had, for a destination', async () => {
    const guest = await put(nobody, copy(dune, 2))
    await put(guest, cheapest(2_000))
    const { totals, isOrderable } = await getCart(db, guest, { destination: newYork })
    expect(totals).toMatchObject({
      goods: { minor: 2_400 },
      shipping: { minor: 499 },
      tax: { minor: 257 },
      total: { minor: 3_156 },
    })
    expect(isOrderable).toBe(true)
    expect((await getCart(db, guest, {})).totals).toBeNull()
    await reprice(dune, 1_000, 'EUR')
    const refused = await getCart(db, guest, { destination: { country: 'NZ' } })
    expect(refused).toMatchObject({ totals: { kind: 'refused', reason: 'not_delivered' }, isOrderable: false })
    await updateLine(deps, guest, { id: `copy:${dune}:NEW`, quantity: 9 })
    expect((await getCart(db, guest, { destination: { country: 'DE' } })).isOrderable).toBe(false)
  })

  it('has the fingerprint of what is shown: another price, another quantity or another place is another', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const look = (country = 'US') => readCart(db, guest, { destination: { country } })
    const first = await look()
    await stock(dune, 3) // more copies than are wanted are nobody's change
    expect(sameAsShown(await look(), first.fingerprint)).toBe(true)
    expect(sameAsShown(await look('DE'), first.fingerprint)).toBe(false)
    await reprice(dune, 1_201)
    expect(sameAsShown(await look(), first.fingerprint)).toBe(false)
    await reprice(dune, 1_200)
    await updateLine(deps, guest, { id: `copy:${dune}:NEW`, quantity: 3 })
    expect(sameAsShown(await look(), first.fingerprint)).toBe(false)
  })
})

describe('accepting', () => {
  it('takes over what was shown: prices, what is left, and what is gone', async () => {
    const guest = await put(nobody, copy(dune, 9))
    await put(guest, copy(emma))
    await reprice(dune, 1_450)
    await sql`insert into stock_movement (id, isbn13, condition, change, reason, by, at, key)
      values (${systemIds.next()}, ${emma}, 'NEW', -1, 'LOST', 'test', ${at}, ${`out ${++keys}`})`.execute(db)
    const { fingerprint } = await getCart(db, guest, { destination: newYork })
    await settleChanges(deps, guest, { fingerprint, destination: newYork })
    expect(await linesOf(guest)).toEqual([[`copy:${dune}:NEW`, 5]])
    expect([await saidOf(guest), (await getCart(db, guest, {})).isOrderable]).toEqual([[], true])
  })

  it('takes nothing over that was not shown', async () => {
    const guest = await put(nobody, copy())
    const { fingerprint } = await getCart(db, guest, {})
    await reprice(dune, 1_450)
    await expect(settleChanges(deps, guest, { fingerprint, destination: null })).rejects.toEqual(
      refusal('cart.changed'),
    )
    expect(await saidOf(guest)).toHaveLength(1)
  })
})

describe('an order', () => {
  it('takes its lines out once, and leaves what was put in since', async () => {
    const guest = await put(nobody, copy(dune, 2))
    await put(guest, cheapest(2_000))
    const ordered = (await readCart(db, guest, { destination: null })).lines
    await put(guest, copy(dune, 1))
    await inTransaction(db, (tx) => emptyCart(deps, tx, { ...guest, at }, ordered))
    expect(await linesOf(guest)).toEqual([[`copy:${dune}:NEW`, 1]])
  })

  it('of two at the same time one finds the cart empty', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const order = () =>
      inTransaction(db, async (tx) => {
        const cart = await lockCart(deps, tx, { ...guest, at }, { destination: null })
        await emptyCart(deps, tx, { ...guest, at }, cart.lines)
        return cart.lines.length
      })
    expect((await Promise.all([order(), order()])).toSorted()).toEqual([0, 1])
  })
})

it('forgets guests who do not come back, and nobody else', async () => {
  const gone = await put(nobody, copy())
  const member = await put({ accountId: ada, token: null }, copy())
  now = new Date(at.getTime() + guestDays * 86_400_000)
  const here = await put(nobody, copy())
  now = new Date(now.getTime() + 1)
  await sweepCarts(deps)
  expect(await Promise.all([gone, member, here].map((owner) => getCount(db, owner)))).toEqual([0, 1, 1])
  expect((await sql`select from cart_key`.execute(db)).rows).toHaveLength(1)
})
