// Where checkout and buying meet: a "cheapest" line becomes a purchase, driven by this process.
import { startPurchase } from '#buying'
import type { BuyingDeps, Driver } from '#buying'
import type { CheckoutDeps } from '#checkout'

export function toCheckoutDeps<D extends BuyingDeps & Omit<CheckoutDeps, 'startPurchase'>>(
  deps: D,
  driver: Driver,
): D & CheckoutDeps {
  return {
    ...deps,
    async startPurchase(input, accountId) {
      const { id, turn } = await startPurchase(deps, input, accountId)
      driver.drive(id, turn)
      return id
    },
  }
}
