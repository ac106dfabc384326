// What Stripe says, in our words. Pure; the only file besides connect-stripe.ts that knows its names.
import type Stripe from 'stripe'
import { z } from 'zod'
import { isKnownCurrency, money } from '#platform/money'
import type { Money } from '#platform/money'
import type { Failure } from './classify-failure.ts'
import type { CardSetup, Intent, ProviderRefund, WebhookEvent } from './model.ts'

/** Reduces a PaymentIntent to what decides something. Throws a RangeError for a currency Quire does not trade in. */
export function toIntent(intent: Stripe.PaymentIntent): Intent {
  const currency = intent.currency.toUpperCase()
  const failure = intent.last_payment_error
  return {
    ref: intent.id,
    status: toStatus(intent),
    amount: money(BigInt(intent.amount), currency),
    capturable: money(BigInt(intent.amount_capturable), currency),
    captured: money(BigInt(intent.amount_received), currency),
    refunded: toRefunded(intent, currency),
    actionUrl: intent.next_action?.redirect_to_url?.url ?? null,
    declineReason: failure?.decline_code ?? failure?.code ?? null,
    holdExpiresAt: toExpiry(intent),
    paymentId: intent.metadata['paymentId'] ?? null,
  }
}

/** What went back; the charge says so, where the request expanded it. */
function toRefunded({ latest_charge: charge }: Stripe.PaymentIntent, currency: string): Money | null {
  if (charge === null) return money(0n, currency)
  return typeof charge === 'string' ? null : money(BigInt(charge.amount_refunded), currency)
}

/** Reduces a refund to what decides something (docs.stripe.com/refunds: a card's may be `pending`, and `failed` in the end). */
export function toProviderRefund(refund: Stripe.Refund): ProviderRefund {
  const { id: ref, amount, currency, status, metadata, failure_reason: failureReason = null } = refund
  const isOver = status === 'failed' || status === 'canceled'
  return {
    ref,
    status: status === 'succeeded' ? 'succeeded' : isOver ? 'failed' : 'pending',
    amount: money(BigInt(amount), currency.toUpperCase()),
    failureReason: failureReason ?? (isOver ? status : null),
    refundId: metadata?.['refundId'] ?? null,
    key: metadata?.['key'] ?? null,
  }
}

/** `capture_before` of the charge, which is there when the request expanded it (docs.stripe.com/payments/place-a-hold-on-a-payment-method). */
function toExpiry({ status, latest_charge: charge }: Stripe.PaymentIntent): Date | null {
  if (status !== 'requires_capture' || charge === null || typeof charge === 'string') return null
  const seconds = charge.payment_method_details?.card?.capture_before
  return seconds ? new Date(seconds * 1_000) : null
}

/** False for currencies that Quire has no amounts of: such an intent was never ours. */
export function isTraded({ currency }: Stripe.PaymentIntent): boolean {
  return isKnownCurrency(currency.toUpperCase())
}

function toStatus({ status, last_payment_error: failure }: Stripe.PaymentIntent): Intent['status'] {
  switch (status) {
    case 'requires_capture':
      return 'authorized'
    case 'requires_action':
      return 'actionRequired'
    case 'succeeded':
      return 'captured'
    case 'canceled':
      return 'canceled'
    case 'requires_payment_method':
      return failure ? 'declined' : 'processing' // without a failure it has only just been made
    default:
      return 'processing'
  }
}

/** Reduces a SetupIntent to what decides something. */
export function toCardSetup(setup: Stripe.SetupIntent): CardSetup {
  const { id: ref, customer, payment_method: method, last_setup_error: failure } = setup
  return {
    ref,
    status: toSetupStatus(setup),
    customer: idOf(customer),
    method: idOf(method),
    actionUrl: setup.next_action?.redirect_to_url?.url ?? null,
    declineReason: failure?.decline_code ?? failure?.code ?? null,
  }
}

function toSetupStatus({ status, last_setup_error: failure }: Stripe.SetupIntent): CardSetup['status'] {
  switch (status) {
    case 'succeeded':
      return 'saved'
    case 'requires_action':
      return 'actionRequired'
    case 'canceled':
      return 'canceled'
    case 'requires_payment_method':
      return failure ? 'declined' : 'processing' // without a failure it has only just been made
    default:
      return 'processing'
  }
}

const isUuid = (text: string | undefined): text is string => z.uuid().safeParse(text).success

const idOf = (object: string | { id: string } | null): string | null =>
  typeof object === 'string' ? object : (object?.id ?? null)

/** Reduces the SDK's error to what decides something. */
export function toFailure(error: Stripe.errors.StripeError): Failure {
  const { statusCode: status, rawType: type, code, decline_code: declineCode, param, headers } = error
  const retryAfterS = Number(headers?.['retry-after'])
  return {
    status,
    type,
    code,
    declineCode,
    param,
    isReplayed: headers?.['idempotent-replayed'] === 'true',
    ...(retryAfterS > 0 ? { retryAfterS } : {}),
    connection: connectionCode(error.detail),
  }
}

export function toWebhookEvent({ id, type, data }: Stripe.Event): WebhookEvent {
  const object = data.object as { object?: string; id?: string; metadata?: Record<string, string> }
  const ref = object.object === 'payment_intent' ? (object.id ?? null) : null
  const { purpose, reference } = object.metadata ?? {}
  const isOurCard = object.object === 'setup_intent' && purpose !== undefined && isUuid(reference)
  return { id, type, ref, ...(isOurCard && { cardFor: { purpose, reference } }) }
}

/** The system's code of a connection that failed: fetch hides it one level down. */
function connectionCode(detail: unknown): string | undefined {
  const { code, cause } = (detail ?? {}) as { code?: unknown; cause?: { code?: unknown } }
  const found = code ?? cause?.code
  return typeof found === 'string' ? found : undefined
}
