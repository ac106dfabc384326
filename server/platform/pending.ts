// The next remote call of something that is driven by calls: its bookkeeping, and when it is made again.

/** A step with its bookkeeping: the intent that is committed before the call. */
export interface Pending<Step> {
  readonly step: Step
  /** How often it was sent. */
  readonly tries: number
  /** True from the commit of the intent to the commit of the outcome. Found true by a new driver: nobody knows how it ended. */
  readonly isInFlight: boolean
  readonly firstSentAt: Date | null
  /** Not before. */
  readonly dueAt: Date
}

const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] // then every 30 s
const patienceMs = 10 * 60_000 // after this only a person can tell

/** The next step, due now or after `afterMs`. */
export function schedule<const Step>(step: Step, at: Date, afterMs = 0): Pending<Step> {
  return { step, tries: 0, isInFlight: false, firstSentAt: null, dueAt: new Date(at.getTime() + afterMs) }
}

/** The same step again after a pause that grows with its tries, and is `afterMs` at least. */
export function again<Step>(
  pending: Pending<Step>,
  { at, afterMs = 0 }: { at: Date; afterMs?: number },
): Pending<Step> {
  const pauseMs = Math.max(afterMs, pauseAfter(pending.tries))
  return { ...pending, isInFlight: false, dueAt: new Date(at.getTime() + pauseMs) }
}

/** True when it has been tried for ten minutes: asking once more will not help. */
export function isHopeless({ firstSentAt }: Pending<unknown>, at: Date): boolean {
  return firstSentAt !== null && at.getTime() - firstSentAt.getTime() >= patienceMs
}

/** How long to wait after the n-th try. */
function pauseAfter(tries: number): number {
  return waitsMs[Math.min(Math.max(tries, 1), waitsMs.length) - 1] ?? 30_000
}
