// The provider's side of saved cards: customers, and SetupIntents that make a card ready for charges with its owner away
// (docs.stripe.com/payments/save-and-reuse). Part of connect-stripe.ts, whose ways of asking it uses.
import type Stripe from 'stripe'
import { ok } from '#platform/outcome'
import type { AskProvider, StripeConfig } from './connect-stripe.ts'
import type { CardProcessor, SaveCard } from './model.ts'
import { toCardSetup } from './read-stripe.ts'
import { onOk } from './settle-call.ts'

const pageSize = 100 // the most that Stripe lists at once; nobody sets a card up so often within the hour that one may take

type Resources = Pick<Stripe, 'customers' | 'setupIntents'>

export function connectCards(
  { customers, setupIntents }: Resources,
  config: Pick<StripeConfig, 'returnUrl'>,
  { ask, readTimeoutMs, skewS }: AskProvider,
): CardProcessor {
  const askForSetup = async (signal: AbortSignal, request: () => Promise<Stripe.SetupIntent>) =>
    onOk(await ask(signal, request), (setup) => ok(toCardSetup(setup)))

  return {
    createCustomer: async (accountId, { key, signal }) =>
      onOk(await ask(signal, () => customers.create({ metadata: { accountId } }, { idempotencyKey: key })), ({ id }) =>
        ok(id),
      ),

    createSetup: (request, { key, signal }) =>
      askForSetup(signal, () => setupIntents.create(setupParams(config, request), { idempotencyKey: key })),

    getSetup: (ref, signal) => askForSetup(signal, () => setupIntents.retrieve(ref, {}, { timeout: readTimeoutMs })),

    async findSetup({ reference, customer, since }, signal) {
      const params = { customer, created: { gte: Math.floor(since.getTime() / 1_000) - skewS }, limit: pageSize }
      return onOk(await ask(signal, () => setupIntents.list(params, { timeout: readTimeoutMs })), ({ data }) => {
        const found = data.find(({ metadata }) => metadata?.['reference'] === reference)
        return ok(found ? toCardSetup(found) : null)
      })
    },

    cancelSetup: (ref, { key, signal }) =>
      askForSetup(signal, () => setupIntents.cancel(ref, {}, { idempotencyKey: key })),
  }
}

function setupParams(config: Pick<StripeConfig, 'returnUrl'>, request: SaveCard): Stripe.SetupIntentCreateParams {
  const { purpose, reference, customer, method } = request
  return {
    customer,
    payment_method: method,
    allowed_payment_method_types: ['card'],
    usage: 'off_session',
    confirm: true,
    return_url: config.returnUrl({ purpose, reference }),
    metadata: { purpose, reference },
  }
}
