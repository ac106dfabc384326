/** How many extra calls a seller may be sent, as a share of its ordinary ones. Credit is taken before a call is sent, never after. */
export interface Budget {
  /** Counts one ordinary call. */
  earn(): void
  /** Takes the credit for one extra call; false when there is none. */
  take(): boolean
}

/**
 * After n ordinary calls at most `initial + share × n` extra ones were let out, and never more than `max` in one go. A token bucket that calls
 * fill and not time: when everything is slow or broken, extra calls end by themselves (Google's SRE book, "Handling overload").
 */
export function createBudget({ share, initial, max }: { share: number; initial: number; max: number }): Budget {
  // Counted in whole millionths: ten tenths are one credit, which they are not in floating point.
  const unit = 1_000_000
  const earned = Math.round(share * unit)
  let credit = initial * unit
  return {
    earn: () => void (credit = Math.min(max * unit, credit + earned)),
    take() {
      if (credit < unit) return false
      credit -= unit
      return true
    },
  }
}
