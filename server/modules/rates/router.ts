import { router, staffProcedure } from '#platform/trpc'
import { RatesInput, RatesView } from './model.ts'
import type { RatesDeps } from './model.ts'
import { toRateTables, toRatesView } from './to-rates-view.ts'
import { readRates } from './read-rates.ts'
import { updateRates } from './save-rates.ts'

export const ratesRouter = (deps: RatesDeps) =>
  router({
    get: staffProcedure.output(RatesView).query(async () => toRatesView(await readRates(deps.db))),

    save: staffProcedure
      .input(RatesInput)
      .output(RatesView)
      .mutation(async ({ ctx, input }) => {
        const tables = toRateTables(input)
        await updateRates(deps.db, tables, input.fingerprint)
        ctx.log.info({ staffId: ctx.caller.id, tables: input }, 'rates changed')
        return toRatesView(tables)
      }),
  })
