import { z } from 'zod'
import { accountProcedure, requireFresh, router } from '#platform/trpc'
import { createWatch } from './create-watch.ts'
import { getHistory } from './get-history.ts'
import { getWatch, listWatches } from './list-watches.ts'
import { HistoryView, WatchInput, WatchView } from './model.ts'
import type { WatchesDeps } from './model.ts'
import { revokeWatch } from './revoke-watch.ts'
import { verifyConsent } from './verify-consent.ts'

const ById = z.strictObject({ watchId: z.uuid('is not the id of a watch') })

export const watchesRouter = (deps: WatchesDeps) =>
  router({
    create: accountProcedure
      .input(WatchInput)
      .output(WatchView)
      .mutation(async ({ ctx, input }) => {
        if (input.mandate) requireFresh(ctx.caller, deps.clock.now())
        const id = await createWatch(deps, input, ctx.caller.id)
        if (input.mandate) await verifyConsent(deps, id, ctx.caller.id)
        return await getWatch(deps, id, ctx.caller.id)
      }),

    list: accountProcedure
      .output(z.strictObject({ watches: z.array(WatchView) }))
      .query(async ({ ctx }) => ({ watches: await listWatches(deps, ctx.caller.id) })),

    get: accountProcedure
      .input(ById)
      .output(WatchView)
      .query(({ ctx, input }) => getWatch(deps, input.watchId, ctx.caller.id)),

    history: accountProcedure
      .input(ById)
      .output(HistoryView)
      .query(({ ctx, input }) => getHistory(deps, input.watchId, ctx.caller.id)),

    checkConsent: accountProcedure
      .input(ById)
      .output(WatchView)
      .mutation(async ({ ctx, input }) => {
        await verifyConsent(deps, input.watchId, ctx.caller.id)
        return await getWatch(deps, input.watchId, ctx.caller.id)
      }),

    revoke: accountProcedure
      .input(ById)
      .output(WatchView)
      .mutation(async ({ ctx, input }) => {
        await revokeWatch(deps, input.watchId, ctx.caller.id)
        return await getWatch(deps, input.watchId, ctx.caller.id)
      }),
  })
