import { tracked } from '@trpc/server'
import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { cancelPurchase } from './cancel-purchase.ts'
import type { Driver } from './drive-purchases.ts'
import { getPurchase, watchPurchase } from './get-purchase.ts'
import { PurchaseView, StartInput } from './model.ts'
import type { BuyingDeps } from './model.ts'
import { startPurchase } from './start-purchase.ts'

const ById = z.strictObject({ purchaseId: z.uuid('is not the id of a purchase') })

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
