import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import type { CheckoutDriver } from './drive-checkouts.ts'
import { driveCheckout } from './jobs.ts'
import type { CheckoutDeps } from './model.ts'
import { notePayment } from './note-payment.ts'

const batch = 8 // fetched at once, by one look at the queue

/** What a worker process does for checkouts: wakes those whose alarm went off. */
export function checkoutJobs(driver: CheckoutDriver): JobHandler<unknown>[] {
  return [handle(driveCheckout, ({ checkoutId }) => driver.woken(checkoutId), { batch })]
}

/** What is done when a payment for `checkoutPurpose` changed. */
export async function checkoutPaymentChanged(
  deps: CheckoutDeps,
  driver: CheckoutDriver,
  checkoutId: string,
): Promise<void> {
  const turn = await notePayment(deps, checkoutId)
  if (turn) await driver.driven(checkoutId, turn)
}
