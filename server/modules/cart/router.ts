import { z } from 'zod'
import { publicProcedure, router } from '#platform/trpc'
import { Destination } from '#sellers'
import { getCart, getCount, withTitles } from './get-cart.ts'
import { CartView, Key, LineId, NewLine, Quantity } from './model.ts'
import type { CartDeps } from './model.ts'
import { keepToken, readOwner } from './read-owner.ts'
import { saveLine } from './save-line.ts'
import { settleChanges } from './settle-changes.ts'
import { removeLine } from './take-lines.ts'
import { updateLine } from './update-line.ts'

/** Where to, for the totals that are answered. */
const Look = z.strictObject({ destination: Destination.optional() })
/** What is set twice is set once: a key is taken, and not needed. */
const OnLine = Look.extend({ id: LineId, key: Key.optional() })

export const cartRouter = (deps: CartDeps) =>
  router({
    get: publicProcedure
      .input(Look.default({}))
      .output(CartView)
      .query(({ ctx, input }) => getCart(deps.db, readOwner(ctx), input)),

    count: publicProcedure
      .output(z.strictObject({ count: z.int() }))
      .query(async ({ ctx }) => ({ count: await getCount(deps.db, readOwner(ctx)) })),

    add: publicProcedure
      .input(Look.extend({ key: Key, line: NewLine }))
      .output(CartView)
      .mutation(async ({ ctx, input }) => {
        const destination = input.destination ?? null
        const { token, cart } = await saveLine(deps, readOwner(ctx), { ...input, destination })
        if (token !== null) keepToken(ctx, token)
        return await withTitles(deps.db, cart)
      }),

    update: publicProcedure
      .input(OnLine.extend({ quantity: Quantity }))
      .output(CartView)
      .mutation(async ({ ctx, input }) => {
        await updateLine(deps, readOwner(ctx), input)
        return await getCart(deps.db, readOwner(ctx), input)
      }),

    remove: publicProcedure
      .input(OnLine)
      .output(CartView)
      .mutation(async ({ ctx, input }) => {
        await removeLine(deps, readOwner(ctx), input.id)
        return await getCart(deps.db, readOwner(ctx), input)
      }),

    accept: publicProcedure
      .input(Look.extend({ fingerprint: z.uuid() }))
      .output(CartView)
      .mutation(async ({ ctx, input: { fingerprint, destination } }) => {
        await settleChanges(deps, readOwner(ctx), { fingerprint, destination: destination ?? null })
        return await getCart(deps.db, readOwner(ctx), { destination })
      }),
  })
