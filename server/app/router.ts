// Every procedure there is: one line a module.
import { accountsRouter } from '#accounts'
import { buyingRouter } from '#buying'
import type { Driver } from '#buying'
import { catalogRouter } from '#catalog'
import { deskRouter } from '#desk'
import type { Runs } from '#desk'
import { ebooksRouter } from '#ebooks'
import { notifyRouter } from '#notify'
import { offersRouter } from '#offers'
import type { Boards } from '#offers'
import { opsRouter } from '#ops'
import { ordersRouter } from '#orders'
import { refundsRouter } from '#refunds'
import { searchRouter } from '#search'
import { sellersRouter } from '#sellers'
import { stockRouter } from '#stock'
import { watchesRouter } from '#watches'
import { router } from '#platform/trpc'
import type { Deps } from './deps.ts'

export const appRouter = (deps: Deps, { boards, driver, runs }: { boards: Boards; driver: Driver; runs: Runs }) =>
  router({
    accounts: accountsRouter(deps),
    search: searchRouter(deps),
    catalog: catalogRouter(deps),
    offers: offersRouter({ boards }),
    buying: buyingRouter(deps, driver),
    orders: ordersRouter(deps),
    refunds: refundsRouter(deps),
    sellers: sellersRouter(deps),
    stock: stockRouter(deps),
    ebooks: ebooksRouter(deps),
    watches: watchesRouter(deps),
    notify: notifyRouter(deps),
    desk: deskRouter(deps, runs),
    ops: opsRouter(deps, driver),
  })

export type AppRouter = ReturnType<typeof appRouter>
