// When to ask again: often for a price near its target, seldom for one far away, and never all at the same moment. Pure.

const minuteMs = 60_000
const nearMs = 15 * minuteMs // within a tenth of the target
const middleMs = 60 * minuteMs // within a half
const farMs = 6 * 60 * minuteMs
const oldAfterMs = 90 * 86_400_000 // whoever waited this long can wait twice as long for each look
const failedMs = minuteMs // doubled with each look in a row that nobody answered
const failedMaxMs = 60 * minuteMs
const jitterShare = 0.2 // either way: looks that began together drift apart

export interface Waiting {
  readonly targetMinor: bigint
  readonly knownMinor: bigint | null
  readonly since: Date
}

/** For the most eager of those who wait, and soon when some seller did not answer. `chance` in [0, 1) spreads looks. */
export function chooseNextLook(
  waiting: readonly Waiting[],
  { at, isWhole, chance }: { at: Date; isWhole: boolean; chance: number },
): Date {
  const waitMs = Math.min(isWhole ? farMs * 2 : middleMs, ...waiting.map((watch) => waitFor(watch, at)))
  return later(at, waitMs, chance)
}

/** After `tries` looks in a row that nobody answered, at least 1: the gateway sheds load, or no seller can be reached. */
export function chooseNextTry(tries: number, at: Date, chance: number): Date {
  return later(at, Math.min(failedMs * 2 ** (tries - 1), failedMaxMs), chance)
}

function waitFor({ targetMinor, knownMinor, since }: Waiting, at: Date): number {
  const isOld = at.getTime() - since.getTime() > oldAfterMs
  return baseMs(targetMinor, knownMinor) * (isOld ? 2 : 1)
}

function baseMs(targetMinor: bigint, knownMinor: bigint | null): number {
  if (knownMinor === null) return farMs
  if (knownMinor * 10n <= targetMinor * 11n) return nearMs
  return knownMinor * 2n <= targetMinor * 3n ? middleMs : farMs
}

function later(at: Date, ms: number, chance: number): Date {
  return new Date(at.getTime() + ms * (1 - jitterShare + 2 * jitterShare * chance))
}
