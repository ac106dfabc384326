import { tracked } from '@trpc/server'
import { z } from 'zod'
import { publicProcedure, router } from '#platform/trpc'
import { Coverage, QuoteView } from '#sellers'
import type { Boards } from './board.ts'
import { getBest } from './get-best.ts'
import { BestInput } from './model.ts'
import { streamOffers } from './stream-offers.ts'

const BestView = z.strictObject({
  best: QuoteView.nullable(),
  quotes: z.array(QuoteView),
  coverage: Coverage,
  final: z.boolean(),
  asOf: z.string(),
})

export const offersRouter = ({ boards }: { readonly boards: Boards }) =>
  router({
    // No output schema here: the view is built by toBest, and validating it again is half the cost of the hottest read.
    best: publicProcedure
      .input(BestInput)
      .query(({ input: { conditions, ...key } }): Promise<z.infer<typeof BestView>> =>
        getBest(boards, key, conditions),
      ),

    live: publicProcedure
      .input(BestInput.extend({ lastEventId: z.string().max(80).nullish() }))
      .subscription(async function* ({ input: { conditions: _, lastEventId, ...key }, signal }) {
        for await (const [id, event] of streamOffers(boards, key, lastEventId, signal)) yield tracked(id, event)
      }),
  })
