// SetupIntents: a card is made ready for charges with its owner away, once its bank agrees. https://docs.stripe.com/api/setup_intents
import type { Books, Cause } from './books.ts'
import { judgeSetup } from './cards.ts'
import type { Verdict } from './cards.ts'
import { StripeError, invalidRequest, noSuch, unexpectedSetupState } from './errors.ts'
import { redirectTo, seconds } from './objects.ts'
import type { CancelSetup, ConfirmSetup, CreateSetup, ListSetups } from './params.ts'
import type { Wallet } from './wallet.ts'

export interface Setup {
  id: string
  clientSecret: string
  status: SetupStatus
  customer: string | null
  /** Once it has succeeded, the saved one. */
  paymentMethod: string | null
  usage: 'off_session' | 'on_session'
  metadata: Record<string, string>
  description: string | null
  returnUrl: string | null
  at: Date
  lastError: Record<string, unknown> | null
  cancellationReason: string | null
}

type SetupStatus = 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled'

export class Setups {
  readonly #books: Books
  readonly #wallet: Wallet
  readonly #setups = new Map<string, Setup>()

  constructor(books: Books, wallet: Wallet) {
    this.#books = books
    this.#wallet = wallet
  }

  create(params: CreateSetup, cause: Cause): Setup {
    const { payment_method: paymentMethod = null, customer = null, confirm } = params
    this.#wallet.requireCustomer(customer)
    if (confirm && paymentMethod === null)
      throw invalidRequest('You cannot confirm this SetupIntent because it is missing a payment method.', {
        code: 'parameter_missing',
        param: 'payment_method',
      })
    if (paymentMethod !== null) this.#wallet.getCard(paymentMethod, customer)
    const id = this.#books.newId('seti')
    const setup: Setup = {
      id,
      customer,
      paymentMethod,
      clientSecret: `${id}_secret_${this.#books.newId('s').slice(2)}`,
      status: paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
      usage: params.usage,
      metadata: params.metadata,
      description: params.description ?? null,
      returnUrl: params.return_url ?? null,
      at: new Date(),
      lastError: null,
      cancellationReason: null,
    }
    this.#setups.set(id, setup)
    this.#announce('created', setup, cause)
    if (confirm) this.#confirm(setup, cause)
    return setup
  }

  confirm(id: string, params: ConfirmSetup, cause: Cause): Setup {
    const setup = this.get(id)
    this.#requireStatus(setup, 'confirm', ['requires_payment_method', 'requires_confirmation', 'requires_action'])
    const paymentMethod = params.payment_method ?? setup.paymentMethod
    if (paymentMethod === null)
      throw invalidRequest('The SetupIntent has no payment method.', { param: 'payment_method' })
    this.#wallet.getCard(paymentMethod, setup.customer)
    setup.paymentMethod = paymentMethod
    setup.returnUrl = params.return_url ?? setup.returnUrl
    this.#confirm(setup, cause)
    return setup
  }

  cancel(id: string, { cancellation_reason: reason }: CancelSetup, cause: Cause): Setup {
    const setup = this.get(id)
    this.#requireStatus(setup, 'cancel', ['requires_payment_method', 'requires_confirmation', 'requires_action'])
    setup.status = 'canceled'
    setup.cancellationReason = reason ?? null
    this.#announce('canceled', setup, cause)
    return setup
  }

  /** The shopper's answer to the bank, from the authentication page. */
  authenticate(id: string, isApproved: boolean): Setup {
    const setup = this.get(id)
    this.#requireStatus(setup, 'authenticate', ['requires_action'])
    const cause = { idempotencyKey: null }
    if (isApproved) this.#succeed(setup, cause)
    else this.#fail(setup, notAuthenticated, cause)
    return setup
  }

  /** Throws StripeError 404. */
  get(id: string): Setup {
    const setup = this.#setups.get(id)
    if (!setup) throw noSuch('setup_intent', id, 'intent')
    return setup
  }

  /** Newest first. */
  list({ limit, starting_after: after, customer, created }: ListSetups): { setups: Setup[]; hasMore: boolean } {
    const newestFirst = [...this.#setups.values()].toReversed()
    const from = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1
    if (after !== undefined && from === 0) throw noSuch('setup_intent', after, 'starting_after')
    const found = newestFirst
      .slice(from)
      .filter((setup) => customer === undefined || setup.customer === customer)
      .filter(({ at }) => seconds(at) >= (created.gte ?? 0))
    return { setups: found.slice(0, limit), hasMore: found.length > limit }
  }

  /** As `GET /journal/payments` shows them, oldest first. */
  journal(): Record<string, unknown>[] {
    return [...this.#setups.values()].map(({ id, status, customer, paymentMethod, usage, metadata, at }) => ({
      id,
      status,
      customer,
      paymentMethod,
      usage,
      metadata,
      at: at.toISOString(),
    }))
  }

  /** A SetupIntent as the API shows it. */
  view(setup: Setup): Record<string, unknown> {
    const { id, status, customer, paymentMethod, usage, metadata, description, returnUrl, at } = setup
    const url = this.#books.authenticateUrl(id)
    return {
      id,
      object: 'setup_intent',
      status,
      customer,
      usage,
      metadata,
      description,
      application: null,
      automatic_payment_methods: null,
      cancellation_reason: setup.cancellationReason,
      client_secret: setup.clientSecret,
      created: seconds(at),
      last_setup_error: setup.lastError,
      latest_attempt: null,
      livemode: false,
      mandate: null,
      next_action: status === 'requires_action' ? redirectTo(url, returnUrl) : null,
      payment_method: paymentMethod,
      payment_method_types: ['card'],
      single_use_mandate: null,
    }
  }

  #confirm(setup: Setup, cause: Cause): void {
    const card = this.#wallet.getCard(setup.paymentMethod ?? '', setup.customer)
    const verdict = judgeSetup(card.name)
    if (!verdict) throw new Error(`${card.name} was let in though no bank knows it`)
    if (verdict.kind === 'approved') return this.#succeed(setup, cause)
    if (verdict.kind === 'ask_shopper') {
      setup.status = 'requires_action'
      return this.#announce('requires_action', setup, cause)
    }
    const error = this.#fail(setup, verdict, cause)
    throw new StripeError(402, { ...error, setup_intent: this.view(setup) })
  }

  // Saved under an id of its own: the test method stays as it was for everybody else.
  #succeed(setup: Setup, cause: Cause): void {
    const { customer } = setup
    const card = this.#wallet.getCard(setup.paymentMethod ?? '', customer)
    if (customer !== null && card.customer === null) {
      setup.paymentMethod = this.#books.newId('pm')
      this.#wallet.save(setup.paymentMethod, { ...card, customer })
    }
    setup.status = 'succeeded'
    setup.lastError = null
    this.#announce('succeeded', setup, cause)
  }

  #fail(setup: Setup, { code, declineCode, message }: Declined, cause: Cause) {
    const error = { type: 'card_error' as const, code, decline_code: declineCode, message }
    Object.assign(setup, { lastError: error, status: 'requires_payment_method', paymentMethod: null })
    this.#announce('setup_failed', setup, cause)
    return error
  }

  #announce(what: string, setup: Setup, cause: Cause): void {
    this.#books.tell(`setup_intent.${what}`, this.view(setup), cause)
  }

  #requireStatus(setup: Setup, verb: string, allowed: SetupStatus[]): void {
    if (!allowed.includes(setup.status)) throw unexpectedSetupState(verb, this.view(setup), allowed)
  }
}

type Declined = Extract<Verdict, { kind: 'declined' }>

const notAuthenticated: Declined = {
  kind: 'declined',
  code: 'setup_intent_authentication_failure',
  declineCode: 'authentication_not_handled',
  message: 'The provided payment method has failed authentication.',
}
