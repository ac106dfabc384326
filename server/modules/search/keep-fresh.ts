import type { Clock } from '#platform/clock'

/** Reading takes at most one part in so many of the time. */
const rest = 300
/** However long reading takes, what was read is not older than this when it is read again. */
const goodMsMax = 10 * 60_000
/** Who comes when it is old waits for the new one if that takes no longer, else gets the old one. */
const awaitedMsMax = 20

/** A copy of something that changes slowly, read anew when somebody wants it and it is old. Fails when it cannot be read and never was. */
export function keepFresh<T>(read: () => Promise<T>, clock: Clock): () => Promise<T> {
  let copy: { readonly value: T; readonly tookMs: number; readonly until: number } | null = null
  let reading: Promise<T> | null = null

  async function renew(): Promise<T> {
    const begun = clock.now().getTime()
    try {
      const value = await read()
      const now = clock.now().getTime()
      copy = { value, tookMs: now - begun, until: now + Math.min((now - begun) * rest, goodMsMax) }
      return value
    } finally {
      reading = null
    }
  }

  return async () => {
    if (copy && copy.until > clock.now().getTime()) return copy.value
    reading ??= renew()
    if (copy === null) return reading
    const { value, tookMs } = copy
    const renewed = reading.catch(() => value)
    return tookMs <= awaitedMsMax ? renewed : value
  }
}
