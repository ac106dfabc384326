// Many shoppers at once over the same few books: nobody sees a deadlock, nothing is sold twice, and all books agree in the end.
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { readCart } from '#cart'
import type { CopyLine } from '#cart'
import { listUnbalanced } from '#payments'
import { address, useCheckouts } from '#testing/checkouts'
import { books } from '#testing/stock'
import { inTransaction } from '#platform/db'
import { Refusal } from '#platform/errors'
import { money } from '#platform/money'
import { openCart } from '../cart/open-cart.ts'
import { saveLines } from '../cart/queries.ts'
import { receiveGoods } from '../stock/receive-goods.ts'
import { advance } from './advance.ts'
import { placeCheckout } from './place-checkout.ts'

const { t, deps } = useCheckouts()
/** Enough to queue on every item at once; the 500 were run by hand (docs/decisions/0035). */
const carts = 80
const copiesEach = 30
/** More than there are connections, and fewer than would wait for one for too long on a busy machine. */
const atOnce = 24

/** Every third cart has all three books, the others two: in different orders, and more than there are. */
const wantedBy = (i: number): readonly string[] =>
  i % 3 === 0 ? books : i % 3 === 1 ? [books[2], books[0]] : [books[1], books[2]]

async function fill(accountId: string, isbns: readonly string[]): Promise<string> {
  const owner = { accountId, token: null }
  const at = t.deps.clock.now()
  const lines = isbns.map((isbn13): CopyLine => {
    const accepted = money(1_200n, 'USD')
    return { kind: 'copy', id: isbn13, isbn13, condition: 'NEW', quantity: 1, accepted, addedAt: at, changedAt: at }
  })
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
  const shown = await Promise.all(shoppers.map((id, i) => fill(id, wantedBy(i))))
  const waiting = shoppers.entries()
  const outcomes: PromiseSettledResult<void>[] = []
  const lane = async () => {
    for (const [i, accountId] of waiting)
      outcomes.push(...(await Promise.allSettled([order(accountId, i, shown[i] ?? '')])))
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
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
    .map(({ terms }) => terms as unknown as { copies: { isbn13: string }[] })
  const left = await counters()
  for (const isbn13 of books) {
    const copies = sold.flatMap(({ copies: lines }) => lines).filter((line) => line.isbn13 === isbn13).length
    expect(left[isbn13]).toEqual({ onHand: (before[isbn13]?.onHand ?? 0) - copies, reserved: 0 })
  }
  const { events } = await t.payments()
  expect(events.filter(({ type }) => type === 'capture')).toHaveLength(sold.length)
  expect(await listUnbalanced(t.deps.db)).toEqual([])
}, 120_000)

async function order(accountId: string, i: number, fingerprint: string): Promise<void> {
  const paymentMethod = i % 10 === 0 ? 'pm_card_visa_chargeDeclined' : 'pm_card_visa'
  const input = { key: randomUUID(), fingerprint, address, paymentMethod }
  const { id, turn } = await placeCheckout(deps(), input, { accountId, token: null })
  await advance(deps(), id, turn)
}

async function counters(): Promise<Record<string, { onHand: number; reserved: number }>> {
  const rows = await t.deps.db.selectFrom('stockItem').select(['isbn13', 'onHand', 'reserved']).execute()
  return Object.fromEntries(rows.map(({ isbn13, onHand, reserved }) => [isbn13, { onHand, reserved }]))
}
