// How the payment provider behaves: the knobs of `PATCH /payments`.
import { z } from 'zod'
import { LatencyMs } from '../core/behaviour.ts'

const Rate = z.number().min(0).max(1)

export const ProviderBehaviour = z.strictObject({
  latencyMs: LatencyMs,
  /** Good cards are declined this often. */
  declineRate: Rate,
  /** Answers 500 without having acted; the 500 is kept under the idempotency key, as Stripe does. */
  failRate: Rate,
  /** Acts, and answers 500 all the same; kept like the other. */
  actThenFailRate: Rate,
  /** The bank refuses to pay out a hold that it granted: 402 at capture, and the hold stands. */
  captureDeclineRate: Rate,
  /** The card's bank does not take money back: the refund is there, and `failed`. */
  refundFailRate: Rate,
  /** Acts, then cuts the connection; drawn for replays too. */
  actThenTimeoutRate: Rate,
  /** Answers 409 at the door, as to a key whose first request is still running. */
  busyRate: Rate,
  /** Answers 429 at the door. */
  throttleRate: Rate,
  /** How long after the fact an event is first sent. */
  webhookDelayMs: z.number().min(0).max(600_000),
  /** How often each event is sent beside the first time. */
  webhookDuplicates: z.number().int().min(0).max(20),
  /** Sends events in another order than they happened. */
  webhookShuffle: z.boolean(),
})
export type ProviderBehaviour = z.infer<typeof ProviderBehaviour>

export const ProviderPatch = ProviderBehaviour.partial()

/** As designed: prompt and honest. */
export const calmProvider: ProviderBehaviour = {
  latencyMs: { p50: 0, p99: 0 },
  declineRate: 0,
  failRate: 0,
  actThenFailRate: 0,
  captureDeclineRate: 0,
  refundFailRate: 0,
  actThenTimeoutRate: 0,
  busyRate: 0,
  throttleRate: 0,
  webhookDelayMs: 0,
  webhookDuplicates: 0,
  webhookShuffle: false,
}

/** How often it has misbehaved since it was opened or reset. */
export interface Mishaps {
  failed: number
  actedThenTimedOut: number
  busy: number
  throttled: number
  webhookDuplicates: number
}

export const noMishaps = (): Mishaps => ({
  failed: 0,
  actedThenTimedOut: 0,
  busy: 0,
  throttled: 0,
  webhookDuplicates: 0,
})
