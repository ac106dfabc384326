// Checkouts on the real parts (stack.ts), as tests drive them: one shopper, a shelf of two books, the clock moved on instead of waited for.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach } from 'vitest'
import { readCart } from '#cart'
import type { CartLine } from '#cart'
import { inTransaction } from '#platform/db'
import { money } from '#platform/money'
import { toCheckoutDeps } from '../app/checkout-deps.ts'
import { chooseDemoRates, saveRates } from '#rates'
import { openCart } from '../modules/cart/open-cart.ts'
import { saveLines } from '../modules/cart/queries.ts'
import { advance } from '../modules/checkout/advance.ts'
import { getCheckout } from '../modules/checkout/get-checkout.ts'
import type { CheckoutDeps, CheckoutView } from '../modules/checkout/model.ts'
import { placeCheckout } from '../modules/checkout/place-checkout.ts'
import { getCheckoutOf } from '../modules/checkout/queries.ts'
import { receiveGoods } from '../modules/stock/receive-goods.ts'
import { useStack } from './stack.ts'
import { books, clearShelf, importBooks } from './stock.ts'

export const shopper = 'shopper-1'
/** To where nothing is taxed, and a parcel of one costs 3.99. */
export const address = {
  recipient: 'Robin Reader',
  lines: ['1 Main St'],
  city: 'Dallas',
  region: 'TX',
  postalCode: '75201',
  country: 'US',
}

const ends = ['PAID', 'DECLINED', 'CANCELLED', 'EXPIRED', 'NEEDS_REVIEW']
export const [dune, emma] = [books[1], books[0]]

/** The stack with a shopper, rates, and three copies of each book at 12.00 on our shelf; anew before each test. */
export function useCheckouts() {
  const t = useStack()
  const owner = { accountId: shopper, token: null }

  beforeAll(async () => {
    await t.deps.db.insertInto('account').values({ id: shopper, name: 'Robin', email: 'robin@example.com' }).execute()
    await importBooks(t.deps.db, books)
    await saveRates(t.deps.db, chooseDemoRates())
  })
  beforeEach(async () => {
    await t.reset()
    await sql`truncate checkout, cart cascade`.execute(t.deps.db)
    await clearShelf(t.deps.db)
    for (const isbn13 of [dune, emma])
      await receiveGoods(t.deps, {
        line: { isbn13, condition: 'NEW', quantity: 3, key: randomUUID(), price: money(1_200n, 'USD') },
        by: 'account:1',
        at: t.deps.clock.now(),
      })
  })

  const deps = () => toCheckoutDeps(t.deps, t.driver)

  /** Puts copies of a book into the shopper's cart. */
  async function put(isbn13: string, quantity: number): Promise<void> {
    const at = t.deps.clock.now()
    const accepted = money(1_200n, 'USD')
    await putLine({
      kind: 'copy',
      id: `copy:${isbn13}:NEW`,
      isbn13,
      condition: 'NEW',
      quantity,
      accepted,
      addedAt: at,
      changedAt: at,
    })
  }

  async function putLine(line: CartLine): Promise<void> {
    const at = t.deps.clock.now()
    await inTransaction(t.deps.db, async (tx) => {
      const cart = await openCart(t.deps, tx, { ...owner, at })
      if (cart) await saveLines(tx, cart.id, [line])
    })
  }

  const look = () => readCart(t.deps.db, owner, { destination: address })

  /** Places the cart as it stands. */
  async function place(ask: { key?: string; fingerprint?: string; paymentMethod?: string } = {}) {
    const { key = randomUUID(), paymentMethod = 'pm_card_visa' } = ask
    const fingerprint = ask.fingerprint ?? (await look()).fingerprint
    return await placeCheckout(deps(), { key, fingerprint, address, paymentMethod }, owner)
  }

  async function placeAndDrive(ask: Parameters<typeof place>[0] = {}): Promise<string> {
    const { id, turn } = await place(ask)
    if (turn) await advance(deps(), id, turn)
    return id
  }

  /** Drives on as the sweep does, but without waiting for the pauses: time is moved on to the next alarm instead. */
  async function driveToEnd(id: string, skipMs = 0): Promise<CheckoutView> {
    const { clock } = t.deps
    let skippedMs = skipMs
    const moved: CheckoutDeps = {
      ...deps(),
      clock: { ...clock, now: () => new Date(clock.now().getTime() + skippedMs) },
    }
    for (let turns = 0; turns < 90; turns++) {
      const { checkout } = await getCheckoutOf(t.deps.db, id, shopper)
      if (ends.includes(checkout.state)) break
      skippedMs = Math.max(skippedMs, (checkout.pending?.dueAt.getTime() ?? 0) - clock.now().getTime() + 1)
      await advance(moved, id)
    }
    return await view(id)
  }

  const view = (id: string) => getCheckout(t.deps.db, id, shopper)

  /** On hand and reserved of each book on the shelf, as `3/0`. */
  async function shelf(): Promise<Record<string, string>> {
    const rows = await t.deps.db.selectFrom('stockItem').select(['isbn13', 'onHand', 'reserved']).execute()
    return Object.fromEntries(rows.map(({ isbn13, onHand, reserved }) => [isbn13, `${onHand}/${reserved}`]))
  }

  async function orderState(id: string): Promise<string | null> {
    const { orderId } = await view(id)
    const row = t.deps.db
      .selectFrom('order')
      .select('state')
      .where('id', '=', orderId ?? '')
    return (await row.executeTakeFirst())?.state ?? null
  }

  /** What the provider's own books say was captured, and what it still holds. */
  async function provider(): Promise<{ captures: number[]; held: number }> {
    const { intents, events } = await t.payments()
    return {
      captures: events.filter(({ type }) => type === 'capture').map(({ amountMinor }) => amountMinor),
      held: intents.filter(({ status }) => status === 'requires_capture').length,
    }
  }

  return { t, deps, put, putLine, look, place, placeAndDrive, driveToEnd, view, shelf, orderState, provider }
}
