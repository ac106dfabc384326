import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { getOrder } from './get-order.ts'
import { listOrders } from './list-orders.ts'
import { OrderSummaryView, OrderView, toOrderSummaryView, toOrderView } from './model.ts'
import type { OrdersDeps } from './model.ts'

const Page = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

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
      .input(z.strictObject({ orderId: z.uuid() }))
      .output(OrderView)
      .query(async ({ ctx, input }) => toOrderView(await getOrder(deps, { ...input, accountId: ctx.caller.id }))),
  })
