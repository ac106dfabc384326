// A check of the kit: one rule of the contract, by name. Names are stable: reports, documents and integrators' notes refer to them.
import type { Trial } from './trial.ts'

/** What a check needs of the seller; without it the check does not apply. */
export type Need = 'orders' | 'cancels' | 'looks-up' | 'replays' | 'live-prices' | 'grpc'

export interface Check {
  /** `place.same-request-twice`; the part before the point is its group. */
  name: string
  /** What the contract wants, in a sentence. */
  rule: string
  /** True when a seller cannot go live without it. */
  required: boolean
  needs: readonly Need[]
  /** What must come back. */
  expected: string
  /** What to do when it does not. */
  advice: string
  /** Returns when the rule holds. Throws CheckFailed, NotApplicable or NotMade. */
  run(trial: Trial): Promise<void>
}

/** The rule does not hold. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed'
  /** Where the check's own words are too general. */
  readonly expected: string | undefined

  constructor(received: string, expected?: string) {
    super(received)
    this.expected = expected
  }
}

/** The rule says nothing about this seller. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable'
}

/** The check could not be made, so that nothing is known; a run in which that happens to a required one is not a pass. */
export class NotMade extends Error {
  override readonly name = 'NotMade'
}
