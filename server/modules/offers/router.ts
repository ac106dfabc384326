import { tracked } from '@trpc/server'
import { z } from 'zod'
import { parseIsbn } from '#platform/isbn'
import { publicProcedure, router } from '#platform/trpc'
import { exponentOf } from '#platform/money'
import { Condition, Coverage, Destination, QuoteView } from '#sellers'
import type { Boards } from './board.ts'
import { getBest } from './get-best.ts'
import { streamOffers } from './stream-offers.ts'

const Isbn = z
  .string()
  .max(32)
  .transform((text, ctx) => {
    const parsed = parseIsbn(text)
    if ('isbn13' in parsed) return parsed.isbn13
    ctx.addIssue({ code: 'custom', message: 'is not a valid ISBN' })
    return z.NEVER
  })

const Currency = z.string().refine((code) => {
  try {
    return exponentOf(code) >= 0
  } catch {
    return false
  }
}, 'is not a currency Quire trades in')

const input = {
  isbn13: Isbn,
  destination: Destination,
  currency: Currency,
  conditions: z.array(Condition).min(1).max(5).optional(),
}

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
      .input(z.strictObject(input))
      .query(({ input: { conditions, ...key } }): Promise<z.infer<typeof BestView>> =>
        getBest(boards, key, conditions),
      ),

    live: publicProcedure
      .input(z.strictObject({ ...input, lastEventId: z.string().max(80).nullish() }))
      .subscription(async function* ({ input: { conditions: _, lastEventId, ...key }, signal }) {
        for await (const [id, event] of streamOffers(boards, key, lastEventId, signal)) yield tracked(id, event)
      }),
  })
