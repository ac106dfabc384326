// One run of the kit against one seller. Owns its pace, its time and the references it has ordered under: whatever may stand is cancelled at
// the end, however the run ends.
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Settings } from './options.ts'
import type { Answer, Subject } from './subject.ts'

// A seller that asks us to slow down is asked again so often, and never waited for longer than this.
const triesMax = 4
const longestWaitMs = 5_000
const defaultWaitMs = 1_000
// Cancelling is what must not be given up early.
const cancelTriesMax = 5

export class Session {
  readonly subject: Subject
  readonly settings: Settings
  /** Fires when the time is up or the run was asked to end. */
  readonly signal: AbortSignal
  /** The test book of this run, once one was found on offer. */
  book: string | undefined
  /** Required checks that could not be made. */
  readonly notMade: string[] = []
  readonly #run = randomBytes(4).toString('hex')
  readonly #standing = new Set<string>()
  #count = 0
  #ordered = 0
  #nextAt = 0
  #prepaid = 0

  constructor(subject: Subject, settings: Settings) {
    this.subject = subject
    this.settings = settings
    const limits = [AbortSignal.timeout(settings.timeLimitMs), settings.signal].filter((one) => one !== undefined)
    this.signal = AbortSignal.any(limits)
  }

  /** How every reference of this run begins. */
  get prefix(): string {
    return `quire-kit-${this.#run}`
  }

  /** A reference that nobody has used. */
  newReference(): string {
    this.#count += 1
    return `${this.prefix}-${this.#count}`
  }

  /** To be called before an order is sent: from then on it may stand. */
  remember(reference: string): void {
    this.#ordered += 1
    this.#standing.add(reference)
  }

  /** What is known not to stand. */
  forget(reference: string): void {
    this.#standing.delete(reference)
  }

  /** References whose orders stand, or may. */
  standing(): string[] {
    return [...this.#standing]
  }

  /** How many orders were sent. */
  get ordered(): number {
    return this.#ordered
  }

  /** Waits for the pace of `count` calls, which are then made together. */
  async prepay(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) await this.#slot()
    this.#prepaid += count
  }

  /** Makes a call at the seller's pace, within `timeoutMs`, again where the seller asks us to slow down. */
  async call<T>(timeoutMs: number, act: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
    for (let tries = 1; ; tries += 1) {
      if (this.#prepaid > 0) this.#prepaid -= 1
      else await this.#slot()
      const answer = await act(AbortSignal.any([this.signal, AbortSignal.timeout(timeoutMs)]))
      const isThrottled = answer.kind === 'failed' && answer.failure === 'throttled'
      if (!isThrottled || tries === triesMax) return answer
      await this.wait(Math.min(answer.retryAfterMs ?? defaultWaitMs, longestWaitMs))
    }
  }

  /** Waits, and no longer than the run. */
  async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.signal })
  }

  /** Cancels what may stand of `references`. Goes on after the run's time: what was ordered is cancelled. */
  async cancel(references: readonly string[]): Promise<void> {
    if (!this.subject.can.cancel) return
    for (const reference of references) {
      for (let tries = 1; this.#standing.has(reference) && tries <= cancelTriesMax; tries += 1) {
        if (tries > 1) await pause(Math.min(100 * 2 ** tries, longestWaitMs))
        const answer = await this.subject.cancel(reference, AbortSignal.timeout(this.settings.orderTimeoutMs))
        if (answer.kind === 'ok' && answer.value.state === 'CANCELLED') this.forget(reference)
        else if (await this.#holdsNone(reference)) this.forget(reference)
        else if (answer.kind === 'refused') break // asking again changes nothing
      }
    }
  }

  /** Whether the seller says that nothing stands under a reference. */
  async #holdsNone(reference: string): Promise<boolean> {
    if (!this.subject.can.lookUp) return false
    const found = await this.subject.find(reference, AbortSignal.timeout(this.settings.orderTimeoutMs))
    return found.kind === 'ok' && (found.value === null || found.value.state === 'CANCELLED')
  }

  async #slot(): Promise<void> {
    const { perSecond, concurrent } = this.settings
    const everyMs = 1_000 / perSecond
    const now = performance.now()
    const at = Math.max(this.#nextAt, now - (concurrent - 1) * everyMs)
    this.#nextAt = at + everyMs
    if (at > now) await this.wait(at - now)
  }
}
