// Everything that happens later. Owns the timers, so that a reset or a shutdown leaves none behind.

export class Timers {
  readonly #pending = new Map<NodeJS.Timeout, (() => void) | undefined>()

  /** Runs `task` after `ms` milliseconds unless `clear` comes first. */
  after(ms: number, task: () => void): void {
    this.#start(ms, task, undefined)
  }

  /** Resolves after `ms` milliseconds, or at once on `clear`. */
  sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve()
    return new Promise((resolve) => this.#start(ms, resolve, resolve))
  }

  /** Forgets every task; sleepers wake at once. */
  clear(): void {
    for (const [timer, onClear] of this.#pending) {
      clearTimeout(timer)
      onClear?.()
    }
    this.#pending.clear()
  }

  #start(ms: number, task: () => void, onClear: (() => void) | undefined): void {
    const timer = setTimeout(() => {
      this.#pending.delete(timer)
      task()
    }, ms)
    this.#pending.set(timer, onClear)
  }
}
