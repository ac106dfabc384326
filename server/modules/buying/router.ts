import { tracked } from '@trpc/server'
import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { cancelPurchase } from './cancel-purchase.ts'
import type { Driver } from './drive-purchases.ts'
import { getPurchase, watchPurchase } from './get-purchase.ts'
import { listPurchases } from './list-purchases.ts'
import { PurchaseSummaryView, PurchaseView, StartInput } from './model.ts'
import type { BuyingDeps } from './model.ts'
import { startPurchase } from './start-purchase.ts'

const ById = z.strictObject({ purchaseId: z.uuid('is not the id of a purchase') })
const Page = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

export const buyingRouter = (deps: BuyingDeps, driver: Driver) =>
  router({
    start: accountProcedure
      .input(StartInput)
      .output(PurchaseView)
      .mutation(async ({ ctx, input }) => {
        const { id, turn } = await startPurchase(deps, input, ctx.caller.id)
        driver.drive(id, turn)
        return await getPurchase(deps, id, ctx.caller.id)
      }),

    list: accountProcedure
      .input(Page.default({ limit: 20 }))
      .output(z.strictObject({ purchases: z.array(PurchaseSummaryView), nextCursor: z.string().optional() }))
      .query(({ ctx, input }) => listPurchases(deps, { ...input, accountId: ctx.caller.id })),

    get: accountProcedure
      .input(ById)
      .output(PurchaseView)
      .query(({ ctx, input }) => getPurchase(deps, input.purchaseId, ctx.caller.id)),

    cancel: accountProcedure
      .input(ById)
      .output(PurchaseView)
      .mutation(async ({ ctx, input }) => {
        driver.drive(input.purchaseId, await cancelPurchase(deps, input.purchaseId, ctx.caller.id))
        return await getPurchase(deps, input.purchaseId, ctx.caller.id)
      }),

    live: accountProcedure
      .input(ById.extend({ lastEventId: z.string().max(80).nullish() }))
      .subscription(async function* ({ ctx, input, signal }) {
        for await (const [revision, view] of watchPurchase(deps, input.purchaseId, ctx.caller.id, signal))
          yield tracked(revision, view)
      }),
  })
