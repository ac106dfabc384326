// What the worker does for purchases: wakes those whose alarm went off, and hears of payments.
import { priceMatched } from '#watches'
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import type { Driver } from './drive-purchases.ts'
import { drivePurchase } from './jobs.ts'
import type { BuyingDeps } from './model.ts'
import { notePayment } from './note-payment.ts'
import { startMandated } from './start-mandated.ts'

const drivers = 8 // a purchase mostly waits for others; two cores drive more than this at once without noticing

export function buyingJobs(deps: BuyingDeps, driver: Driver): JobHandler<unknown>[] {
  return [
    handle(drivePurchase, ({ purchaseId }) => driver.driven(purchaseId), { concurrency: drivers }),
    handle(
      priceMatched,
      async (matched) => {
        const started = await startMandated(deps, matched)
        if (started) await driver.driven(started.id, started.turn)
      },
      { concurrency: drivers },
    ),
  ]
}

/** What is done when the payment for a purchase changed. */
export async function purchasePaymentChanged(deps: BuyingDeps, driver: Driver, purchaseId: string): Promise<void> {
  const turn = await notePayment(deps, purchaseId)
  if (turn) await driver.driven(purchaseId, turn)
}
