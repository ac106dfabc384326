// What a text means something like: the model is asked for its vector, the works in memory are compared with it.
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  timeout,
  wrap,
} from 'cockatiel'
import { keepVectors } from './keep-vectors.ts'
import type { MeaningDeps, Near } from './model.ts'
import { packVector } from './pack-vector.ts'

/** A third of what a search may take: words alone find most books. */
const patienceMs = 100
/** So many failures in a row, and searches go on without it … */
const failuresMax = 3
/** … until one that asks again after so long is answered. */
const halfOpenAfterMs = 10_000
/** Who types fewer words names a book; who describes one types more. */
const wordsMin = 3
/** A vector is some kilobytes, and the same texts come again and again: pages, facets, popular questions. */
const rememberedMax = 500
const refreshEveryMs = 30_000

export interface Meaning {
  /** Works that mean something like `text`, the nearest first, with how near. Never throws: where nothing can be said, none are. */
  nearest(text: string, limit: number, signal?: AbortSignal): Promise<readonly Near[]>
}

export function openMeaning(deps: MeaningDeps): Meaning {
  const { clock, log, embedder } = deps
  const keeper = keepVectors(deps)
  const remembered = new Map<string, Int8Array>()
  let refreshedAt = 0
  let refreshing: Promise<void> | null = null
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  })
  breaker.onBreak(() => log.warn('the embedding model fails; searches go by words alone'))
  breaker.onReset(() => log.info('the embedding model answers again'))
  const policy = wrap(breaker, timeout(patienceMs, TimeoutStrategy.Aggressive))

  /** The first search waits a little for the vectors; later ones go on with those of half a minute ago. */
  async function refresh(): Promise<void> {
    const isFirst = refreshedAt === 0
    if (clock.now().getTime() - refreshedAt >= refreshEveryMs) {
      refreshing ??= keeper
        .refresh()
        .then(() => void (refreshedAt = clock.now().getTime()))
        .catch((error: unknown) => log.warn({ err: error }, 'the vectors could not be read'))
        .finally(() => (refreshing = null))
    }
    if (isFirst && refreshing) await Promise.race([refreshing, clock.sleep(patienceMs)])
  }

  async function vectorOf(text: string): Promise<Int8Array> {
    const known = remembered.get(text)
    if (known) return known
    const [vector] = await policy.execute(({ signal }) => embedder.embed([text], signal))
    const made = packVector(vector ?? [])
    const [oldest] = remembered.keys()
    if (remembered.size >= rememberedMax && oldest !== undefined) remembered.delete(oldest)
    remembered.set(text, made)
    return made
  }

  return {
    async nearest(text, limit) {
      const asked = text.trim().toLowerCase()
      if (asked.split(/\s+/).length < wordsMin) return []
      try {
        const [vector] = await Promise.all([vectorOf(asked), refresh()])
        return await keeper.nearest(vector, limit)
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) log.debug({ err: error }, 'the embedding model did not answer')
        return []
      }
    },
  }
}
