import { SearchIndexView } from '#search'
import type { Driver } from '#buying'
import { router, staffProcedure } from '#platform/trpc'
import type { CheckoutDeps, CheckoutDriver } from '#checkout'
import { getCheckout } from './get-checkout.ts'
import { getPurchase } from './get-purchase.ts'
import { handleDeadJobs } from './handle-dead-jobs.ts'
import { listCasePage } from './list-cases.ts'
import { listCheckouts } from './list-checkouts.ts'
import { listDead, listQueueStates } from './list-queues.ts'
import { listReviews } from './list-reviews.ts'
import {
  ActInput,
  CasesInput,
  CasesView,
  CheckoutActInput,
  CheckoutInput,
  CheckoutView,
  CheckoutsView,
  CloseCaseInput,
  CompareInput,
  DeadJobsInput,
  DeadJobsView,
  PurchaseInput,
  PurchaseView,
  QueuesView,
  RedriveInput,
  ReviewsInput,
  ReviewsView,
  SidesView,
} from './model.ts'
import type { OpsDeps } from './model.ts'
import { readPurchaseSides } from './read-purchase-sides.ts'
import { readSearchIndex } from './read-search-index.ts'
import { compareNow, settleCase } from './settle-case.ts'
import { settleCheckout } from './settle-checkout.ts'
import { settlePurchase } from './settle-purchase.ts'

export const opsRouter = (
  deps: OpsDeps & CheckoutDeps,
  { driver, checkouts }: { driver: Driver; checkouts: CheckoutDriver },
) =>
  router({
    listReviews: staffProcedure
      .input(ReviewsInput)
      .output(ReviewsView)
      .query(({ input: { cursor } }) => listReviews(deps, toPlace(cursor))),

    getPurchase: staffProcedure
      .input(PurchaseInput)
      .output(PurchaseView)
      .query(({ input }) => getPurchase(deps, input.purchaseId)),

    readSides: staffProcedure
      .input(PurchaseInput)
      .output(SidesView)
      .query(({ input }) => readPurchaseSides(deps, input.purchaseId)),

    act: staffProcedure
      .input(ActInput)
      .output(PurchaseView)
      .mutation(async ({ ctx, input }) => {
        const turn = await settlePurchase(deps, input, ctx.caller.id)
        if (turn) driver.drive(input.purchaseId, turn)
        return await getPurchase(deps, input.purchaseId)
      }),

    listCheckouts: staffProcedure
      .input(ReviewsInput)
      .output(CheckoutsView)
      .query(({ input: { cursor } }) => listCheckouts(deps, toPlace(cursor))),

    getCheckout: staffProcedure
      .input(CheckoutInput)
      .output(CheckoutView)
      .query(({ input }) => getCheckout(deps, input.checkoutId)),

    actOnCheckout: staffProcedure
      .input(CheckoutActInput)
      .output(CheckoutView)
      .mutation(async ({ ctx, input }) => {
        const turn = await settleCheckout(deps, input, ctx.caller.id)
        if (turn) checkouts.drive(input.checkoutId, turn)
        return await getCheckout(deps, input.checkoutId)
      }),

    listQueues: staffProcedure.output(QueuesView).query(() => listQueueStates(deps)),

    readSearchIndex: staffProcedure.output(SearchIndexView).query(() => readSearchIndex(deps)),

    listDeadJobs: staffProcedure
      .input(DeadJobsInput)
      .output(DeadJobsView)
      .query(({ input }) => listDead(deps, input.queue)),

    redriveJobs: staffProcedure
      .input(RedriveInput)
      .output(DeadJobsView)
      .mutation(async ({ ctx, input }) => {
        await handleDeadJobs(deps, input, ctx.caller.id)
        return await listDead(deps, input.queue)
      }),

    listCases: staffProcedure
      .input(CasesInput)
      .output(CasesView)
      .query(({ input }) => listCasePage(deps, input)),

    closeCase: staffProcedure
      .input(CloseCaseInput)
      .output(CasesView)
      .mutation(async ({ ctx, input }) => {
        await settleCase(deps, input, ctx.caller.id)
        return await listCasePage(deps, { isOpen: true, skip: 0 })
      }),

    compareBooks: staffProcedure
      .input(CompareInput)
      .mutation(({ ctx, input }) => compareNow(deps, input, ctx.caller.id)),
  })

/** Where a page begins: after this row. */
function toPlace(cursor: { createdAt: string; id: string } | null | undefined): { createdAt: Date; id: string } | null {
  return cursor ? { ...cursor, createdAt: new Date(cursor.createdAt) } : null
}
