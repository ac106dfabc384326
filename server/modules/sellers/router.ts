import { z } from 'zod'
import { publicProcedure, router } from '#platform/trpc'
import type { Directory } from './directory.ts'
import { Standing } from './model.ts'

const SellerView = z.strictObject({
  id: z.string(),
  name: z.string(),
  protocol: z.string(),
  currency: z.string(),
  buyable: z.boolean(),
  standing: Standing.optional(),
})

export const sellersRouter = (deps: { readonly directory: Directory }) =>
  router({
    list: publicProcedure.output(z.strictObject({ sellers: z.array(SellerView) })).query(async () => {
      const sellers = await deps.directory.list()
      return {
        sellers: sellers.map(({ id, name, protocol, currency, isAutoBuyEligible, standing }) => ({
          id,
          name,
          protocol,
          currency,
          buyable: isAutoBuyEligible,
          ...(standing && { standing }),
        })),
      }
    }),
  })
