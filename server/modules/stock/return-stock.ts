import { violates } from '#platform/db'
import type { Tx } from '#platform/db'
import type { Ids } from '#platform/ids'
import { decideLines, nameOf } from './decide-reservation.ts'
import { refuse } from './model.ts'
import type { Movement, StockLine } from './model.ts'
import { findMovements, findOut, recordMovements } from './movement-queries.ts'
import { lockItems } from './queries.ts'

export interface ReturnStock {
  /** The sale that they come back from. */
  readonly reservationId: string
  readonly lines: readonly StockLine[]
  readonly key: string
  readonly by: string
  readonly at: Date
  readonly note?: string
}

/**
 * Copies that were sold are back on the shelf, in the caller's transaction, once a key: again changes nothing. No copy comes back twice under
 * different keys either. What came back in a worse condition is booked back as it was sold and then corrected (adjustStock). Refuses
 * `stock.lines_invalid`, `stock.not_sold`, `stock.key_reused`.
 */
export async function returnStock({ ids }: { ids: Ids }, tx: Tx, command: ReturnStock): Promise<void> {
  const { reservationId, key, by, at, note = null } = command
  const lines = decideLines(command.lines)
  await lockItems(tx, lines)
  const movements = lines.map((line): Movement => ({
    id: ids.next(),
    isbn13: line.isbn13,
    condition: line.condition,
    change: line.quantity,
    reason: 'RETURNED',
    reservationId,
    note,
    by,
    at,
    key: keyOf(key, line),
  }))
  const fresh = await recordReturns(tx, movements)
  const repeated = await findMovements(
    tx,
    movements.flatMap((movement) => (fresh.has(movement.key) ? [] : movement.key)),
  )
  for (const movement of movements) {
    const recorded = repeated.get(movement.key)
    if (recorded && (recorded.change !== movement.change || recorded.reservationId !== reservationId))
      throw refuse('key_reused', { key, recorded: recorded.id })
  }
}

/**
 * The same for who does not know what came back before: of each line at most the copies that are still out. Once a key, and nothing when all are
 * back. Refuses `stock.lines_invalid`.
 */
export async function returnRest(deps: { ids: Ids }, tx: Tx, command: ReturnStock): Promise<void> {
  const lines = decideLines(command.lines)
  await lockItems(tx, lines)
  const done = await findMovements(
    tx,
    lines.map((line) => keyOf(command.key, line)),
  )
  if (done.size > 0) return
  const out = await findOut(tx, command.reservationId)
  const rest = lines.flatMap((line) => {
    const quantity = Math.min(line.quantity, out.get(nameOf(line)) ?? 0)
    return quantity > 0 ? [{ ...line, quantity }] : []
  })
  if (rest.length > 0) await returnStock(deps, tx, { ...command, lines: rest })
}

const keyOf = (key: string, line: StockLine): string => `returned:${key}:${nameOf(line)}`

async function recordReturns(tx: Tx, movements: readonly Movement[]): Promise<Set<string>> {
  try {
    return await recordMovements(tx, movements)
  } catch (error) {
    const isUnsold = violates(error, 'returned_once') || violates(error, 'sold_as_reserved')
    if (isUnsold) throw refuse('not_sold', { reservationId: movements[0]?.reservationId })
    throw error
  }
}
