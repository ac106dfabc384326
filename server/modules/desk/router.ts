import { tracked } from '@trpc/server'
import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { connectSeller } from './connect-seller.ts'
import { createKey } from './create-key.ts'
import { getSeller } from './get-seller.ts'
import { listSellers } from './list-sellers.ts'
import { Connection, DeskLineView, DeskSellerView, Profile } from './model.ts'
import type { DeskDeps } from './model.ts'
import { registerSeller } from './register-seller.ts'
import { revokeKey } from './revoke-key.ts'
import type { Runs } from './run-conformance.ts'
import { takeOffDesk } from './take-off-desk.ts'
import { updateSeller } from './update-seller.ts'
import { verifyEndpoint } from './verify-endpoint.ts'

const SellerId = z.string().min(1).max(80)
const BySeller = z.strictObject({ sellerId: SellerId })
const Key = z.uuid('must be a UUID')
const VerifiedView = z.discriminatedUnion('isProven', [
  z.strictObject({ isProven: z.literal(true), seller: DeskSellerView }),
  z.strictObject({ isProven: z.literal(false), sentence: z.string(), asked: z.string(), received: z.string() }),
])

export const deskRouter = (deps: DeskDeps, runs: Runs) =>
  router({
    list: accountProcedure
      .output(z.strictObject({ sellers: z.array(DeskLineView) }))
      .query(async ({ ctx }) => ({ sellers: await listSellers(deps, ctx.caller.id) })),

    get: accountProcedure
      .input(BySeller)
      .output(DeskSellerView)
      .query(({ ctx, input }) => getSeller(deps, { accountId: ctx.caller.id, ...input }, ctx.requestId)),

    register: accountProcedure
      .input(z.strictObject({ key: Key, profile: Profile, connection: Connection }))
      .output(z.strictObject({ seller: DeskSellerView, apiKey: z.string().nullable() }))
      .mutation(({ ctx, input }) => registerSeller(deps, { accountId: ctx.caller.id, ...input }, ctx.requestId)),

    connect: accountProcedure
      .input(z.strictObject({ apiKey: z.string().trim().max(300) }))
      .output(DeskSellerView)
      .mutation(({ ctx, input }) => connectSeller(deps, { accountId: ctx.caller.id, ...input }, ctx.requestId)),

    update: accountProcedure
      .input(BySeller.extend({ key: Key, profile: Profile.optional(), connection: Connection.optional() }))
      .output(DeskSellerView)
      .mutation(({ ctx, input: { sellerId, ...change } }) =>
        updateSeller(deps, { accountId: ctx.caller.id, sellerId }, change, ctx.requestId),
      ),

    verify: accountProcedure
      .input(BySeller)
      .output(VerifiedView)
      .mutation(({ ctx, input }) => verifyEndpoint(deps, { accountId: ctx.caller.id, ...input }, ctx.requestId)),

    createKey: accountProcedure
      .input(BySeller.extend({ key: Key }))
      .output(z.strictObject({ apiKey: z.string() }))
      .mutation(async ({ ctx, input: { sellerId, key } }) => ({
        apiKey: await createKey(deps, { accountId: ctx.caller.id, sellerId }, key, ctx.requestId),
      })),

    revokeKey: accountProcedure
      .input(BySeller.extend({ keyId: z.string().min(1).max(80) }))
      .output(z.strictObject({ revoked: z.literal(true) }))
      .mutation(async ({ ctx, input: { sellerId, keyId } }) => {
        await revokeKey(deps, { accountId: ctx.caller.id, sellerId }, keyId, ctx.requestId)
        return { revoked: true as const }
      }),

    takeOff: accountProcedure
      .input(BySeller)
      .output(z.strictObject({ takenOff: z.literal(true) }))
      .mutation(async ({ ctx, input }) => {
        await takeOffDesk(deps, { accountId: ctx.caller.id, ...input })
        return { takenOff: true as const }
      }),

    runConformance: accountProcedure
      .input(
        BySeller.extend({
          runId: Key,
          lastEventId: z
            .string()
            .regex(/^\d{1,5}$/)
            .nullish(),
        }),
      )
      .subscription(async function* ({ ctx, input: { sellerId, runId, lastEventId }, signal }) {
        const what = { accountId: ctx.caller.id, sellerId, runId, seen: Number(lastEventId ?? 0) }
        for await (const { seq, event } of runs.follow(what, signal)) yield tracked(String(seq), event)
      }),
  })
