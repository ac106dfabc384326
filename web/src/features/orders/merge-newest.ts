// Two lists that are read page by page, newest first, as one. Pure.

interface Entry {
  /** ISO 8601 in UTC, so that the order of the texts is the order in time. */
  createdAt: string
}

interface Pages<T> {
  entries: readonly T[]
  hasMore: boolean
}

/**
 * All entries that nothing unread can stand above, newest first; and which of the two lists has to be read on to see more, null when both are at their
 * end. So a next page only ever adds below what is shown.
 */
export function mergeNewest<A extends Entry, B extends Entry>(
  a: Pages<A>,
  b: Pages<B>,
): { entries: (A | B)[]; unread: 0 | 1 | null } {
  const [endA, endB] = [endOf(a), endOf(b)]
  const floor = endA > endB ? endA : endB
  const all = [...a.entries, ...b.entries].filter(({ createdAt }) => createdAt >= floor)
  return {
    entries: all.toSorted((one, other) =>
      one.createdAt < other.createdAt ? 1 : one.createdAt > other.createdAt ? -1 : 0,
    ),
    unread: floor === '' ? null : endA === floor ? 0 : 1,
  }
}

/** Below this time something unread may stand; '' when all is read. */
function endOf({ entries, hasMore }: Pages<Entry>): string {
  return hasMore ? (entries.at(-1)?.createdAt ?? '') : ''
}
