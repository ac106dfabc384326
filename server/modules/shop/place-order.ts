import { readRates, toTotals } from '#rates'
import type { PlaceOrder, PlaceRefusal, SellerOrder } from '#sellers'
import { consumeReservation, findOnShelf, reserveStock, shortagesOf } from '#stock'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { compare, isAtMost, money } from '#platform/money'
import type { Money } from '#platform/money'
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import { OrderToken, toSellerOrder } from './model.ts'
import type { ShopDeps } from './model.ts'
import { findOrder, insertOrder } from './queries.ts'

type Ordered = Outcome<SellerOrder, PlaceRefusal>

/** Reserved and sold in one transaction, so the time hardly counts; a reservation has to have one. */
const reservedMs = 60_000

/**
 * Sells one copy at what was quoted, in one transaction: the copy has left the shelf, or nothing has happened. The same reference again is the order that
 * there is. Refused: `SOLD_OUT`; `PRICE_CHANGED` when it costs more than the limit by now; `ORDER_CANCELLED` when its reference was cancelled.
 */
export async function placeOrder(deps: ShopDeps, order: PlaceOrder): Promise<Ordered> {
  const token = OrderToken.parse(JSON.parse(Buffer.from(order.orderToken, 'base64url').toString('utf8')))
  try {
    return await inTransaction(deps.db, (tx) => placeInside(deps, tx, order, token))
  } catch (error) {
    if (shortagesOf(error)) return { kind: 'refused', reason: 'SOLD_OUT' }
    throw error
  }
}

async function placeInside(
  deps: ShopDeps,
  tx: Tx,
  { reference, limit, shipTo }: PlaceOrder,
  { isbn13, condition, currency, minor }: OrderToken,
): Promise<Ordered> {
  const at = deps.clock.now()
  const quoted = money(BigInt(minor), currency)
  const total = await priceNow(tx, { isbn13, condition, quoted, shipTo })
  if (!total || total.currency !== limit.currency || !isAtMost(total, limit)) {
    const known = await findOrder(tx, reference)
    return known ? answer(known) : { kind: 'refused', reason: 'PRICE_CHANGED' }
  }
  const order = { reference, copy: { isbn13, condition, total }, cancelledAt: null }
  if (!(await insertOrder(tx, order, at))) {
    const known = await findOrder(tx, reference)
    if (!known) throw new Error(`the shop has order ${reference} and has not`)
    return answer(known)
  }
  const line = { isbn13, condition, quantity: 1 }
  const by = 'shop'
  const expiresAt = new Date(at.getTime() + reservedMs)
  await reserveStock(deps, tx, { id: reference, lines: [line], by, at, expiresAt })
  await consumeReservation(tx, { id: reference, by, at })
  return ok(toSellerOrder(order))
}

/** What it costs by the shelf and the rates as they are now; null when the shelf's price is another, or we do not deliver there. */
async function priceNow(
  tx: Tx,
  wanted: Pick<OrderToken, 'isbn13' | 'condition'> & { quoted: Money; shipTo: PlaceOrder['shipTo'] },
): Promise<Money | null> {
  const { isbn13, condition, quoted, shipTo } = wanted
  const [shelf, rates] = await Promise.all([findOnShelf(tx, [{ isbn13, condition }]), readRates(tx)])
  const [offer] = shelf.values()
  if (!offer || offer.price.currency !== quoted.currency || compare(offer.price, quoted) > 0) return null
  const totals = toTotals([{ id: isbn13, quantity: 1, price: quoted }], shipTo, rates)
  return totals.kind === 'known' ? totals.total : null
}

function answer(known: Parameters<typeof toSellerOrder>[0]): Ordered {
  return known.cancelledAt ? { kind: 'refused', reason: 'ORDER_CANCELLED' } : ok(toSellerOrder(known))
}
