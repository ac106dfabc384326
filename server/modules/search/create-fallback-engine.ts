// Two engines as one: the first is asked, and when it fails or takes too long the second answers, within the same deadline and marked degraded.
// After a few failures the first is left alone and asked once a second whether it is back.
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  TimeoutStrategy,
  circuitBreaker,
  handleWhen,
  timeout,
  wrap,
} from 'cockatiel'
import { Refusal } from '#platform/errors'
import type { Log } from '#platform/log'
import { searchBudgetMs } from './engine.ts'
import type { SearchEngine } from './engine.ts'

/** What the first engine gets of the budget; the rest is for the second, which needs a tenth of it. */
const firstShareMs = searchBudgetMs * 0.6
/** So many failures in a row, and nobody waits for it any more … */
const failuresMax = 3
/** … but one search, this often: one that is back is used again at once. */
const halfOpenAfterMs = 1_000

export function createFallbackEngine(
  first: SearchEngine,
  second: SearchEngine,
  { log, shareMs = firstShareMs }: { readonly log: Log; readonly shareMs?: number },
): SearchEngine {
  // A refusal is an answer: the second engine would say the same. And a reader who went away says nothing about an engine.
  const failures = handleWhen((error) => !(error instanceof Refusal || isAbort(error)))
  const breaker = circuitBreaker(failures, {
    halfOpenAfter: halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  })
  breaker.onBreak(() => log.warn(`${first.name} fails; ${second.name} answers searches instead`))
  breaker.onReset(() => log.info(`${first.name} answers searches again`))
  const policy = wrap(breaker, timeout(shareMs, TimeoutStrategy.Aggressive))

  async function ask<T>(
    what: (engine: SearchEngine, signal: AbortSignal | undefined) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ answer: T; isStandIn: boolean }> {
    try {
      const answer = await policy.execute((late) =>
        what(first, signal ? AbortSignal.any([signal, late.signal]) : late.signal),
      )
      return { answer, isStandIn: false }
    } catch (error) {
      if (error instanceof Refusal || signal?.aborted) throw error
      if (!(error instanceof BrokenCircuitError)) log.debug({ err: error }, `${first.name} did not answer a search`)
      return { answer: await what(second, signal), isStandIn: true }
    }
  }

  return {
    name: first.name,
    async find(query, signal) {
      const { answer, isStandIn } = await ask((engine, until) => engine.find(query, until), signal)
      return isStandIn ? { ...answer, degraded: true } : answer
    },
    async suggest(text, limit, signal) {
      return (await ask((engine, until) => engine.suggest(text, limit, until), signal)).answer
    },
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
