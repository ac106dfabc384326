// How often a page of staff's looks at one purchase or checkout again.

const followMs = 2_000 // while it goes on by itself
const watchMs = 15_000 // in review: a colleague may act too

const ends = new Set(['PURCHASED', 'NO_OFFER', 'PAID', 'EXPIRED', 'DECLINED', 'CANCELLED'])

/** True when nothing more happens to a purchase or a checkout in this state. */
export function isEnded(state: string): boolean {
  return ends.has(state)
}

/** False: no more. `state` is undefined until it is known. */
export function pollEvery(state: string | undefined): number | false {
  if (state === undefined || isEnded(state)) return false
  return state === 'NEEDS_REVIEW' ? watchMs : followMs
}
