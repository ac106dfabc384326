// The payment provider: Stripe's PaymentIntents with manual capture, through the official SDK and nothing else. The sandbox
// speaks the same HTTP, so development and production take the same path.
import { AsyncLocalStorage } from 'node:async_hooks'
import Stripe from 'stripe'
import { ok } from '#platform/outcome'
import { classifyFailure } from './classify-failure.ts'
import { connectCards } from './connect-cards.ts'
import type { AuthorizeRequest, Processor, Reply, WebhookEvent } from './model.ts'
import { refuse } from './model.ts'
import { isTraded, toFailure, toIntent, toProviderRefund, toWebhookEvent } from './read-stripe.ts'
import { onOk } from './settle-call.ts'

/** Where the provider is and how we sign in there. */
export interface StripeConfig {
  readonly secretKey: string
  readonly webhookSecret: string
  /** Its API's address without `/v1`, such as `http://127.0.0.1:4400/stripe`; Stripe's own when absent. */
  readonly apiBase?: string
  /** Where the bank sends the shopper back to. */
  readonly returnUrl: (what: Pick<AuthorizeRequest, 'purpose' | 'reference'>) => string
}

/** How a part of the provider is asked. */
export interface AskProvider {
  readonly ask: <T>(signal: AbortSignal, request: () => Promise<T>) => Promise<Reply<T>>
  readonly readTimeoutMs: number
  readonly skewS: number
}

const stripeBase = 'https://api.stripe.com' // what the SDK addresses; it has no setting for a path
const writeTimeoutMs = 10_000 // slow banks take 3 s to hold an amount; after this the answer counts as lost
const readTimeoutMs = 5_000
const skewS = 300 // how far the provider's clock may be behind ours when we look for what it made
const expand = ['latest_charge'] // says until when the bank keeps a hold, and what went back
const inList = expand.map((path) => `data.${path}`)
const pageSize = 100 // the most that Stripe lists at once
const pagesMax = 10 // beyond that looking is not worth the shopper's time
const toleranceS = 300 // how old a webhook's signature may be; Stripe's own recommendation

/** Opens the provider. Nothing is sent before the first call. */
export function connectStripe(config: StripeConfig): Processor {
  const currentSignal = new AsyncLocalStorage<AbortSignal>() // the SDK has no place for a signal
  const { paymentIntents, customers, setupIntents, refunds, webhooks } = new Stripe(config.secretKey, {
    httpClient: Stripe.createFetchHttpClient(fetchFrom(config.apiBase ?? stripeBase, currentSignal)),
    maxNetworkRetries: 0, // whether, when and under which key to try again is settle-call.ts' decision
    timeout: writeTimeoutMs,
    telemetry: false,
  })

  async function ask<T>(signal: AbortSignal, request: () => Promise<T>): Promise<Reply<T>> {
    try {
      return ok(await currentSignal.run(signal, request))
    } catch (error) {
      return readFailure(error)
    }
  }
  async function askForIntent(signal: AbortSignal, request: () => Promise<Stripe.PaymentIntent>) {
    return onOk(await ask(signal, request), (intent) => ok(toIntent(intent)))
  }

  return {
    ...connectCards({ customers, setupIntents }, config, { ask, readTimeoutMs, skewS }),

    createIntent: (request, { key, signal }) =>
      askForIntent(signal, () => paymentIntents.create(createParams(config, request), { idempotencyKey: key })),

    confirmIntent: (ref, request, { key, signal }) =>
      askForIntent(signal, () => paymentIntents.confirm(ref, confirmParams(config, request), { idempotencyKey: key })),

    getIntent: (ref, signal) =>
      askForIntent(signal, () => paymentIntents.retrieve(ref, { expand }, { timeout: readTimeoutMs })),

    lookUpIntent: async (ref, signal) =>
      onOk(
        await ask(signal, () =>
          paymentIntents.retrieve(ref, { expand }, { timeout: readTimeoutMs }).catch(nullIfMissing),
        ),
        (intent) => ok(intent && toIntent(intent)),
      ),

    async listIntents({ from, to, after }, signal) {
      const created = { gte: seconds(from), lte: seconds(to) }
      const params = { created, limit: pageSize, expand: inList, ...(after === null ? {} : { starting_after: after }) }
      const listed = await ask(signal, () => paymentIntents.list(params, { timeout: readTimeoutMs }))
      return onOk(listed, ({ data, has_more: hasMore }) =>
        ok({ intents: data.filter(isTraded).map(toIntent), next: hasMore ? (data.at(-1)?.id ?? null) : null }),
      )
    },

    captureIntent: ({ ref, amountMinor }, { key, signal }) =>
      askForIntent(signal, () =>
        paymentIntents.capture(ref, { amount_to_capture: Number(amountMinor) }, { idempotencyKey: key }),
      ),

    cancelIntent: (ref, { key, signal }) =>
      askForIntent(signal, () => paymentIntents.cancel(ref, {}, { idempotencyKey: key })),

    ...refundCalls(refunds, ask),

    // Through the list, not the search: the search lags behind by a minute, and what it has not seen yet it calls absent.
    async findIntent({ paymentId, since }, signal) {
      const created = { gte: seconds(since) - skewS }
      let after: { starting_after?: string } = {}
      for (let page = 0; page < pagesMax; page++) {
        const params = { created, limit: pageSize, expand: inList, ...after }
        const listed = await ask(signal, () => paymentIntents.list(params, { timeout: readTimeoutMs }))
        if (listed.kind !== 'ok') return listed
        const { data, has_more: hasMore } = listed.value
        const found = data.find(({ metadata }) => metadata['paymentId'] === paymentId)
        const last = data.at(-1)
        if (found) return ok(toIntent(found))
        if (!hasMore || !last) return ok(null)
        after = { starting_after: last.id }
      }
      return { kind: 'unknown', detail: 'too many intents to look through' }
    },

    readEvent: (delivery) => readEvent(webhooks, config.webhookSecret, delivery),
  }
}

type Ask = <T>(signal: AbortSignal, request: () => Promise<T>) => Promise<Reply<T>>

function refundCalls(refunds: Stripe['refunds'], ask: Ask): Pick<Processor, 'createRefund' | 'listRefunds'> {
  return {
    createRefund: async ({ ref, refundId, amountMinor }, { key, signal }) => {
      const params = { payment_intent: ref, amount: Number(amountMinor), metadata: { refundId, key } }
      const made = await ask(signal, () => refunds.create(params, { idempotencyKey: key }))
      return onOk(made, (refund) => ok(toProviderRefund(refund)))
    },

    async listRefunds(ref, signal) {
      const listed = await ask(signal, () =>
        refunds.list({ payment_intent: ref, limit: pageSize }, { timeout: readTimeoutMs }),
      )
      return onOk(listed, ({ data, has_more: hasMore }) =>
        hasMore ? { kind: 'unknown', detail: 'too many refunds to look through' } : ok(data.map(toProviderRefund)),
      )
    },
  }
}

function createParams(config: StripeConfig, request: AuthorizeRequest): Stripe.PaymentIntentCreateParams {
  const { paymentId, purpose, reference, customer } = request
  return {
    amount: Number(request.amountMinor),
    currency: request.currency.toLowerCase(),
    payment_method: request.method,
    allowed_payment_method_types: ['card'], // what can be held now and charged later
    capture_method: 'manual',
    confirm: true,
    // With nobody there to come back from the bank, and for the customer who saved the card.
    ...(customer === undefined ? { return_url: config.returnUrl(request) } : { customer, off_session: true }),
    metadata: { paymentId, purpose, reference },
    expand,
  }
}

function confirmParams(config: StripeConfig, request: AuthorizeRequest): Stripe.PaymentIntentConfirmParams {
  return { payment_method: request.method, return_url: config.returnUrl(request), expand }
}

function readEvent(
  webhooks: Stripe['webhooks'],
  secret: string,
  { rawBody, signature, at }: Parameters<Processor['readEvent']>[0],
): WebhookEvent {
  try {
    return toWebhookEvent(webhooks.constructEvent(rawBody, signature, secret, toleranceS, undefined, at.getTime()))
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) throw refuse('bad_signature')
    throw error
  }
}

/** For `catch` of a look-up: what is not there is an answer. */
function nullIfMissing(error: unknown): null {
  if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return null
  throw error
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000)

/** The failure as an answer; throws what is our own mistake. */
function readFailure(error: unknown): Reply<never> {
  if (!(error instanceof Stripe.errors.StripeError)) throw error
  const answer = classifyFailure(toFailure(error))
  if (answer.kind === 'fault')
    throw new Error(`the payment provider refused our request: ${answer.detail}`, { cause: error })
  return answer
}

/** A fetch for the SDK that goes to `base` instead of Stripe, and stops when the caller's signal says so. */
function fetchFrom(base: string, currentSignal: AsyncLocalStorage<AbortSignal>): typeof fetch {
  const root = base.replace(/\/+$/, '')
  return (input, init) => {
    if (typeof input !== 'string' || !input.startsWith(`${stripeBase}/`))
      throw new Error('the Stripe SDK addressed something else than its API')
    const signals = [init?.signal, currentSignal.getStore()].filter((signal) => signal != null)
    return fetch(root + input.slice(stripeBase.length), {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any(signals),
    })
  }
}
