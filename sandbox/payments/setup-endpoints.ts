// What the provider can be asked about customers and their cards: one line an endpoint. They throw StripeError.
import type { z } from 'zod'
import type { Call, Endpoint } from './endpoints.ts'
import * as params from './params.ts'
import { readParams } from './params.ts'
import type { Setup } from './setups.ts'
import { toCustomer } from './wallet.ts'

/** The endpoints below `/v1`. */
export const setupEndpoints: Endpoint[] = [
  { method: 'POST', path: '/customers', act: createCustomer },
  { method: 'GET', path: '/customers/:id', act: getCustomer },
  { method: 'GET', path: '/setup_intents', act: list },
  {
    method: 'GET',
    path: '/setup_intents/:id',
    act: setup(params.Retrieve, ({ provider, id }) => provider.setups.get(id)),
  },
  {
    method: 'POST',
    path: '/setup_intents',
    act: setup(params.CreateSetup, (call, wanted) => call.provider.setups.create(wanted, call)),
  },
  {
    method: 'POST',
    path: '/setup_intents/:id/confirm',
    act: setup(params.ConfirmSetup, (call, wanted) => call.provider.setups.confirm(call.id, wanted, call)),
  },
  {
    method: 'POST',
    path: '/setup_intents/:id/cancel',
    act: setup(params.CancelSetup, (call, wanted) => call.provider.setups.cancel(call.id, wanted, call)),
  },
]

function setup<T>(schema: z.ZodType<T>, act: (call: Call, wanted: T) => Setup): Endpoint['act'] {
  return (call) => call.provider.setups.view(act(call, readParams(schema, call.form)))
}

function createCustomer({ provider, form }: Call) {
  const { metadata } = readParams(params.CreateCustomer, form)
  const customer = { id: provider.books.newId('cus'), metadata, at: new Date() }
  provider.wallet.addCustomer(customer)
  return toCustomer(customer)
}

function getCustomer({ provider, id, form }: Call) {
  readParams(params.Retrieve, form)
  return toCustomer(provider.wallet.getCustomer(id))
}

function list({ provider, form }: Call) {
  const { setups, hasMore } = provider.setups.list(readParams(params.ListSetups, form))
  const data = setups.map((found) => provider.setups.view(found))
  return { object: 'list', url: '/v1/setup_intents', has_more: hasMore, data }
}
