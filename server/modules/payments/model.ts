// What a payment is, what is asked of the provider and what it may answer. Amounts are minor units of one currency.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Money } from '#platform/money'
import type { Outcome } from '#platform/outcome'
import type { PaymentState } from './machine.ts'

/** What the remote calls need. */
export interface ProcessorDeps {
  readonly processor: Processor
  readonly clock: Clock
  readonly log: Log
}

/** What the webhook inbox needs. */
export interface PaymentsDeps extends ProcessorDeps {
  readonly db: Db
  readonly jobs: Jobs
}

/** Why money is asked for: `purpose` names the kind of thing ('purchase'), `reference` is its id. */
export interface OpenPayment {
  readonly id: string
  readonly purpose: string
  readonly reference: string
  readonly accountId: string
  /** The provider's payment method id. Never logged. */
  readonly method: string
  /** The provider's customer whose saved method it is, charged with nobody there; absent or null when the shopper is. */
  readonly customer?: string | null
  /** The most that may ever be held or charged. */
  readonly max: Money
  readonly at: Date
}

export interface Payment extends Omit<OpenPayment, 'at' | 'customer'> {
  readonly customer: string | null
  readonly state: PaymentState
  readonly authorized: Money
  readonly captured: Money
  /** What went back. */
  readonly refunded: Money
  /** The provider's id; null until it was learned. */
  readonly ref: string | null
  readonly actionUrl: string | null
  readonly declineReason: string | null
  /** What is to be captured, decided before the provider is asked; null before that. */
  readonly capture: Money | null
  /** When the bank lets the hold go by itself; null when there is none, or the provider does not say. */
  readonly holdExpiresAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

const amount = { amountMinor: z.string().regex(/^[1-9]\d{0,17}$/), currency: z.string().length(3) }

/** Frozen before the call and sent word for word each time. */
export const AuthorizeRequest = z.strictObject({
  paymentId: z.uuid(),
  purpose: z.string(),
  reference: z.uuid(),
  accountId: z.string(),
  method: z.string(),
  /** Present: an off-session charge of this customer's saved method. */
  customer: z.string().optional(),
  ...amount,
})
export type AuthorizeRequest = z.infer<typeof AuthorizeRequest>

export const CaptureRequest = z.strictObject({ paymentId: z.uuid(), ref: z.string(), ...amount })
export type CaptureRequest = z.infer<typeof CaptureRequest>

export const VoidRequest = z.strictObject({
  paymentId: z.uuid(),
  /** Null when the answer to the authorization never came. */
  ref: z.string().nullable(),
  /** Not before this was the authorization sent; null when it never was. */
  since: z.iso.datetime().nullable(),
})
export type VoidRequest = z.infer<typeof VoidRequest>

/** At how much of the shopper's currency one of the seller's was quoted, or the other way round, as the gateway says; and since when. */
export interface Rate {
  readonly rate: string
  readonly at: Date
}

/** What a seller abroad is owed for a payment, in its own currency. */
export interface Exchange {
  readonly owed: Money
  readonly rate: Rate
}

/** One try to give money back; `refundId` names what all tries are for. */
export const RefundRequest = z.strictObject({ paymentId: z.uuid(), refundId: z.uuid(), ref: z.string(), ...amount })
export type RefundRequest = z.infer<typeof RefundRequest>

/** Which intent to look at again after the shopper was with the bank. */
export interface ConfirmRequest {
  readonly paymentId: string
  readonly ref: string
}

/** `amount` is held on the shopper's card. */
export interface Authorized {
  readonly kind: 'authorized'
  readonly ref: string
  readonly amount: Money
  /** When the bank lets it go by itself, where the provider says so. */
  readonly expiresAt?: Date | null
}

/** The bank wants the shopper at `actionUrl`; nothing is held yet. */
export interface ActionRequired {
  readonly kind: 'actionRequired'
  readonly ref: string
  readonly actionUrl: string
}

/** The bank said no; nothing is held. `reason` is its code, such as `insufficient_funds`. */
export interface Declined {
  readonly kind: 'declined'
  readonly reason: string
}

/** How a remote call is made. */
export interface SendOptions {
  /** The idempotency key; the same for every try of the same call. */
  readonly key: string
  /** How often it was sent before: 0 the first time. Above 0 the provider is asked first. */
  readonly tries: number
  /** When it was sent the first time (now, the first time). The provider forgets keys after a day. */
  readonly firstSentAt: Date
  readonly signal: AbortSignal
}

/** A PaymentIntent, reduced to what decides something here. */
export interface Intent {
  readonly ref: string
  readonly status: 'authorized' | 'actionRequired' | 'declined' | 'captured' | 'canceled' | 'processing'
  /** What was asked for. */
  readonly amount: Money
  /** What is held now. */
  readonly capturable: Money
  readonly captured: Money
  /** What went back; null where the provider does not say. */
  readonly refunded: Money | null
  readonly actionUrl: string | null
  readonly declineReason: string | null
  /** Until when the bank keeps the hold; null when it holds nothing, or the provider does not say. */
  readonly holdExpiresAt: Date | null
  /** Our payment's id, from the metadata; null when the intent is not ours. */
  readonly paymentId: string | null
}

/** A card to be saved for charges with its owner away. `purpose` and `reference` name what it is for, as with payments. */
export interface SaveCard {
  readonly purpose: string
  readonly reference: string
  readonly customer: string
  /** The provider's payment method id. Never logged. */
  readonly method: string
}

/** A SetupIntent, reduced to what decides something here. */
export interface CardSetup {
  readonly ref: string
  readonly status: 'saved' | 'actionRequired' | 'declined' | 'canceled' | 'processing'
  readonly customer: string | null
  /** Once it is saved, the id under which it may be charged. */
  readonly method: string | null
  readonly actionUrl: string | null
  readonly declineReason: string | null
}

/** A refund in the provider's books. */
export interface ProviderRefund {
  readonly ref: string
  /** `pending`: taken on, and still on its way to the card. */
  readonly status: 'pending' | 'succeeded' | 'failed'
  readonly amount: Money
  readonly failureReason: string | null
  /** Our refund's id and the key it was sent under, from the metadata; null when it is not ours. */
  readonly refundId: string | null
  readonly key: string | null
}

/** Like Outcome; an `unknown` that the provider will repeat for ever under this key says so. */
export type Reply<T> =
  | Exclude<Outcome<T>, { kind: 'unknown' }>
  | { kind: 'unknown'; detail?: string; isStored?: boolean }

/** One request to the provider. */
export interface Call {
  readonly key: string
  readonly signal: AbortSignal
}

/** Intents made from `from` to `to`, both included to the second; `after` is the page before's `next`. */
export interface IntentsQuery {
  readonly from: Date
  readonly to: Date
  readonly after: string | null
}

/** Saved cards at the provider. */
export interface CardProcessor {
  /** The new customer's id. */
  createCustomer(accountId: string, call: Call): Promise<Reply<string>>
  createSetup(request: SaveCard, call: Call): Promise<Reply<CardSetup>>
  getSetup(ref: string, signal: AbortSignal): Promise<Reply<CardSetup>>
  /** The one made for this reference since `since`; null when there is definitely none. */
  findSetup(
    query: { reference: string; customer: string; since: Date },
    signal: AbortSignal,
  ): Promise<Reply<CardSetup | null>>
  cancelSetup(ref: string, call: Call): Promise<Reply<CardSetup>>
}

/** The payment provider. Throws only for faults: a request it calls malformed, credentials it does not know. */
export interface Processor extends CardProcessor {
  createIntent(request: AuthorizeRequest, call: Call): Promise<Reply<Intent>>
  /** Confirms an intent again with the shopper there: its bank may ask them. */
  confirmIntent(ref: string, request: AuthorizeRequest, call: Call): Promise<Reply<Intent>>
  getIntent(ref: string, signal: AbortSignal): Promise<Reply<Intent>>
  /** The intent made for this payment since `since`; null when there is definitely none. */
  findIntent(query: { paymentId: string; since: Date }, signal: AbortSignal): Promise<Reply<Intent | null>>
  /** The intent of this id; null when the provider has none. */
  lookUpIntent(ref: string, signal: AbortSignal): Promise<Reply<Intent | null>>
  /** A page of the intents made in the window, whoever made them, newest first; `next` is null after the last. */
  listIntents(query: IntentsQuery, signal: AbortSignal): Promise<Reply<{ intents: Intent[]; next: string | null }>>
  captureIntent(request: CaptureRequest, call: Call): Promise<Reply<Intent>>
  cancelIntent(ref: string, call: Call): Promise<Reply<Intent>>
  createRefund(request: RefundRequest, call: Call): Promise<Reply<ProviderRefund>>
  /** Every refund of the intent, whoever made it. */
  listRefunds(ref: string, signal: AbortSignal): Promise<Reply<readonly ProviderRefund[]>>
  /** Checks the signature and reads the event; refuses with `payments.bad_signature`. */
  readEvent(delivery: { rawBody: string; signature: string; at: Date }): WebhookEvent
}

/** A webhook, reduced to what it points at. It has no authority on anything else. */
export interface WebhookEvent {
  readonly id: string
  readonly type: string
  /** The intent it is about; null for events about other things. */
  readonly ref: string | null
  /** What the card is saved for, when it is about that. */
  readonly cardFor?: { readonly purpose: string; readonly reference: string }
}

export const refuse = defineRefusals('payments', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that payment.' },
  illegal_event: { trpc: 'CONFLICT', say: 'This payment is past the point where that could happen.' },
  conflict: { trpc: 'CONFLICT', say: 'This payment was already made differently.' },
  bad_signature: { trpc: 'UNAUTHORIZED', say: 'This message was not signed by the payment provider.' },
})
