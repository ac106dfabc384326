import { publicProcedure, router } from '#platform/trpc'
import { AccountView, PaymentMethodsView, testMethods } from './model.ts'
import type { AccountsDeps } from './model.ts'
import { findAccount } from './queries.ts'

/** `paymentProvider`: who answers behind the payment API, so that the page can say so. */
export const accountsRouter = (deps: AccountsDeps & { readonly paymentProvider: PaymentMethodsView['provider'] }) =>
  router({
    me: publicProcedure
      .output(AccountView.nullable())
      .query(({ ctx }) => (ctx.caller ? findAccount(deps.db, ctx.caller.id) : null)),
    paymentMethods: publicProcedure
      .output(PaymentMethodsView)
      .query(() => ({ methods: testMethods, provider: deps.paymentProvider })),
  })
