// Chance with a seed: the same seed makes the same plan. What the machine makes of the plan is its own.
export interface Random {
  /** From 0, below 1. */
  next(): number
  /** A whole number from low to high, both included. */
  between(low: number, high: number): number
  /** One of them, as often as its weight says. */
  pick<T extends { readonly weight: number }>(choices: readonly T[]): T
}

/** mulberry32: small and good enough to vary a plan; public domain, by Tommy Ettinger. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick(choices) {
      let at = next() * choices.reduce((total, { weight }) => total + weight, 0)
      const found = choices.find(({ weight }) => (at -= weight) < 0) ?? choices.at(-1)
      if (!found) throw new Error('there is nothing to pick from')
      return found
    },
  }
}
