// Many shoppers at once over the same few books: nobody sees a deadlock, nothing is sold twice, and all books agree in the end.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { readCart } from '#cart'
import type { CartLine } from '#cart'
import { listUnbalanced } from '#payments'
import { checkStock } from '#stock'
import { address, emma, shopper, useCheckouts } from '#testing/checkouts'
import { books } from '#testing/stock'
import { inTransaction } from '#platform/db'
import { Refusal } from '#platform/errors'
import { money } from '#platform/money'
import { openPlaces } from '#platform/places'
import { openCart } from '../cart/open-cart.ts'
import { saveLines } from '../cart/queries.ts'
import { receiveGoods } from '../stock/receive-goods.ts'
import { advance } from './advance.ts'
import type { PlaceInput } from './model.ts'
import { placeCheckout } from './place-checkout.ts'

const { t, deps } = useCheckouts()
/** All at once, which is thirty times as many as there are connections. */
const carts = 500
/** Fewer than are wanted: some shoppers come too late. */
const copiesEach = Math.ceil(carts / 3)

/** Every third cart has all three books, the others two: in different orders, and more than there are. */
const wantedBy = (i: number): readonly string[] =>
  i % 3 === 0 ? books : i % 3 === 1 ? [books[2], books[0]] : [books[1], books[2]]
/** Every sixteenth wants the cheapest copy of another book as well: a purchase of its own. */
const wantsCheapest = (i: number): boolean => i % 16 === 0

async function fill(accountId: string, i: number): Promise<string> {
  const owner = { accountId, token: null }
  const at = t.deps.clock.now()
  const when = { addedAt: at, changedAt: at }
  const lines: CartLine[] = wantedBy(i).map((isbn13) => {
    const accepted = money(1_200n, 'USD')
    return { kind: 'copy', id: `copy:${isbn13}:NEW`, isbn13, condition: 'NEW', quantity: 1, accepted, ...when }
  })
  if (wantsCheapest(i)) {
    const wish = { isbn13: emma, conditions: ['NEW' as const], maxTotal: money(100n, 'USD'), quantity: 1 as const }
    lines.push({ kind: 'cheapest', id: `cheapest:${emma}`, ...wish, ...when }) // for a dollar nobody sells it: no money moves
  }
  await inTransaction(t.deps.db, async (tx) => {
    const cart = await openCart(t.deps, tx, { ...owner, at })
    if (cart) await saveLines(tx, cart.id, lines)
  })
  return (await readCart(t.deps.db, owner, { destination: address })).fingerprint
}

it('sells each copy once to whoever pays, and refuses the others before any money moves', async () => {
  const at = t.deps.clock.now()
  const price = money(1_200n, 'USD')
  for (const isbn13 of books) {
    const line = { isbn13, condition: 'NEW' as const, quantity: copiesEach, key: randomUUID(), price }
    await receiveGoods(t.deps, { line, by: 'account:1', at })
  }
  const before = await counters()
  const shoppers = Array.from({ length: carts }, (_, i) => `crowd-${i}`)
  await t.deps.db
    .insertInto('account')
    .values(shoppers.map((id) => ({ id, name: id, email: `${id}@example.com` })))
    .execute()
  const shown: string[] = []
  for (const [i, id] of shoppers.entries()) shown.push(await fill(id, i))
  const outcomes = await Promise.allSettled(shoppers.map((accountId, i) => order(accountId, i, shown[i] ?? '')))
  const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
  for (const reason of refusals) {
    if (!(reason instanceof Refusal)) throw reason
    expect(['stock.sold_out', 'checkout.cart_changed']).toContain(reason.code)
  }
  const rows = await t.deps.db.selectFrom('checkout').select(['state', 'terms']).execute()
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['PAID', 'DECLINED']))
  expect(rows.length + refusals.length).toBe(carts)
  const sold = rows
    .filter(({ state }) => state === 'PAID')
    .map(({ terms }) => terms as unknown as { copies: { isbn13: string }[]; cheapest: unknown[] })
  const left = await counters()
  for (const isbn13 of books) {
    const copies = sold.flatMap(({ copies: lines }) => lines).filter((line) => line.isbn13 === isbn13).length
    expect(left[isbn13]).toEqual({ onHand: (before[isbn13]?.onHand ?? 0) - copies, reserved: 0 })
  }
  const { events } = await t.payments()
  expect(events.filter(({ type }) => type === 'capture')).toHaveLength(sold.length)
  expect(await listUnbalanced(t.deps.db)).toEqual([])
  expect(await checkStock(t.deps.db)).toEqual([]) // stock is the sum of its movements, and no promise is left
  const begun = await t.deps.db.selectFrom('checkoutPurchase').select('purchaseId').execute()
  expect(new Set(begun.map(({ purchaseId }) => purchaseId)).size).toBe(
    sold.filter(({ cheapest }) => cheapest.length > 0).length,
  )
  await t.driver.idle()
  const { rows: stats } = await sql<{ deadlocks: bigint }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(t.deps.db)
  expect(stats).toEqual([{ deadlocks: 0n }]) // not even one that a second try hid
}, 300_000)

it('asks to come again, and when, where too many wait for a place; nothing is ordered then', async () => {
  const placing = openPlaces({ places: 1, waitingMax: 0, patienceMs: 60_000 })
  const held = Promise.withResolvers<void>()
  const holder = placing.take(() => held.promise)
  const full = { ...deps(), places: { ...deps().places, placing } }
  const owner = { accountId: shopper, token: null }
  const input = { key: randomUUID(), fingerprint: 'any', address, paymentMethod: 'pm_card_visa' }
  await expect(placeCheckout(full, input, owner)).rejects.toMatchObject({
    code: 'checkout.busy',
    facts: { retryAfterMs: 1_000 },
  })
  held.resolve()
  await holder
  await expect(placeCheckout(full, input, owner)).rejects.toMatchObject({ code: 'checkout.cart_empty' })
})

async function order(accountId: string, i: number, fingerprint: string): Promise<void> {
  const paymentMethod = i % 10 === 0 ? 'pm_card_visa_chargeDeclined' : 'pm_card_visa'
  const input = { key: randomUUID(), fingerprint, address, paymentMethod }
  const { id, turn } = await placeInTurn(input, accountId)
  await advance(deps(), id, turn)
}

/** Who is asked to come again, on a busy machine, does so with the same key. */
async function placeInTurn(input: PlaceInput, accountId: string): ReturnType<typeof placeCheckout> {
  for (;;) {
    try {
      return await placeCheckout(deps(), input, { accountId, token: null })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'checkout.busy') throw error
    }
  }
}

async function counters(): Promise<Record<string, { onHand: number; reserved: number }>> {
  const rows = await t.deps.db.selectFrom('stockItem').select(['isbn13', 'onHand', 'reserved']).execute()
  return Object.fromEntries(rows.map(({ isbn13, onHand, reserved }) => [isbn13, { onHand, reserved }]))
}
