// The provider's books: every intent, refund and movement, and who is told of them.
import { createHash } from 'node:crypto'
import { noSuch } from './errors.ts'
import { toIntentView } from './journal.ts'
import type { Movement } from './journal.ts'
import { seconds, toCharge, toPaymentIntent } from './objects.ts'
import type { Intent, Refund } from './objects.ts'
import type { Webhooks } from './webhooks.ts'

/** The idempotency key of the request that caused a movement. */
export interface Cause {
  idempotencyKey: string | null
}

export interface BooksOptions {
  seed: number
  /** Makes ids differ between runs: the shop's books outlive the box, and it tells events apart by id. */
  run: string
  baseUrl: () => string
  webhooks: Webhooks | null
}

export class Books {
  readonly #options: BooksOptions
  readonly #intents = new Map<string, Intent>()
  readonly #refunds = new Map<string, Refund>()
  readonly #movements: Movement[] = []
  #made = 0

  constructor(options: BooksOptions) {
    this.#options = options
  }

  /** Throws StripeError 404. */
  get(id: string): Intent {
    const intent = this.#intents.get(id)
    if (!intent) throw noSuch('payment_intent', id, 'intent')
    return intent
  }

  /** The intent whose latest charge this is. Throws StripeError 404. */
  getByCharge(chargeId: string): Intent {
    const found = this.intents().find(({ charge }) => charge?.id === chargeId)
    if (!found) throw noSuch('charge', chargeId, 'charge')
    return found
  }

  /** Throws StripeError 404. */
  getRefund(id: string): Refund {
    const refund = this.#refunds.get(id)
    if (!refund) throw noSuch('refund', id)
    return refund
  }

  /** Every refund of the intent, newest first. */
  refundsOf(intentId: string): Refund[] {
    return [...this.#refunds.values()].filter(({ intent }) => intent.id === intentId).toReversed()
  }

  /** Every intent, oldest first. */
  intents(): Intent[] {
    return [...this.#intents.values()]
  }

  /** Loses an intent, as damaged books do. */
  forgetIntent(id: string): void {
    this.#intents.delete(id)
  }

  saveIntent(intent: Intent): void {
    this.#intents.set(intent.id, intent)
  }

  saveRefund(refund: Refund): void {
    this.#refunds.set(refund.id, refund)
  }

  /** Writes down that a hold or money has moved. */
  recordMovement(type: Movement['type'], intent: Intent, amountMinor: number, { idempotencyKey }: Cause): void {
    this.#movements.push({ type, intentId: intent.id, amountMinor, at: new Date().toISOString(), idempotencyKey })
  }

  /** Tells the shop what became of an intent. */
  announce(type: `payment_intent.${string}`, intent: Intent, cause: Cause): void {
    this.tell(type, this.view(intent), cause)
  }

  /** Tells the shop that money went back. */
  announceRefund(intent: Intent, cause: Cause): void {
    if (intent.charge) this.tell('charge.refunded', toCharge(intent, intent.charge), cause)
  }

  /** An intent as the API shows it. */
  view(intent: Intent, expand?: string[]): Record<string, unknown> {
    return toPaymentIntent(intent, this.authenticateUrl(intent.id), expand)
  }

  /** Where the bank asks the shopper about this intent. */
  authenticateUrl(id: string): string {
    return `${this.#options.baseUrl()}/stripe/authenticate/${id}`
  }

  /** As `GET /journal/payments` shows them. */
  journal(): { intents: Record<string, unknown>[]; events: Movement[] } {
    return { intents: this.intents().map(toIntentView), events: this.#movements }
  }

  newId(prefix: string): string {
    this.#made += 1
    const { run, seed } = this.#options
    return `${prefix}_${createHash('sha256').update(`${run} ${seed} ${this.#made}`).digest('hex').slice(0, 24)}`
  }

  /** Sends the shop an event about `object`. */
  tell(type: string, object: Record<string, unknown>, { idempotencyKey }: Cause): void {
    this.#options.webhooks?.send({
      id: this.newId('evt'),
      object: 'event',
      type,
      data: { object },
      api_version: null,
      created: seconds(new Date()),
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: idempotencyKey },
    })
  }
}
