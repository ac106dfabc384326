// When the seller of an order is asked next how it stands, and when an order has been where it is for too long. Pure; the limits are data.
import type { OrderState } from './machine.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Sellers pack within a day or not soon; parcels take days. Asked this often, a shopper hears within the hour, or the quarter of a day. */
const pace: Readonly<Partial<Record<OrderState, readonly { untilMs: number; everyMs: number }[]>>> = {
  PROCESSING: [
    { untilMs: dayMs, everyMs: hourMs },
    { untilMs: 60 * dayMs, everyMs: 6 * hourMs },
  ],
  SHIPPED: [{ untilMs: 60 * dayMs, everyMs: 6 * hourMs }],
}

/** When its seller is asked next, of an order that is in `state` since `since`; null: not any more, a person has been told long ago. */
export function decideFollow({ state, since, at }: { state: OrderState; since: Date; at: Date }): Date | null {
  const ageMs = at.getTime() - since.getTime()
  const step = pace[state]?.find(({ untilMs }) => ageMs < untilMs)
  return step ? new Date(at.getTime() + step.everyMs) : null
}

/**
 * How long an order may stay where it is before staff are told. Unpaid ones are the saga's, which gives up or asks a person within minutes;
 * a warehouse packs on the next working day; the slowest delivery that sellers promise is four weeks.
 */
export const stuckAfterMs = {
  CREATED: 15 * 60_000,
  PAYMENT_PENDING: 60 * 60_000,
  PAID: 2 * dayMs,
  PROCESSING: 5 * dayMs,
  SHIPPED: 30 * dayMs,
} as const satisfies Partial<Record<OrderState, number>>

/** The states in which an order can be stuck. */
export type OpenState = keyof typeof stuckAfterMs
export const openStates = Object.keys(stuckAfterMs) as [OpenState, ...OpenState[]]

/** True when an order is in `state` since before it should have moved on. */
export function isStuck({ state, since, at }: { state: OrderState; since: Date; at: Date }): boolean {
  const limits: Partial<Record<OrderState, number>> = stuckAfterMs
  const limitMs = limits[state]
  return limitMs !== undefined && at.getTime() - since.getTime() > limitMs
}
