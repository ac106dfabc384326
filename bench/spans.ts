// Times in which something was under way.

/** From when to when, in milliseconds of the machine's clock. */
export type Span = readonly [from: number, to: number]

/** The spans that begin within `window`, cut at its end. */
export function clipped(spans: readonly Span[], [from, to]: Span): Span[] {
  return spans.flatMap(([begun, ended]): Span[] => (begun >= from && begun < to ? [[begun, Math.min(ended, to)]] : []))
}

/** How much time the spans cover together. */
export function covered(spans: readonly Span[]): number {
  let sum = 0
  let until = -Infinity
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    sum += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return sum
}
