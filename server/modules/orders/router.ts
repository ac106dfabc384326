import { z } from 'zod'
import { tracked } from '@trpc/server'
import { accountProcedure, router, staffProcedure } from '#platform/trpc'
import { cancelOrder } from './cancel-order.ts'
import { openStates } from './decide-follow.ts'
import { getOrder, watchOrder } from './get-order.ts'
import { listOrders } from './list-orders.ts'
import { listStuck, listWork } from './list-work.ts'
import { moveOrder } from './move-order.ts'
import type { MoveOrder } from './move-order.ts'
import { OrderStateView, OrderSummaryView, OrderView, WorkView, toOrderSummaryView, toOrderView } from './model.ts'
import type { OrdersDeps } from './model.ts'

const Page = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

const ById = z.strictObject({ orderId: z.uuid('is not the id of an order') })
const Key = z.string().min(8, 'must have at least 8 characters').max(100)
const Note = z.string().trim().min(1).max(300, 'must be at most 300 characters')

export const ordersRouter = (deps: OrdersDeps) =>
  router({
    list: accountProcedure
      .input(Page.default({ limit: 20 }))
      .output(z.object({ orders: z.array(OrderSummaryView), nextCursor: z.string().optional() }))
      .query(async ({ ctx, input }) => {
        const { orders, ...next } = await listOrders(deps, { ...input, accountId: ctx.caller.id })
        return { orders: orders.map(toOrderSummaryView), ...next }
      }),

    get: accountProcedure
      .input(ById)
      .output(OrderView)
      .query(async ({ ctx, input }) => toOrderView(await getOrder(deps, { ...input, accountId: ctx.caller.id }))),

    cancel: accountProcedure
      .input(ById.extend({ key: Key, reason: Note.optional() }))
      .output(OrderView)
      .mutation(async ({ ctx, input }) => {
        await cancelOrder(deps, { ...input, accountId: ctx.caller.id })
        return toOrderView(await getOrder(deps, { orderId: input.orderId, accountId: ctx.caller.id }))
      }),

    live: accountProcedure
      .input(ById.extend({ lastEventId: z.string().max(80).nullish() }))
      .subscription(async function* ({ ctx, input: { orderId }, signal }) {
        for await (const [revision, order] of watchOrder(deps, { orderId, accountId: ctx.caller.id }, signal))
          yield tracked(revision, toOrderView(order))
      }),

    work: staffProcedure
      .input(Page.extend({ state: z.enum(openStates) }))
      .output(z.object({ orders: z.array(WorkView), nextCursor: z.string().optional() }))
      .query(({ input }) => listWork(deps, input)),

    stuck: staffProcedure
      .output(z.object({ orders: z.array(WorkView) }))
      .query(async () => ({ orders: await listStuck(deps) })),

    pack: moving(deps, 'accepted'),
    ship: moving(deps, 'shipped'),
    deliver: moving(deps, 'delivered'),
  })

/** One thing that staff do to an order, or have heard of it. */
const moving = (deps: OrdersDeps, event: MoveOrder['event']) =>
  staffProcedure
    .input(ById.extend({ key: Key, note: Note.optional() }))
    .output(z.object({ state: OrderStateView }))
    .mutation(async ({ ctx, input }) => ({ state: await moveOrder(deps, { ...input, event, staffId: ctx.caller.id }) }))
