// Every job there is; the worker runs them, ops see their queues by these names.
import { buyingJobs, purchasePaymentChanged } from '#buying'
import type { Driver } from '#buying'
import { checkoutJobs, checkoutPaymentChanged, checkoutPurpose } from '#checkout'
import type { CheckoutDriver } from '#checkout'
import { cartJobs } from '#cart'
import { ebooksJobs } from '#ebooks'
import { catalogJobs } from '#catalog'
import type { Boards } from '#offers'
import { mandatesJobs } from '#mandates'
import { meaningJobs } from '#meaning'
import { notifyJobs } from '#notify'
import { ordersJobs } from '#orders'
import { paymentChanged, paymentsJobs } from '#payments'
import { reconciliationJobs } from '#reconciliation'
import { refundsJobs } from '#refunds'
import { searchJobs } from '#search'
import { stockJobs } from '#stock'
import { watchesJobs } from '#watches'
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { toCheckoutDeps } from './checkout-deps.ts'
import type { Deps } from './deps.ts'

export function allJobs(
  deps: Deps,
  work: { driver: Driver; checkouts: CheckoutDriver; boards: Boards },
): JobHandler<unknown>[] {
  const { driver, checkouts, boards } = work
  return [
    ...buyingJobs(deps, driver),
    ...checkoutJobs(deps, checkouts),
    // Heard by whoever opened the payment.
    handle(
      paymentChanged,
      async ({ purpose, reference }) => {
        if (purpose === checkoutPurpose)
          await checkoutPaymentChanged(toCheckoutDeps(deps, driver), checkouts, reference)
        if (purpose === 'purchase') await purchasePaymentChanged(deps, driver, reference)
      },
      { batch: 8 }, // as the drivers fetch theirs
    ),
    ...cartJobs(deps),
    ...ebooksJobs(deps),
    ...catalogJobs(deps),
    ...mandatesJobs(deps),
    ...(deps.embedder ? meaningJobs({ ...deps, embedder: deps.embedder }) : []),
    ...notifyJobs(deps),
    ...ordersJobs(deps),
    ...paymentsJobs(deps),
    ...reconciliationJobs(deps),
    ...refundsJobs(deps),
    ...searchJobs(deps),
    ...stockJobs(deps),
    ...watchesJobs({ ...deps, boards }),
  ]
}
