import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import type { Ids } from '#platform/ids'
import { nameOf } from './decide-reservation.ts'
import { copiesMax, refuse } from './model.ts'
import type { ItemKey, Movement, StockItem } from './model.ts'
import { findMovements, recordMovements } from './movement-queries.ts'
import { lockItems } from './queries.ts'

export interface AdjustStock extends ItemKey {
  /** Copies more (above 0) or fewer than we believed. A difference and not a count: what is sold meanwhile does not make it wrong. */
  readonly change: number
  readonly reason: 'RECOUNTED' | 'DAMAGED' | 'LOST'
  readonly note: string
  readonly key: string
  readonly by: string
  readonly at: Date
}

/**
 * Corrects the number of copies, once a key, and gives the item after it. Promised copies stay: refuses `stock.too_few` when fewer are free
 * than are to go, `stock.too_many`, `stock.item_not_found`, and `stock.key_reused` for a key that did something else.
 */
export async function adjustStock({ db, ids }: { db: Db; ids: Ids }, command: AdjustStock): Promise<StockItem> {
  const { isbn13, condition, change, reason, note, by, at } = command
  const key = `adjusted:${command.key}`
  return inTransaction(db, async (tx) => {
    const [item] = await lockItems(tx, [command])
    const recorded = (await findMovements(tx, [key])).get(key)
    if (recorded && !isSame(recorded, command)) throw refuse('key_reused', { key, recorded: recorded.id })
    if (!item) throw refuse('item_not_found', { isbn13, condition })
    if (recorded) return item
    const free = item.onHand - item.reserved
    if (free + change < 0)
      throw refuse('too_few', { isbn13, condition, free }, { change: `is more than the ${free} free` })
    if (item.onHand + change > copiesMax) throw refuse('too_many', { isbn13, condition }, { change: 'is too many' })
    const movement = { id: ids.next(), isbn13, condition, change, reason, reservationId: null, note, by, at, key }
    await recordMovements(tx, [movement])
    return { ...item, onHand: item.onHand + change }
  })
}

function isSame(recorded: Movement, command: AdjustStock): boolean {
  return (
    nameOf(recorded) === nameOf(command) && recorded.change === command.change && recorded.reason === command.reason
  )
}
