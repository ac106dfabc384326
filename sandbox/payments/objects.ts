// The provider's records, and how Stripe's API shows them. Only fields that mean something here, and those the SDK's types promise.

export interface Intent {
  id: string
  clientSecret: string
  amount: number
  /** Lower case, as Stripe writes it. */
  currency: string
  captureMethod: 'manual' | 'automatic' | 'automatic_async'
  status: IntentStatus
  paymentMethod: string | null
  /** Whose saved method it is; null for a method that nobody saved. */
  customer: string | null
  metadata: Record<string, string>
  description: string | null
  returnUrl: string | null
  at: Date
  charge: Charge | null
  lastError: Record<string, unknown> | null
  canceledAt: Date | null
  cancellationReason: string | null
  /** Ever held on the card, in minor units. */
  authorizedMinor: number
  capturedMinor: number
  refundedMinor: number
  /** The hold was released without a capture. */
  voided: boolean
}

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

export interface Charge {
  id: string
  status: 'succeeded' | 'failed'
  at: Date
  failure: { code: string; declineCode: string; message: string } | null
}

export interface Refund {
  id: string
  intent: Intent
  amount: number
  status: 'succeeded' | 'failed'
  reason: string | null
  metadata: Record<string, string>
  at: Date
}

/** `payment_intent`; `expand` may name `latest_charge`. `authenticateUrl` is where the shopper proves who they are. */
export function toPaymentIntent(
  intent: Intent,
  authenticateUrl: string,
  expand: string[] = [],
): Record<string, unknown> {
  const { id, amount, currency, status, metadata, description, charge, capturedMinor } = intent
  const isExpanded = expand.some((path) => path.endsWith('latest_charge'))
  return {
    id,
    object: 'payment_intent',
    amount,
    currency,
    status,
    metadata,
    description,
    amount_capturable: status === 'requires_capture' ? intent.authorizedMinor : 0,
    amount_received: capturedMinor,
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt && seconds(intent.canceledAt),
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: seconds(intent.at),
    customer: intent.customer,
    last_payment_error: intent.lastError,
    latest_charge: charge && (isExpanded ? toCharge(intent, charge) : charge.id),
    livemode: false,
    next_action: status === 'requires_action' ? redirectTo(authenticateUrl, intent.returnUrl) : null,
    payment_method: intent.paymentMethod,
    payment_method_types: ['card'],
    processing: null,
    receipt_email: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
  }
}

/** `charge`. */
export function toCharge(intent: Intent, charge: Charge): Record<string, unknown> {
  const { id, status, at, failure } = charge
  return {
    id,
    object: 'charge',
    status,
    amount: intent.amount,
    ...toMoved(intent, charge),
    created: seconds(at),
    currency: intent.currency,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    livemode: false,
    metadata: intent.metadata,
    outcome: failure
      ? { type: 'issuer_declined', network_status: 'declined_by_network', reason: failure.declineCode }
      : { type: 'authorized', network_status: 'approved_by_network', reason: null },
    paid: failure === null,
    payment_intent: intent.id,
    payment_method: intent.paymentMethod,
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', last4: '4242', capture_before: seconds(at) + holdSeconds },
    },
  }
}

// A failed charge moved nothing, whatever became of the intent before or after.
function toMoved({ capturedMinor, refundedMinor }: Intent, { status }: Charge): Record<string, unknown> {
  if (status === 'failed') return { amount_captured: 0, amount_refunded: 0, captured: false, refunded: false }
  return {
    amount_captured: capturedMinor,
    amount_refunded: refundedMinor,
    captured: capturedMinor > 0,
    refunded: capturedMinor > 0 && refundedMinor === capturedMinor,
  }
}

/** `refund`. */
export function toRefund({ id, intent, amount, status, reason, metadata, at }: Refund): Record<string, unknown> {
  return {
    id,
    object: 'refund',
    amount,
    reason,
    metadata,
    status,
    ...(status === 'failed' && { failure_reason: 'declined' }),
    charge: intent.charge?.id ?? null,
    created: seconds(at),
    currency: intent.currency,
    payment_intent: intent.id,
  }
}

/** Where the shopper proves who they are, and where they go from there. */
export function redirectTo(url: string, returnUrl: string | null): Record<string, unknown> {
  return { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } }
}

export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

// How long a card holds an authorization, as Stripe says for cards in general.
const holdSeconds = 7 * 86_400
