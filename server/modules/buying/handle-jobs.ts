// What the worker does for purchases: wakes those whose alarm went off, and hears of payments.
import { priceMatched } from '#watches'
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import type { Driver } from './drive-purchases.ts'
import { drivePurchase } from './jobs.ts'
import type { BuyingDeps } from './model.ts'
import { notePayment } from './note-payment.ts'
import { startMandated } from './start-mandated.ts'

const batch = 8 // fetched at once, by one look at the queue: eight who look each for themselves cost an idle PostgreSQL more than all else does

export function buyingJobs(deps: BuyingDeps, driver: Driver): JobHandler<unknown>[] {
  return [
    handle(drivePurchase, ({ purchaseId }) => driver.woken(purchaseId), { batch }),
    handle(
      priceMatched,
      async (matched) => {
        const started = await startMandated(deps, matched)
        // Its first step and its alarm are committed; the next mandate does not wait for its sellers.
        if (started) driver.drive(started.id, started.turn)
      },
      { batch },
    ),
  ]
}

/** What is done when the payment for a purchase changed. */
export async function purchasePaymentChanged(deps: BuyingDeps, driver: Driver, purchaseId: string): Promise<void> {
  const turn = await notePayment(deps, purchaseId)
  if (turn) await driver.driven(purchaseId, turn)
}
