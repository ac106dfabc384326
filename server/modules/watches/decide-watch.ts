// When a watch speaks: at the first look that finds the price at or below the target, and again only when the price was out of reach in
// between. Pure; one currency, minor units.

const riseShare = 5n // hundredths above the target: less is noise of exchange rates and postage
const quietMs = 6 * 3_600_000 // a price that swings around the target is not news more often than this

export interface Watched {
  readonly targetMinor: bigint
  readonly isArmed: boolean
  readonly firedAt: Date | null
}

/** What a look found for one watch. */
export interface Looked {
  readonly at: Date
  /** The lowest total named just now; null when nobody offers a copy. */
  readonly freshMinor: bigint | null
  /** The lowest total as far as is known: also of its other editions, and of sellers that did not answer just now. */
  readonly knownMinor: bigint | null
}

/** Fires on what was named just now only; arms again when nothing that is known is near the target any more. */
export function decideWatch(watch: Watched, { at, freshMinor, knownMinor }: Looked): 'fire' | 'arm' | 'stay' {
  const { targetMinor, isArmed, firedAt } = watch
  if (isArmed) return freshMinor !== null && freshMinor <= targetMinor ? 'fire' : 'stay'
  const isQuiet = firedAt !== null && at.getTime() - firedAt.getTime() < quietMs
  const hasRisen = knownMinor === null || knownMinor * 100n > targetMinor * (100n + riseShare)
  return hasRisen && !isQuiet ? 'arm' : 'stay'
}
