import { z } from 'zod'
import { accountProcedure, router, staffProcedure } from '#platform/trpc'
import { approveRefund, markReturned, rejectRefund, retryRefund } from './approve-refund.ts'
import { getRefund, getRefundForStaff, listRefunds } from './get-refund.ts'
import { listWork } from './list-work.ts'
import {
  ById,
  Key,
  Note,
  Queue,
  RefundView,
  RefundWorkView,
  RequestForInput,
  RequestInput,
  ReturnedInput,
  toRefundView,
} from './model.ts'
import type { RefundsDeps } from './model.ts'
import { requestRefund, requestRefundFor } from './request-refund.ts'

const staff = (caller: { id: string }) => `staff:${caller.id}`

export const refundsRouter = (deps: RefundsDeps) => {
  const seenByStaff = async (refundId: string) => toRefundView(await getRefundForStaff(deps, refundId), 'staff')
  return router({
    request: accountProcedure
      .input(RequestInput)
      .output(RefundView)
      .mutation(async ({ ctx, input }) => {
        const accountId = ctx.caller.id
        const refundId = await requestRefund(deps, input, accountId)
        return toRefundView(await getRefund(deps, { refundId, accountId }), 'shopper')
      }),

    get: accountProcedure
      .input(ById)
      .output(RefundView)
      .query(async ({ ctx, input }) =>
        toRefundView(await getRefund(deps, { ...input, accountId: ctx.caller.id }), 'shopper'),
      ),

    list: accountProcedure
      .input(z.strictObject({ orderId: z.uuid('is not the id of an order') }))
      .output(z.object({ refunds: z.array(RefundView) }))
      .query(async ({ ctx, input }) => {
        const refunds = await listRefunds(deps, { ...input, accountId: ctx.caller.id })
        return { refunds: refunds.map((refund) => toRefundView(refund, 'shopper')) }
      }),

    work: staffProcedure
      .input(z.strictObject({ queue: Queue }))
      .output(z.object({ refunds: z.array(RefundWorkView) }))
      .query(async ({ input }) => ({ refunds: await listWork(deps, input.queue) })),

    requestFor: staffProcedure
      .input(RequestForInput)
      .output(RefundView)
      .mutation(async ({ ctx, input }) => await seenByStaff(await requestRefundFor(deps, input, ctx.caller.id))),

    approve: staffProcedure
      .input(ById.extend({ key: Key, awaitsReturn: z.boolean(), note: Note.optional() }))
      .output(RefundView)
      .mutation(async ({ ctx, input }) => {
        await approveRefund(deps, { ...input, by: staff(ctx.caller) })
        return await seenByStaff(input.refundId)
      }),

    reject: staffProcedure
      .input(ById.extend({ key: Key, reason: Note }))
      .output(RefundView)
      .mutation(async ({ ctx, input }) => {
        await rejectRefund(deps, { ...input, by: staff(ctx.caller) })
        return await seenByStaff(input.refundId)
      }),

    markReturned: staffProcedure
      .input(ReturnedInput)
      .output(RefundView)
      .mutation(async ({ ctx, input }) => {
        await markReturned(deps, { ...input, by: staff(ctx.caller) })
        return await seenByStaff(input.refundId)
      }),

    retry: staffProcedure
      .input(ById.extend({ key: Key }))
      .output(RefundView)
      .mutation(async ({ ctx, input }) => {
        await retryRefund(deps, { ...input, by: staff(ctx.caller) })
        return await seenByStaff(input.refundId)
      }),
  })
}
