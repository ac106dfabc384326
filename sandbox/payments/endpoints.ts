// What the provider can be asked: one line an endpoint. They throw StripeError.
import type { z } from 'zod'
import { noSuch } from './errors.ts'
import type { Intent, Refund } from './objects.ts'
import { toCharge, toRefund } from './objects.ts'
import * as params from './params.ts'
import { readParams } from './params.ts'
import type { Cause } from './books.ts'
import type { PaymentProvider } from './provider.ts'
import { listIntents, searchIntents } from './search.ts'
import type { Page } from './search.ts'

/** One request, authenticated. */
export interface Call extends Cause {
  provider: PaymentProvider
  /** The `:id` of the path, or empty. */
  id: string
  /** Body or query string. */
  form: string
}

/** The endpoints below `/v1`. `search` comes before `:id`: the first match wins. */
export const endpoints: Endpoint[] = [
  { method: 'GET', path: '/payment_intents', act: list },
  { method: 'GET', path: '/payment_intents/search', act: search },
  {
    method: 'GET',
    path: '/payment_intents/:id',
    act: intent(params.Retrieve, ({ provider, id }) => provider.books.get(id)),
  },
  {
    method: 'POST',
    path: '/payment_intents',
    act: intent(params.CreateIntent, (call, wanted) => call.provider.create(wanted, call)),
  },
  {
    method: 'POST',
    path: '/payment_intents/:id/confirm',
    act: intent(params.ConfirmIntent, (call, wanted) => call.provider.confirm(call.id, wanted, call)),
  },
  {
    method: 'POST',
    path: '/payment_intents/:id/capture',
    act: intent(params.CaptureIntent, (call, wanted) => call.provider.capture(call.id, wanted, call)),
  },
  {
    method: 'POST',
    path: '/payment_intents/:id/cancel',
    act: intent(params.CancelIntent, (call, wanted) => call.provider.cancel(call.id, wanted, call)),
  },
  { method: 'GET', path: '/charges/:id', act: charge },
  { method: 'GET', path: '/refunds', act: listRefunds },
  {
    method: 'POST',
    path: '/refunds',
    act: refund(params.CreateRefund, (call, wanted) => call.provider.refund(wanted, call)),
  },
  {
    method: 'GET',
    path: '/refunds/:id',
    act: refund(params.Retrieve, ({ provider, id }) => provider.books.getRefund(id)),
  },
]

function intent<T extends { expand?: string[] | undefined }>(
  schema: z.ZodType<T>,
  act: (call: Call, wanted: T) => Intent,
): Act {
  return (call) => {
    const wanted = readParams(schema, call.form)
    return call.provider.books.view(act(call, wanted), wanted.expand)
  }
}

function refund<T>(schema: z.ZodType<T>, act: (call: Call, wanted: T) => Refund): Act {
  return (call) => toRefund(act(call, readParams(schema, call.form)))
}

function charge({ provider, id, form }: Call) {
  readParams(params.Retrieve, form)
  const found = provider.books.getByCharge(id)
  if (!found.charge) throw noSuch('charge', id)
  return toCharge(found, found.charge)
}

function list({ provider, form }: Call) {
  const wanted = readParams(params.ListIntents, form)
  const page = listIntents(provider.books.intents(), wanted)
  return { object: 'list', url: '/v1/payment_intents', ...shown(provider, page, wanted.expand) }
}

function listRefunds({ provider, form }: Call) {
  const { payment_intent: id, limit } = readParams(params.ListRefunds, form)
  const found = provider.books.refundsOf(provider.books.get(id).id)
  return {
    object: 'list',
    url: '/v1/refunds',
    has_more: found.length > limit,
    data: found.slice(0, limit).map(toRefund),
  }
}

function search({ provider, form }: Call) {
  const wanted = readParams(params.SearchIntents, form)
  const page = searchIntents(provider.books.intents(), wanted)
  const body = { object: 'search_result', url: '/v1/payment_intents/search', next_page: page.nextPage }
  return { ...body, ...shown(provider, page, wanted.expand) }
}

function shown(provider: PaymentProvider, { intents, hasMore }: Page, expand: string[] | undefined) {
  return { has_more: hasMore, data: intents.map((found) => provider.books.view(found, expand)) }
}

type Act = (call: Call) => object

export interface Endpoint {
  method: 'GET' | 'POST'
  path: string
  act: Act
}
