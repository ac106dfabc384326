// The payment provider: PaymentIntents with their holds, captures and refunds. Owns the provider's books.
// Promises: a hold is captured at most once, never above what was authorized; every movement is in the journal.
import { createHash } from 'node:crypto'
import { Rng } from '../core/rng.ts'
import { Timers } from '../core/timers.ts'
import { calmProvider } from './behaviour.ts'
import type { ProviderBehaviour } from './behaviour.ts'
import { judge } from './cards.ts'
import type { Verdict } from './cards.ts'
import { StripeError, invalidRequest, noSuch, refused, unexpectedState } from './errors.ts'
import { IdempotencyKeys } from './idempotency.ts'
import { toIntentView } from './journal.ts'
import type { Movement } from './journal.ts'
import { seconds, toCharge, toPaymentIntent } from './objects.ts'
import type { Charge, Intent, IntentStatus, Refund } from './objects.ts'
import type { CancelIntent, CaptureIntent, ConfirmIntent, CreateIntent, CreateRefund } from './params.ts'
import { Webhooks } from './webhooks.ts'

export interface ProviderOptions {
  seed: number
  /** Makes ids differ between runs: the shop's books outlive the box, and it tells events apart by id. */
  run: string
  stripeKey: string
  webhookUrl?: string | undefined
  webhookSecret: string
  baseUrl: () => string
}

/** The idempotency key of the request that caused a movement. */
export interface Cause {
  idempotencyKey: string | null
}

export class PaymentProvider {
  behaviour: ProviderBehaviour = calmProvider
  readonly keys = new IdempotencyKeys()
  readonly timers = new Timers()
  /** Luck with faults; the provider's face draws from it. */
  readonly chance: Record<'latency' | 'fail' | 'timeout' | 'decline', Rng>
  readonly #options: ProviderOptions
  readonly #intents = new Map<string, Intent>()
  readonly #refunds = new Map<string, Refund>()
  readonly #movements: Movement[] = []
  readonly #webhooks: Webhooks | null
  #made = 0

  constructor(options: ProviderOptions) {
    const { seed, webhookUrl, webhookSecret } = options
    const stream = (name: string) => new Rng(seed, 'payments', name)
    this.#options = options
    this.chance = {
      latency: stream('latency'),
      fail: stream('fail'),
      timeout: stream('timeout'),
      decline: stream('decline'),
    }
    this.#webhooks = webhookUrl
      ? new Webhooks({
          ...{ url: webhookUrl, secret: webhookSecret, timers: this.timers, rng: stream('webhook') },
          behaviour: () => this.behaviour,
        })
      : null
  }

  get stripeKey(): string {
    return this.#options.stripeKey
  }

  create(params: CreateIntent, cause: Cause): Intent {
    const { amount, currency, metadata, payment_method: paymentMethod, confirm } = params
    if (confirm && paymentMethod === undefined)
      throw invalidRequest('You cannot confirm this PaymentIntent because it is missing a payment method.', {
        code: 'parameter_missing',
        param: 'payment_method',
      })
    if (paymentMethod !== undefined) requirePaymentMethod(paymentMethod)
    const id = this.#newId('pi')
    const intent: Intent = {
      ...{ id, amount, currency, metadata, clientSecret: `${id}_secret_${this.#newId('s').slice(2)}` },
      captureMethod: params.capture_method,
      status: paymentMethod === undefined ? 'requires_payment_method' : 'requires_confirmation',
      paymentMethod: paymentMethod ?? null,
      description: params.description ?? null,
      returnUrl: params.return_url ?? null,
      at: new Date(),
      ...{ charge: null, lastError: null, canceledAt: null, cancellationReason: null },
      ...{ authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0, voided: false },
    }
    this.#intents.set(id, intent)
    this.#announce('payment_intent.created', intent, cause)
    if (confirm) this.#confirm(intent, params.off_session, cause)
    return intent
  }

  confirm(id: string, params: ConfirmIntent, cause: Cause): Intent {
    const intent = this.get(id)
    this.#requireStatus(intent, 'confirm', ['requires_payment_method', 'requires_confirmation', 'requires_action'])
    const paymentMethod = params.payment_method ?? intent.paymentMethod
    if (paymentMethod === null)
      throw invalidRequest('The PaymentIntent has no payment method.', { param: 'payment_method' })
    requirePaymentMethod(paymentMethod)
    intent.paymentMethod = paymentMethod
    intent.returnUrl = params.return_url ?? intent.returnUrl
    this.#confirm(intent, params.off_session, cause)
    return intent
  }

  /** Takes money from the hold, once; the rest of the hold is released. */
  capture(id: string, params: CaptureIntent, cause: Cause): Intent {
    const intent = this.get(id)
    this.#requireStatus(intent, 'capture', ['requires_capture'])
    const amount = params.amount_to_capture ?? intent.authorizedMinor
    if (amount > intent.authorizedMinor)
      throw refused(
        'amount_too_large',
        `The amount to capture (${amount}) is greater than the amount capturable (${intent.authorizedMinor}).`,
        'amount_to_capture',
      )
    Object.assign(intent.metadata, params.metadata)
    this.#settle(intent, amount, cause)
    return intent
  }

  /** Gives up an intent; a hold is released. */
  cancel(id: string, { cancellation_reason: reason }: CancelIntent, cause: Cause): Intent {
    const intent = this.get(id)
    this.#requireStatus(intent, 'cancel', [
      'requires_payment_method',
      'requires_confirmation',
      'requires_action',
      'requires_capture',
    ])
    if (intent.status === 'requires_capture') {
      intent.voided = true
      this.#move('void', intent, intent.authorizedMinor, cause)
    }
    intent.status = 'canceled'
    intent.canceledAt = new Date()
    intent.cancellationReason = reason ?? null
    this.#announce('payment_intent.canceled', intent, cause)
    return intent
  }

  /** The shopper's answer to the bank, from the authentication page. */
  authenticate(id: string, isApproved: boolean): Intent {
    const intent = this.get(id)
    this.#requireStatus(intent, 'authenticate', ['requires_action'])
    const cause = { idempotencyKey: null }
    if (isApproved) this.#authorize(intent, cause)
    else this.#fail(intent, notAuthenticated, cause)
    return intent
  }

  refund({ payment_intent: id, charge, amount, reason, metadata }: CreateRefund, cause: Cause): Refund {
    const intent = id === undefined ? this.byCharge(charge ?? '') : this.get(id)
    const left = intent.capturedMinor - intent.refundedMinor
    if (left === 0) throw refused('charge_already_refunded', `Charge ${intent.charge?.id} has nothing left to refund.`)
    const refunded = amount ?? left
    if (refunded > left)
      throw refused('amount_too_large', `Refund amount (${refunded}) is greater than unrefunded amount (${left}).`)
    intent.refundedMinor += refunded
    const refund: Refund = {
      ...{ id: this.#newId('re'), intent, amount: refunded, metadata, at: new Date() },
      reason: reason ?? null,
    }
    this.#refunds.set(refund.id, refund)
    this.#move('refund', intent, refunded, cause)
    if (intent.charge) this.#send('charge.refunded', toCharge(intent, intent.charge), cause)
    return refund
  }

  get(id: string): Intent {
    const intent = this.#intents.get(id)
    if (!intent) throw noSuch('payment_intent', id, 'intent')
    return intent
  }

  getRefund(id: string): Refund {
    const refund = this.#refunds.get(id)
    if (!refund) throw noSuch('refund', id)
    return refund
  }

  /** Every intent, oldest first. */
  intents(): Intent[] {
    return [...this.#intents.values()]
  }

  view(intent: Intent, expand?: string[]): Record<string, unknown> {
    return toPaymentIntent(intent, `${this.#options.baseUrl()}/stripe/authenticate/${intent.id}`, expand)
  }

  /** The provider's books. */
  journal(): { intents: Record<string, unknown>[]; events: Movement[] } {
    return { intents: this.intents().map(toIntentView), events: this.#movements }
  }

  newRequestId(): string {
    return this.#newId('req')
  }

  close(): void {
    this.timers.clear()
    this.#webhooks?.close()
  }

  #confirm(intent: Intent, offSession: boolean, cause: Cause): void {
    const isUnlucky = this.chance.decline.chance(this.behaviour.declineRate)
    const verdict = judge(intent.paymentMethod ?? '', { offSession, isUnlucky })
    if (verdict?.kind === 'approved') return this.#authorize(intent, cause)
    if (verdict?.kind === 'ask_shopper') {
      intent.status = 'requires_action'
      return this.#announce('payment_intent.requires_action', intent, cause)
    }
    if (!verdict) throw new Error(`${intent.paymentMethod} was let in though no bank knows it`)
    const error = this.#fail(intent, verdict, cause)
    throw new StripeError(402, { ...error, payment_intent: this.view(intent) })
  }

  #authorize(intent: Intent, cause: Cause): void {
    intent.charge = { id: this.#newId('ch'), status: 'succeeded', at: new Date(), failure: null }
    intent.lastError = null
    intent.authorizedMinor = intent.amount
    intent.status = 'requires_capture'
    this.#move('authorize', intent, intent.amount, cause)
    if (intent.captureMethod === 'manual') this.#announce('payment_intent.amount_capturable_updated', intent, cause)
    else this.#settle(intent, intent.amount, cause)
  }

  #settle(intent: Intent, amount: number, cause: Cause): void {
    intent.capturedMinor = amount
    intent.status = 'succeeded'
    this.#move('capture', intent, amount, cause)
    this.#announce('payment_intent.succeeded', intent, cause)
  }

  #fail(intent: Intent, { code, declineCode, message }: Declined, cause: Cause) {
    const charge: Charge = {
      ...{ id: this.#newId('ch'), status: 'failed', at: new Date() },
      failure: { code, declineCode, message },
    }
    const error = {
      ...{ type: 'card_error' as const, code, decline_code: declineCode, message, charge: charge.id },
      payment_method: { id: intent.paymentMethod, object: 'payment_method', type: 'card' },
    }
    Object.assign(intent, { charge, lastError: error, status: 'requires_payment_method', paymentMethod: null })
    this.#announce('payment_intent.payment_failed', intent, cause)
    return error
  }

  /** The intent whose latest charge this is. */
  byCharge(chargeId: string): Intent {
    const found = this.intents().find(({ charge }) => charge?.id === chargeId)
    if (!found) throw noSuch('charge', chargeId, 'charge')
    return found
  }

  #move(type: Movement['type'], intent: Intent, amountMinor: number, { idempotencyKey }: Cause): void {
    this.#movements.push({ type, intentId: intent.id, amountMinor, at: new Date().toISOString(), idempotencyKey })
  }

  #announce(type: string, intent: Intent, cause: Cause): void {
    this.#send(type, this.view(intent), cause)
  }

  #send(type: string, object: Record<string, unknown>, { idempotencyKey }: Cause): void {
    this.#webhooks?.send({
      ...{ id: this.#newId('evt'), object: 'event', type, data: { object } },
      ...{ api_version: null, created: seconds(new Date()), livemode: false, pending_webhooks: 1 },
      request: { id: null, idempotency_key: idempotencyKey },
    })
  }

  #requireStatus(intent: Intent, verb: string, allowed: IntentStatus[]): void {
    if (!allowed.includes(intent.status)) throw unexpectedState(verb, this.view(intent), allowed)
  }

  #newId(prefix: string): string {
    this.#made += 1
    const { run, seed } = this.#options
    return `${prefix}_${createHash('sha256').update(`${run} ${seed} ${this.#made}`).digest('hex').slice(0, 24)}`
  }
}

function requirePaymentMethod(id: string): void {
  if (judge(id, { offSession: false, isUnlucky: false })) return
  throw invalidRequest(`No such PaymentMethod: '${id}'`, { code: 'resource_missing', param: 'payment_method' })
}

const notAuthenticated: Declined = {
  kind: 'declined',
  code: 'payment_intent_authentication_failure',
  declineCode: 'authentication_not_handled',
  message: 'The provided payment method has failed authentication.',
}

type Declined = Extract<Verdict, { kind: 'declined' }>
