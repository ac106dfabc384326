// How an order at a registered seller may move. Pure.

/** SENT: on its way, or its outcome is not known. NOT_ORDERED: the seller certainly did not take it. */
export type ReferenceState = 'SENT' | 'NOT_ORDERED' | 'ACCEPTED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED'

const line: readonly ReferenceState[] = ['NOT_ORDERED', 'SENT', 'ACCEPTED', 'SHIPPED', 'DELIVERED']

/**
 * What a word from the seller means for an order: it moves `forward`, tells nothing new (`late`: said before, or overtaken), or is a
 * `contradiction` of what the seller said before.
 */
export function judgeReport(from: ReferenceState, to: ReferenceState): 'forward' | 'late' | 'contradiction' {
  if (from === to) return 'late'
  if (from === 'CANCELLED') return to === 'ACCEPTED' ? 'late' : 'contradiction'
  if (to === 'CANCELLED') return from === 'SHIPPED' || from === 'DELIVERED' ? 'contradiction' : 'forward'
  return line.indexOf(to) > line.indexOf(from) ? 'forward' : 'late'
}
