import { hydrateEditions } from '#catalog'
import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import type { Ids } from '#platform/ids'
import { compare } from '#platform/money'
import type { Money } from '#platform/money'
import { compareKeys, nameOf } from './decide-reservation.ts'
import { copiesMax, refuse } from './model.ts'
import type { ItemKey, Movement, StockItem, StockLine } from './model.ts'
import { findMovements, recordMovements } from './movement-queries.ts'
import { ensureItems, lockItems, saveTerms } from './queries.ts'

export interface GoodsLine extends StockLine {
  /** The line's own key: the same goods are booked in once. */
  readonly key: string
  /** What a copy costs from now on; must be there for an item that we never had. */
  readonly price?: Money | undefined
}

export type GoodsFault = 'edition_not_found' | 'price_missing' | 'too_many' | 'key_reused'

export interface ReceivedGoods {
  /** Keys booked in now. */
  readonly received: ReadonlySet<string>
  /** Keys that were booked in before, with the same copies. */
  readonly repeated: ReadonlySet<string>
  /** What was not booked in, by key. */
  readonly faults: ReadonlyMap<string, GoodsFault>
}

interface Goods {
  readonly lines: readonly GoodsLine[]
  readonly by: string
  readonly at: Date
}

/** Books one line in. Refuses what receiveLines would leave out. True when it was not booked in before. */
export async function receiveGoods(
  deps: { db: Db; ids: Ids },
  { line, by, at }: { line: GoodsLine; by: string; at: Date },
): Promise<boolean> {
  const { received, faults } = await receiveLines(deps, { lines: [line], by, at })
  const fault = faults.get(line.key)
  if (fault) throw refuse(fault, { key: line.key, isbn13: line.isbn13 }, fieldOf(fault))
  return received.has(line.key)
}

/**
 * Books goods in, in one transaction: each line once by its key, later lines' prices winning. A line that cannot be booked in is left out
 * and told, the others are booked.
 */
export async function receiveLines(deps: { db: Db; ids: Ids }, goods: Goods): Promise<ReceivedGoods> {
  return inTransaction(deps.db, async (tx) => {
    const faults = new Map<string, GoodsFault>()
    const known = await hydrateEditions(
      { db: tx },
      goods.lines.map(({ isbn13 }) => isbn13),
    )
    const lines = goods.lines.filter((line) => {
      if (!known.has(line.isbn13)) faults.set(line.key, 'edition_not_found')
      return known.has(line.isbn13)
    })
    await ensureItems(tx, priced(lines), goods.at)
    const items = new Map((await lockItems(tx, distinct(lines))).map((item) => [nameOf(item), item]))
    const before = await findMovements(
      tx,
      lines.map(({ key }) => key),
    )
    const { bookable, repeated } = sort(lines, { items, before, faults })
    await recordMovements(
      tx,
      bookable.map((line) => toMovement(deps.ids, line, goods)),
    )
    await savePrices(tx, bookable, { items, at: goods.at })
    return { received: new Set(bookable.map(({ key }) => key)), repeated, faults }
  })
}

/** Tells the lines to book from those booked before and those that cannot be; the items are locked, so nothing moves meanwhile. */
function sort(
  lines: readonly GoodsLine[],
  state: { items: ReadonlyMap<string, StockItem>; before: Map<string, Movement>; faults: Map<string, GoodsFault> },
): { bookable: GoodsLine[]; repeated: Set<string> } {
  const onHand = new Map([...state.items].map(([name, item]) => [name, item.onHand]))
  const booked = new Map(state.before)
  const bookable: GoodsLine[] = []
  const repeated = new Set<string>()
  for (const line of lines) {
    const name = nameOf(line)
    const recorded = booked.get(line.key)
    const count = (onHand.get(name) ?? 0) + line.quantity
    if (recorded && isSame(recorded, line)) repeated.add(line.key)
    else if (recorded) state.faults.set(line.key, 'key_reused')
    else if (!onHand.has(name)) state.faults.set(line.key, 'price_missing')
    else if (count > copiesMax) state.faults.set(line.key, 'too_many')
    else {
      onHand.set(name, count)
      bookable.push(line)
    }
  }
  return { bookable, repeated }
}

function isSame(recorded: Movement, line: GoodsLine): boolean {
  return recorded.reason === 'RECEIVED' && nameOf(recorded) === nameOf(line) && recorded.change === line.quantity
}

/** The items that these lines could make, in the one order. */
function priced(lines: readonly GoodsLine[]): (ItemKey & { price: Money })[] {
  const items = new Map<string, ItemKey & { price: Money }>()
  for (const { isbn13, condition, price } of lines)
    if (price) items.set(nameOf({ isbn13, condition }), { isbn13, condition, price })
  return [...items.values()].toSorted(compareKeys)
}

function distinct(lines: readonly ItemKey[]): ItemKey[] {
  return [...new Map(lines.map((line) => [nameOf(line), line])).values()]
}

async function savePrices(
  tx: Tx,
  lines: readonly GoodsLine[],
  { items, at }: { items: ReadonlyMap<string, StockItem>; at: Date },
): Promise<void> {
  for (const item of priced(lines)) {
    const now = items.get(nameOf(item))?.price
    const isSamePrice = now?.currency === item.price.currency && compare(now, item.price) === 0
    if (!isSamePrice) await saveTerms(tx, item, { price: item.price, at })
  }
}

function toMovement(ids: Ids, { isbn13, condition, quantity, key }: GoodsLine, { by, at }: Goods): Movement {
  return {
    id: ids.next(),
    isbn13,
    condition,
    change: quantity,
    reason: 'RECEIVED',
    reservationId: null,
    note: null,
    by,
    at,
    key,
  }
}

function fieldOf(fault: GoodsFault): Record<string, string> | undefined {
  const fields: Partial<Record<GoodsFault, Record<string, string>>> = {
    edition_not_found: { isbn13: 'is not in the catalogue' },
    price_missing: { price: 'must be named for what is new on our shelf' },
    too_many: { quantity: `would make more than ${copiesMax} copies` },
  }
  return fields[fault]
}
