// What an order is: what the shopper bought from whom, for how much, and everything that happened to it since.
import { z } from 'zod'
import { Condition, ebookSeller } from '#sellers'
import type { Sellers } from '#sellers'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Clock } from '#platform/clock'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import { MoneyView, subtract, toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { orderMachine } from './machine.ts'
import type { OrderEvent, OrderState } from './machine.ts'

export interface OrdersDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly sellers: Sellers
  readonly clock: Clock
  readonly log: Log
}

/** Where it goes: what the seller was told. */
export const ShipTo = z.object({
  recipient: z.string().optional(),
  lines: z.array(z.string()).optional(),
  city: z.string().optional(),
  region: z.string().optional(),
  postalCode: z.string().optional(),
  country: z.string(),
})
export type ShipTo = z.infer<typeof ShipTo>

/** One book of an order. The parts of the price are those that the seller confirmed; absent ones were not told apart. */
export interface OrderLine {
  readonly isbn13: string
  readonly title: string
  readonly condition: Condition
  readonly quantity: number
  /** What the shopper pays for it in all; the lines add up to the order's total. */
  readonly total: Money
  readonly item?: Money | undefined
  readonly shipping?: Money | undefined
  readonly tax?: Money | undefined
}

/** A seller's confirmation, as the order it becomes. */
export interface CreateOrder {
  readonly id: string
  readonly accountId: string
  /** The purchase that found it; null for copies of our own, which a checkout sold. */
  readonly purchaseId: string | null
  readonly paymentId: string
  readonly seller: { readonly id: string; readonly name: string }
  /** The seller's number for it. */
  readonly sellerOrderId: string
  /** Our number for it at the seller. */
  readonly sellerReference: string
  /** What the shopper pays in all. */
  readonly total: Money
  /** At least one: what a purchase bought has one, a store's order may have more. */
  readonly lines: readonly [OrderLine, ...OrderLine[]]
  readonly shipTo: ShipTo
  readonly at: Date
}

/** As lists show it: with its first line. */
export interface Order extends Omit<CreateOrder, 'at' | 'lines'> {
  readonly line: OrderLine
  readonly state: OrderState
  readonly placedAt: Date
  /** Since when it is in its state. */
  readonly since: Date
}

/** A line, and how much of it was asked back and not refused, or has gone back. */
export interface ClaimableLine extends OrderLine {
  readonly line: number
  readonly claimed: Money
}

/** One row of history. */
export interface OrderHistory {
  readonly from: OrderState | null
  readonly to: OrderState
  readonly event: string
  readonly reason: string | null
  /** Who: the module that did it of itself, `seller:<id>`, `account:<id>` or `staff:<id>`. */
  readonly by: string
  readonly at: Date
}

/** A line of the history with the key of the request that caused it. */
export type OrderEntry = OrderHistory & { readonly key: string }

export interface OrderWithHistory extends Order {
  readonly lines: readonly ClaimableLine[]
  /** From the oldest on. */
  readonly history: readonly OrderHistory[]
}

/** Asks for one event on an order. The same key again is the outcome recorded the first time. */
export interface OrderCommand {
  readonly event: OrderEvent
  readonly key: string
  readonly by: string
  readonly reason?: string
  readonly at: Date
}

export interface ApplyOrderEvent extends OrderCommand {
  readonly orderId: string
}

const Iso = z.iso.datetime()
export const OrderStateView = z.enum(Object.keys(orderMachine.states) as [OrderState, ...OrderState[]])

export const OrderSummaryView = z.object({
  id: z.uuid(),
  state: OrderStateView,
  title: z.string(),
  isbn13: z.string(),
  sellerId: z.string(),
  sellerName: z.string(),
  /** Ebooks: nothing is sent, and the condition means nothing. */
  isDigital: z.boolean(),
  total: MoneyView,
  placedAt: Iso,
  /** Absent for copies of our own. */
  purchaseId: z.uuid().optional(),
})
export type OrderSummaryView = z.infer<typeof OrderSummaryView>

export const OrderView = OrderSummaryView.extend({
  condition: Condition,
  sellerOrderId: z.string(),
  item: MoneyView.optional(),
  shipping: MoneyView.optional(),
  tax: MoneyView.optional(),
  shipTo: ShipTo,
  lines: z.array(
    z.strictObject({
      line: z.int(),
      isbn13: z.string(),
      title: z.string(),
      condition: Condition,
      quantity: z.int(),
      total: MoneyView,
      item: MoneyView.optional(),
      shipping: MoneyView.optional(),
      tax: MoneyView.optional(),
      /** What may still be asked back of it. */
      refundable: MoneyView,
    }),
  ),
  cancellable: z.boolean(),
  history: z.array(
    z.object({
      from: OrderStateView.nullable(),
      to: OrderStateView,
      event: z.string(),
      reason: z.string().optional(),
      by: z.string(),
      at: Iso,
    }),
  ),
})
export type OrderView = z.infer<typeof OrderView>

export const refuse = defineRefusals('orders', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that order.' },
  illegal_event: { trpc: 'CONFLICT', say: 'The order is past the point where that could happen.' },
  key_reused: { trpc: 'CONFLICT', say: 'This request was already used for something else. Please try again.' },
  exists: { trpc: 'CONFLICT', say: 'This order was already created differently.' },
  being_paid: {
    trpc: 'CONFLICT',
    say: 'This order is being paid for right now. Look again in a minute; what is paid can be given back.',
  },
  too_late: { trpc: 'CONFLICT', say: 'This order can no longer be cancelled. Ask for a refund instead.' },
  cursor_invalid: { trpc: 'BAD_REQUEST', say: 'Please start again from the first page of your orders.' },
})

export function toOrderSummaryView(order: Order): OrderSummaryView {
  return {
    id: order.id,
    state: order.state,
    title: order.line.title,
    isbn13: order.line.isbn13,
    sellerId: order.seller.id,
    sellerName: order.seller.name,
    isDigital: order.seller.id === ebookSeller.id,
    total: toMoneyView(order.total),
    placedAt: order.placedAt.toISOString(),
    ...(order.purchaseId !== null && { purchaseId: order.purchaseId }),
  }
}

export function toOrderView(order: OrderWithHistory): OrderView {
  return {
    ...toOrderSummaryView(order),
    condition: order.line.condition,
    sellerOrderId: order.sellerOrderId,
    ...toPartsView(order.line),
    shipTo: order.shipTo,
    lines: order.lines.map(({ line, isbn13, title, condition, quantity, total, claimed, ...parts }) => ({
      line,
      isbn13,
      title,
      condition,
      quantity,
      total: toMoneyView(total),
      ...toPartsView(parts),
      refundable: toMoneyView(isRefundable(order.state) ? subtract(total, claimed) : subtract(total, total)),
    })),
    cancellable: order.state === 'PAID',
    history: order.history.map(({ from, to, event, reason, by, at }) => ({
      from,
      to,
      event,
      by: by.startsWith('staff:') ? 'staff' : by, // which of our people it was is no business of the shopper's
      at: at.toISOString(),
      ...(reason === null ? {} : { reason }),
    })),
  }
}

function toPartsView({ item, shipping, tax }: Pick<OrderLine, 'item' | 'shipping' | 'tax'>) {
  return {
    ...(item && { item: toMoneyView(item) }),
    ...(shipping && { shipping: toMoneyView(shipping) }),
    ...(tax && { tax: toMoneyView(tax) }),
  }
}

/** Money was taken for it, and it was not cancelled: what is cancelled goes back by itself. */
export function isRefundable(state: OrderState): boolean {
  return state === 'PAID' || state === 'PROCESSING' || state === 'SHIPPED' || state === 'DELIVERED'
}

/** An open order as staff see it. */
export const WorkView = OrderSummaryView.extend({
  since: Iso,
  sellerId: z.string(),
  sellerOrderId: z.string(),
  shipTo: ShipTo,
  /** It has been where it is for longer than it should. */
  isStuck: z.boolean(),
})
export type WorkView = z.infer<typeof WorkView>
