// The payment provider: PaymentIntents with their holds, captures and refunds. Owns what may happen to them, and when.
// Promises: a hold is captured at most once, never above what was authorized; every movement is in the journal.
import { Rng } from '../core/rng.ts'
import { Timers } from '../core/timers.ts'
import { calmProvider, noMishaps } from './behaviour.ts'
import type { ProviderBehaviour } from './behaviour.ts'
import { Books } from './books.ts'
import type { Cause } from './books.ts'
import { judge } from './cards.ts'
import type { Verdict } from './cards.ts'
import { StripeError, invalidRequest, refused, unexpectedState } from './errors.ts'
import { IdempotencyKeys } from './idempotency.ts'
import type { Charge, Intent, IntentStatus, Refund } from './objects.ts'
import type { CancelIntent, CaptureIntent, ConfirmIntent, CreateIntent, CreateRefund } from './params.ts'
import { Setups } from './setups.ts'
import { Wallet } from './wallet.ts'
import { Webhooks } from './webhooks.ts'

export interface ProviderOptions {
  seed: number
  run: string
  stripeKey: string
  webhookUrl?: string | undefined
  webhookSecret: string
  baseUrl: () => string
}

export class PaymentProvider {
  behaviour: ProviderBehaviour = calmProvider
  readonly keys = new IdempotencyKeys()
  readonly timers = new Timers()
  /** Luck with faults; the provider's face draws from it. */
  readonly chance: Record<
    'latency' | 'fail' | 'failAfter' | 'timeout' | 'decline' | 'declineCapture' | 'failRefund' | 'door',
    Rng
  >
  readonly mishaps = noMishaps()
  readonly books: Books
  readonly wallet = new Wallet()
  readonly setups: Setups
  readonly stripeKey: string
  readonly #webhooks: Webhooks | null

  constructor(options: ProviderOptions) {
    const { seed, run, baseUrl, webhookUrl, webhookSecret } = options
    const stream = (name: string) => new Rng(seed, 'payments', name)
    this.stripeKey = options.stripeKey
    this.chance = {
      latency: stream('latency'),
      fail: stream('fail'),
      failAfter: stream('failAfter'),
      timeout: stream('timeout'),
      decline: stream('decline'),
      declineCapture: stream('declineCapture'),
      failRefund: stream('failRefund'),
      door: stream('door'),
    }
    this.#webhooks = webhookUrl
      ? new Webhooks({
          url: webhookUrl,
          secret: webhookSecret,
          timers: this.timers,
          rng: stream('webhook'),
          behaviour: () => this.behaviour,
          mishaps: this.mishaps,
        })
      : null
    this.books = new Books({ seed, run, baseUrl, webhooks: this.#webhooks })
    this.setups = new Setups(this.books, this.wallet)
  }

  create(params: CreateIntent, cause: Cause): Intent {
    const { amount, currency, metadata, payment_method: paymentMethod, confirm, customer = null } = params
    this.wallet.requireCustomer(customer)
    if (confirm && paymentMethod === undefined)
      throw invalidRequest('You cannot confirm this PaymentIntent because it is missing a payment method.', {
        code: 'parameter_missing',
        param: 'payment_method',
      })
    if (paymentMethod !== undefined) this.wallet.getCard(paymentMethod, customer)
    const id = this.books.newId('pi')
    const intent: Intent = {
      id,
      amount,
      currency,
      metadata,
      customer,
      clientSecret: `${id}_secret_${this.books.newId('s').slice(2)}`,
      captureMethod: params.capture_method,
      status: paymentMethod === undefined ? 'requires_payment_method' : 'requires_confirmation',
      paymentMethod: paymentMethod ?? null,
      description: params.description ?? null,
      returnUrl: params.return_url ?? null,
      at: new Date(),
      ...untouched,
    }
    this.books.saveIntent(intent)
    this.books.announce('payment_intent.created', intent, cause)
    if (confirm) this.#confirm(intent, params.off_session, cause)
    return intent
  }

  confirm(id: string, params: ConfirmIntent, cause: Cause): Intent {
    const intent = this.books.get(id)
    this.#requireStatus(intent, 'confirm', ['requires_payment_method', 'requires_confirmation', 'requires_action'])
    const paymentMethod = params.payment_method ?? intent.paymentMethod
    if (paymentMethod === null)
      throw invalidRequest('The PaymentIntent has no payment method.', { param: 'payment_method' })
    this.wallet.getCard(paymentMethod, intent.customer)
    intent.paymentMethod = paymentMethod
    intent.returnUrl = params.return_url ?? intent.returnUrl
    this.#confirm(intent, params.off_session, cause)
    return intent
  }

  /** Takes money from the hold, once; the rest of the hold is released. */
  capture(id: string, params: CaptureIntent, cause: Cause): Intent {
    const intent = this.books.get(id)
    this.#requireStatus(intent, 'capture', ['requires_capture'])
    const amount = params.amount_to_capture ?? intent.authorizedMinor
    if (amount > intent.authorizedMinor)
      throw refused(
        'amount_too_large',
        `The amount to capture (${amount}) is greater than the amount capturable (${intent.authorizedMinor}).`,
        'amount_to_capture',
      )
    if (this.chance.declineCapture.chance(this.behaviour.captureDeclineRate)) throw captureDeclined()
    Object.assign(intent.metadata, params.metadata)
    this.#settle(intent, amount, cause)
    return intent
  }

  /** Gives up an intent; a hold is released. */
  cancel(id: string, { cancellation_reason: reason }: CancelIntent, cause: Cause): Intent {
    const intent = this.books.get(id)
    this.#requireStatus(intent, 'cancel', [
      'requires_payment_method',
      'requires_confirmation',
      'requires_action',
      'requires_capture',
    ])
    if (intent.status === 'requires_capture') {
      intent.voided = true
      this.books.recordMovement('void', intent, intent.authorizedMinor, cause)
    }
    intent.status = 'canceled'
    intent.canceledAt = new Date()
    intent.cancellationReason = reason ?? null
    this.books.announce('payment_intent.canceled', intent, cause)
    return intent
  }

  /** The shopper's answer to the bank, from the authentication page. */
  authenticate(id: string, isApproved: boolean): Intent {
    const intent = this.books.get(id)
    this.#requireStatus(intent, 'authenticate', ['requires_action'])
    const cause = { idempotencyKey: null }
    if (isApproved) this.#authorize(intent, cause)
    else this.#fail(intent, notAuthenticated, cause)
    return intent
  }

  refund({ payment_intent: id, charge, amount, reason, metadata }: CreateRefund, cause: Cause): Refund {
    const intent = id === undefined ? this.books.getByCharge(charge ?? '') : this.books.get(id)
    const left = intent.capturedMinor - intent.refundedMinor
    if (left === 0) throw refused('charge_already_refunded', `Charge ${intent.charge?.id} has nothing left to refund.`)
    const refunded = amount ?? left
    if (refunded > left)
      throw refused(
        'amount_too_large',
        `Refund amount (${refunded}) is greater than unrefunded amount (${left}).`,
        'amount',
      )
    const isRefused = this.chance.failRefund.chance(this.behaviour.refundFailRate)
    const refund: Refund = {
      id: this.books.newId('re'),
      intent,
      amount: refunded,
      status: isRefused ? 'failed' : 'succeeded',
      metadata,
      at: new Date(),
      reason: reason ?? null,
    }
    this.books.saveRefund(refund)
    if (isRefused) return refund // the card's bank did not take it; nothing moved
    intent.refundedMinor += refunded
    this.books.recordMovement('refund', intent, refunded, cause)
    this.books.announceRefund(intent, cause)
    return refund
  }

  close(): void {
    this.timers.clear()
    this.#webhooks?.close()
  }

  #confirm(intent: Intent, offSession: boolean, cause: Cause): void {
    const isUnlucky = this.chance.decline.chance(this.behaviour.declineRate)
    const card = this.wallet.getCard(intent.paymentMethod ?? '', intent.customer)
    const verdict = judge(card.name, { offSession, isSetUp: card.customer !== null, isUnlucky })
    if (verdict?.kind === 'approved') return this.#authorize(intent, cause)
    if (verdict?.kind === 'ask_shopper') {
      intent.status = 'requires_action'
      return this.books.announce('payment_intent.requires_action', intent, cause)
    }
    if (!verdict) throw new Error(`${intent.paymentMethod} was let in though no bank knows it`)
    const error = this.#fail(intent, verdict, cause)
    throw new StripeError(402, { ...error, payment_intent: this.books.view(intent) })
  }

  #authorize(intent: Intent, cause: Cause): void {
    intent.charge = { id: this.books.newId('ch'), status: 'succeeded', at: new Date(), failure: null }
    intent.lastError = null
    intent.authorizedMinor = intent.amount
    intent.status = 'requires_capture'
    this.books.recordMovement('authorize', intent, intent.amount, cause)
    if (intent.captureMethod === 'manual')
      this.books.announce('payment_intent.amount_capturable_updated', intent, cause)
    else this.#settle(intent, intent.amount, cause)
  }

  #settle(intent: Intent, amount: number, cause: Cause): void {
    intent.capturedMinor = amount
    intent.status = 'succeeded'
    this.books.recordMovement('capture', intent, amount, cause)
    this.books.announce('payment_intent.succeeded', intent, cause)
  }

  #fail(intent: Intent, { code, declineCode, message }: Declined, cause: Cause) {
    const charge: Charge = {
      id: this.books.newId('ch'),
      status: 'failed',
      at: new Date(),
      failure: {
        code,
        declineCode,
        message,
      },
    }
    const error = {
      type: 'card_error' as const,
      code,
      decline_code: declineCode,
      message,
      charge: charge.id,
      payment_method: {
        id: intent.paymentMethod,
        object: 'payment_method',
        type: 'card',
      },
    }
    Object.assign(intent, { charge, lastError: error, status: 'requires_payment_method', paymentMethod: null })
    this.books.announce('payment_intent.payment_failed', intent, cause)
    return error
  }

  #requireStatus(intent: Intent, verb: string, allowed: IntentStatus[]): void {
    if (!allowed.includes(intent.status)) throw unexpectedState(verb, this.books.view(intent), allowed)
  }
}

/** The bank granted the hold and does not pay it out; the hold stands until it is let go. */
function captureDeclined(): StripeError {
  const message = 'Your card was declined.'
  return new StripeError(402, { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline', message })
}

const untouched = {
  charge: null,
  lastError: null,
  canceledAt: null,
  cancellationReason: null,
  authorizedMinor: 0,
  capturedMinor: 0,
  refundedMinor: 0,
  voided: false,
}

const notAuthenticated: Declined = {
  kind: 'declined',
  code: 'payment_intent_authentication_failure',
  declineCode: 'authentication_not_handled',
  message: 'The provided payment method has failed authentication.',
}

type Declined = Extract<Verdict, { kind: 'declined' }>
