// The seam to the conformance kit: all that onboarding knows of it.
import type { onboarding } from '@quire/proto'
import type { SellerEntry } from '../core/registry.ts'

/** Which seller to check, and how. */
export interface KitTarget {
  /** How it is reached; its address is judged at every connect. */
  entry: SellerEntry
  /** Books that the kit may order and cancel. */
  testIsbn13s: readonly string[]
  /** What the endpoint has to answer GetChallenge with. */
  challengeToken: string
  /** Only these checks, by name; all when empty. */
  checks: readonly string[]
}

export interface ConformanceKit {
  /** The kit's version and the contract's, `2026.11/quire.seller.v1`. A report of another version is made anew. */
  readonly version: string
  /** The names of all checks, in their order. */
  readonly checks: readonly string[]
  /** Runs the checks and yields each as it ends. Ends early, tidied up, when `signal` aborts. */
  run(target: KitTarget, signal: AbortSignal): AsyncIterable<onboarding.CheckResult>
  /** What a run comes to. */
  toReport(results: readonly onboarding.CheckResult[]): onboarding.ConformanceReport
}
