// Every procedure there is: one line a module.
import { accountsRouter } from '#accounts'
import { addressesRouter } from '#addresses'
import { buyingRouter } from '#buying'
import type { Driver } from '#buying'
import { cartRouter } from '#cart'
import { catalogRouter } from '#catalog'
import { checkoutRouter } from '#checkout'
import type { CheckoutDriver } from '#checkout'
import { deskRouter } from '#desk'
import type { Runs } from '#desk'
import { ebooksRouter } from '#ebooks'
import { notifyRouter } from '#notify'
import { offersRouter } from '#offers'
import type { Boards } from '#offers'
import { opsRouter } from '#ops'
import { ordersRouter } from '#orders'
import { ratesRouter } from '#rates'
import { refundsRouter } from '#refunds'
import { searchRouter } from '#search'
import { sellersRouter } from '#sellers'
import { stockRouter } from '#stock'
import { watchesRouter } from '#watches'
import { router } from '#platform/trpc'
import { toCheckoutDeps } from './checkout-deps.ts'
import type { Deps } from './deps.ts'

export const appRouter = (
  deps: Deps,
  { boards, driver, checkouts, runs }: { boards: Boards; driver: Driver; checkouts: CheckoutDriver; runs: Runs },
) =>
  router({
    accounts: accountsRouter(deps),
    search: searchRouter(deps),
    catalog: catalogRouter(deps),
    offers: offersRouter({ boards }),
    buying: buyingRouter(deps, driver),
    checkout: checkoutRouter(toCheckoutDeps(deps, driver), checkouts),
    orders: ordersRouter(deps),
    refunds: refundsRouter(deps),
    sellers: sellersRouter(deps),
    stock: stockRouter(deps),
    cart: cartRouter(deps),
    rates: ratesRouter(deps),
    addresses: addressesRouter(deps),
    ebooks: ebooksRouter(deps),
    watches: watchesRouter(deps),
    notify: notifyRouter(deps),
    desk: deskRouter(deps, runs),
    ops: opsRouter(toCheckoutDeps(deps, driver), { driver, checkouts }),
  })

export type AppRouter = ReturnType<typeof appRouter>
