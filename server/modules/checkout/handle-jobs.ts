import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import type { CheckoutDriver } from './drive-checkouts.ts'
import { noteStuck } from './get-review.ts'
import { driveCheckout, stuckDue } from './jobs.ts'
import type { CheckoutDeps } from './model.ts'
import { notePayment } from './note-payment.ts'

const batch = 8 // fetched at once, by one look at the queue

/** What a worker process does for checkouts: wakes those whose alarm went off, and says which are stuck. */
export function checkoutJobs(
  deps: Pick<CheckoutDeps, 'db' | 'clock' | 'log'>,
  driver: CheckoutDriver,
): JobHandler<unknown>[] {
  return [
    handle(driveCheckout, ({ checkoutId }) => driver.woken(checkoutId), { batch }),
    handle(stuckDue, () => noteStuck(deps), { cron: '*/5 * * * *' }),
  ]
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
