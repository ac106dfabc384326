// What our own stock is: items on a shelf, promises of them, and the reasons why their number changed.
import { z } from 'zod'
import { Condition } from '#sellers'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { Refusal, defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import { MoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import type { ReservationState } from './machine.ts'

export interface StockDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** What is on the shelf: one edition in one condition. */
export interface ItemKey {
  readonly isbn13: string
  readonly condition: Condition
}

/** So many copies of one item. */
export interface StockLine extends ItemKey {
  readonly quantity: number
}

export interface StockItem extends ItemKey {
  readonly price: Money
  /** Copies that we have. */
  readonly onHand: number
  /** Those of them that are promised. */
  readonly reserved: number
  /** Low at so many free copies or fewer. */
  readonly lowAt: number
}

/** A line that cannot be had: how many were wanted, how many are left (also 0 for what we never had). */
export interface Shortage extends StockLine {
  readonly left: number
}

export interface ReserveStock {
  /** The caller's id for it, made from its own key: reserving it again is the reservation that there is. */
  readonly id: string
  readonly lines: readonly StockLine[]
  /** For whom: `account:<id>`, or the module that asks. */
  readonly by: string
  readonly at: Date
  readonly expiresAt: Date
}

/** So many copies of one item, promised at this price each. */
export interface ReservedLine extends StockLine {
  readonly price: Money
}

export interface Reservation {
  readonly id: string
  readonly state: ReservationState
  readonly expiresAt: Date
  /** One an item, in the order of isbn13 and condition. */
  readonly lines: readonly ReservedLine[]
}

export const movementReasons = ['RECEIVED', 'SOLD', 'RETURNED', 'RECOUNTED', 'DAMAGED', 'LOST'] as const
export type MovementReason = (typeof movementReasons)[number]

/** Why on-hand changed once. */
export interface Movement extends ItemKey {
  readonly id: string
  /** Copies that came (more than 0) or went. */
  readonly change: number
  readonly reason: MovementReason
  readonly reservationId: string | null
  readonly note: string | null
  readonly by: string
  readonly at: Date
  /** What caused it, once. */
  readonly key: string
}

/** An item whose counters are not what its facts add up to. */
export interface Drift extends ItemKey {
  readonly onHand: number
  /** Σ movements. */
  readonly moved: number
  readonly reserved: number
  /** Σ held. */
  readonly held: number
}

/** A copy of ours that may be sold now. */
export interface OwnOffer {
  readonly condition: Condition
  readonly price: Money
  readonly available: number
}

/** A typing-error guard: no shelf of ours holds more of one book. */
export const copiesMax = 10_000
/** A cart's length; it is also how many rows one reservation locks at most. */
export const linesMax = 50
/** Of one book in one reservation: beyond that somebody should ask us. */
export const quantityMax = 99

export const Quantity = z.int().min(1, 'must be at least 1').max(copiesMax, `is more than ${copiesMax}`)

export const StockItemView = z.strictObject({
  isbn13: z.string(),
  condition: Condition,
  /** Null only when the edition has left the catalogue. */
  title: z.string().nullable(),
  authors: z.array(z.string()),
  format: z.string().nullable(),
  price: MoneyView,
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  lowAt: z.int(),
  isLow: z.boolean(),
})
export type StockItemView = z.infer<typeof StockItemView>

export const MovementView = z.strictObject({
  id: z.uuid(),
  change: z.int(),
  reason: z.enum(movementReasons),
  note: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
  reservationId: z.uuid().nullable(),
})
export type MovementView = z.infer<typeof MovementView>

export const refuse = defineRefusals('stock', {
  sold_out: { trpc: 'CONFLICT', say: 'Not enough copies are left. Nothing was reserved, and nothing was charged.' },
  lines_invalid: { trpc: 'BAD_REQUEST', say: 'These are not copies that can be reserved.' },
  reservation_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that reservation.' },
  reservation_over: { trpc: 'CONFLICT', say: 'The copies are not reserved any more. Please check out again.' },
  key_reused: { trpc: 'CONFLICT', say: 'This request was already used for something else. Please try again.' },
  item_not_found: { trpc: 'NOT_FOUND', say: 'We have never had this book in this condition.' },
  edition_not_found: { trpc: 'NOT_FOUND', say: 'This book is not in the catalogue yet. Import it first.' },
  price_missing: { trpc: 'BAD_REQUEST', say: 'This is new on our shelf: please name its price.' },
  too_many: { trpc: 'BAD_REQUEST', say: `We do not keep more than ${copiesMax} copies of one book.` },
  too_few: { trpc: 'CONFLICT', say: 'Fewer copies are free than you want to take away. Nothing was changed.' },
  not_sold: { trpc: 'CONFLICT', say: 'More copies would come back than were sold. Nothing was changed.' },
  file_invalid: { trpc: 'BAD_REQUEST', say: 'This file cannot be read. Nothing of the rest was booked in.' },
  cursor_invalid: { trpc: 'BAD_REQUEST', say: 'Please start again from the first page.' },
})

/** The refusal that says, in its sentence and its facts, which lines cannot be had and how many of each are left. */
export function soldOut(shortages: readonly Shortage[]): Refusal {
  const { code, spec, facts } = refuse('sold_out', { shortages })
  const lines = shortages.map(({ isbn13, condition, left }) => {
    return `${left === 0 ? 'none' : `only ${left}`} of ${isbn13} (${condition.toLowerCase().replaceAll('_', ' ')})`
  })
  return new Refusal(code, { ...spec, say: `${spec.say} What is left: ${lines.join(', ')}.` }, facts)
}

/** What a caught error says is sold out; null when it is about something else. */
export function shortagesOf(error: unknown): readonly Shortage[] | null {
  if (!(error instanceof Refusal) || error.code !== 'stock.sold_out') return null
  return error.facts['shortages'] as readonly Shortage[] // soldOut is the only one to make it
}
