import { z } from 'zod'
import { readOwner } from '#cart'
import { accountProcedure, router } from '#platform/trpc'
import { cancelCheckout } from './cancel-checkout.ts'
import type { CheckoutDriver } from './drive-checkouts.ts'
import { getCheckout } from './get-checkout.ts'
import { listCheckouts } from './list-checkouts.ts'
import { CheckoutSummaryView, CheckoutView, PlaceInput } from './model.ts'
import type { CheckoutDeps } from './model.ts'
import { placeCheckout } from './place-checkout.ts'

const ById = z.strictObject({ checkoutId: z.uuid('is not the id of a checkout') })

export const checkoutRouter = (deps: CheckoutDeps, driver: CheckoutDriver) =>
  router({
    place: accountProcedure
      .input(PlaceInput)
      .output(CheckoutView)
      .mutation(async ({ ctx, input }) => {
        const { cookies, ...request } = ctx
        const accountId = ctx.caller.id
        const owner = { ...readOwner({ ...request, ...(cookies && { cookies }) }), accountId }
        const { id, turn } = await placeCheckout(deps, input, owner, ctx.signal)
        driver.drive(id, turn)
        return await getCheckout(deps.db, id, accountId)
      }),

    get: accountProcedure
      .input(ById)
      .output(CheckoutView)
      .query(({ ctx, input }) => getCheckout(deps.db, input.checkoutId, ctx.caller.id)),

    list: accountProcedure
      .input(z.strictObject({ limit: z.int().min(1).max(100).default(20), cursor: z.string().max(200).optional() }))
      .output(z.strictObject({ checkouts: z.array(CheckoutSummaryView), nextCursor: z.string().optional() }))
      .query(({ ctx, input }) => listCheckouts(deps, { ...input, accountId: ctx.caller.id })),

    cancel: accountProcedure
      .input(ById)
      .output(CheckoutView)
      .mutation(async ({ ctx, input }) => {
        driver.drive(input.checkoutId, await cancelCheckout(deps, input.checkoutId, ctx.caller.id))
        return await getCheckout(deps.db, input.checkoutId, ctx.caller.id)
      }),
  })
