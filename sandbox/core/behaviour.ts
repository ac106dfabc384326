// How a seller behaves: the knobs of `PATCH /sellers/:name`.
import { z } from 'zod'

const Rate = z.number().min(0).max(1)

/** A median and a 99th percentile in milliseconds; a minute is longer than any client waits. */
export const LatencyMs = z
  .strictObject({ p50: z.number().min(0).max(60_000), p99: z.number().min(0).max(60_000) })
  .refine(({ p50, p99 }) => p99 >= p50, { path: ['p99'], message: 'must not be below p50' })

/** The same for what is answered by file or document, which may take hours. */
const DocumentMs = z
  .strictObject({ p50: z.number().min(0).max(3_600_000), p99: z.number().min(0).max(3_600_000) })
  .refine(({ p50, p99 }) => p99 >= p50, { path: ['p99'], message: 'must not be below p50' })

export const Behaviour = z.strictObject({
  /** How long an answer takes; half of it passes before the seller acts, half after. */
  latencyMs: LatencyMs,
  /** This share of answers takes `slowMs` longer. */
  slowRate: Rate,
  slowMs: z.number().min(0).max(60_000),
  /** Answers with an error, having done nothing. */
  failRate: Rate,
  /** Books the order, then cuts the connection. */
  loseAnswerRate: Rate,
  /** Answers an order with an error and books it `lateAcceptAfterMs` later, unless it was cancelled by then. */
  lateAcceptRate: Rate,
  lateAcceptAfterMs: z.number().min(0).max(3_600_000),
  /** The price of the copy rises by 5–20 % just before the order, for good. */
  priceMoveRate: Rate,
  /** Somebody else buys all such copies just before the order. */
  soldOutRate: Rate,
  /** Takes requests and never answers. */
  hang: z.boolean(),
  /** Acts, then answers with bytes that cannot be read. */
  garbage: z.boolean(),
  /** Requests a second above which the seller refuses; 0 means no limit. */
  ratePerSecond: z.number().min(0).max(1_000_000),
  /** Sellers that answer by file or document: how long until the answer lies ready. */
  documentMs: DocumentMs,
  /** Sellers with a price list: how often it is made anew; 0 whenever it is read and something has changed. */
  listEveryMs: z.number().min(0).max(86_400_000),
  /** A file is read while it is still being written. */
  halfWrittenRate: Rate,
  /** A document is delivered twice, or under a number that was used before. */
  duplicateRate: Rate,
  /** An order is booked and confirmed as another edition. */
  substituteRate: Rate,
  /** An order is booked, and its copy is to come some day. */
  backOrderRate: Rate,
  /** What Fleet Street answers to GetChallenge; empty until somebody registers it. */
  challenge: z.string().max(200),
})
export type Behaviour = z.infer<typeof Behaviour>

export const BehaviourPatch = Behaviour.partial()

/** No latency, no faults, no limit. */
export const calm: Behaviour = {
  latencyMs: { p50: 0, p99: 0 },
  slowRate: 0,
  slowMs: 1000,
  failRate: 0,
  loseAnswerRate: 0,
  lateAcceptRate: 0,
  lateAcceptAfterMs: 1000,
  priceMoveRate: 0,
  soldOutRate: 0,
  hang: false,
  garbage: false,
  ratePerSecond: 0,
  documentMs: { p50: 0, p99: 0 },
  listEveryMs: 0,
  halfWrittenRate: 0,
  duplicateRate: 0,
  substituteRate: 0,
  backOrderRate: 0,
  challenge: '',
}
