const trustMs = 7 * 86_400_000 // a seller that does not answer keeps its last price for so long

/**
 * Which of two prices holds: the new one, unless the cheaper one before was named by a seller that was silent just now. A seller that
 * cannot be reached for an hour must not look like a price that rose and fell.
 */
export function decideStanding<S extends { readonly totalMinor: bigint; readonly sellerId: string; readonly at: Date }>(
  before: S | null,
  fresh: S | null,
  { silent, at }: { silent: ReadonlySet<string>; at: Date },
): S | null {
  if (!before || !silent.has(before.sellerId)) return fresh
  if (at.getTime() - before.at.getTime() > trustMs) return fresh
  return fresh && fresh.totalMinor <= before.totalMinor ? fresh : before
}
