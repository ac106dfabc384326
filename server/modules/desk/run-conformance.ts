// Runs of the conformance kit, held by this process while they last and a little longer: a reader whose connection breaks, or who comes
// back to the page, follows the same run. Only what the gateway keeps, the report, outlives the process.
import { refuse } from './model.ts'
import type { DeskDeps, Failure, Owner, RunEvent } from './model.ts'
import { openSeller } from './open-seller.ts'
import { toRefusal } from './say-failure.ts'

const runMs = 10 * 60_000 // the kit's own limit is shorter; this ends a stuck stream
const runsMax = 60 // kept in all; a run of a hundred checks is some 200 kB
const activeMax = 20 // under way at the same time: each is a stream to the gateway

export interface Runs {
  /**
   * Follows the account's run `runId` after the first `seen` events; starts it when there is none and `seen` is 0. Leaving does not end it.
   * Throws the refusals of `openSeller`, and `desk.throttled` when too many are under way.
   */
  follow(what: Owner & { runId: string; seen: number }, signal?: AbortSignal): AsyncGenerator<Numbered>
  /** Ends every run. */
  close(): void
}

interface Numbered {
  /** 1 for the first event. */
  readonly seq: number
  readonly event: RunEvent
}

interface Run {
  readonly events: RunEvent[]
  isOver: boolean
  wake: PromiseWithResolvers<void>
}

export function createRuns(deps: DeskDeps): Runs {
  const runs = new Map<string, Run>() // in the order of starting
  const closing = new AbortController()

  async function start(name: string, owner: Owner): Promise<Run> {
    const { key } = await openSeller(deps, owner)
    const begun = runs.get(name) // by a second request while the key was being read
    if (begun) return begun
    if ([...runs.values()].filter(({ isOver }) => !isOver).length >= activeMax) throw refuse('throttled')
    const run: Run = { events: [], isOver: false, wake: Promise.withResolvers() }
    runs.set(name, run)
    forgetOldest(runs)
    void drive(deps, { run, key, sellerId: owner.sellerId }, closing.signal)
    return run
  }

  return {
    async *follow({ accountId, sellerId, runId, seen }, signal) {
      const name = JSON.stringify([accountId, sellerId, runId])
      const run = runs.get(name) ?? (seen === 0 ? await start(name, { accountId, sellerId }) : null)
      if (run) yield* eventsOf(run, seen, signal)
      else yield { seq: seen + 1, event: { type: 'ended', sentence: elsewhere } }
    },
    close: () => closing.abort(),
  }
}

const elsewhere =
  'The connection moved to another process of Quire. The run goes on; its report is here as soon as it ends.'

async function drive(
  deps: DeskDeps,
  { run, key, sellerId }: { run: Run; key: string; sellerId: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const event of deps.onboarding.runConformance(key, { timeoutMs: runMs, signal }))
      push(run, 'type' in event ? event : { type: 'ended', sentence: say(event) })
  } catch (error) {
    deps.log.error({ err: error, sellerId }, 'a run of the conformance kit failed')
  }
  const last = run.events.at(-1)
  if (last?.type !== 'report' && last?.type !== 'ended') push(run, { type: 'ended', sentence: broken })
  run.isOver = true
  run.wake.resolve()
}

const broken = 'The run ended without a report. Nothing has changed; run it again.'

const say = (failure: Failure) => (failure.kind === 'unknown' ? broken : toRefusal(failure).message)

function push(run: Run, event: RunEvent): void {
  run.events.push(event)
  const waking = run.wake
  run.wake = Promise.withResolvers()
  waking.resolve()
}

async function* eventsOf(run: Run, seen: number, signal: AbortSignal | undefined): AsyncGenerator<Numbered> {
  const aborted = Promise.withResolvers<void>()
  const abort = () => aborted.resolve()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    for (let seq = seen; !signal?.aborted;) {
      const next = run.wake.promise // taken before looking, so that nothing falls between look and wait
      for (; seq < run.events.length; seq++) yield { seq: seq + 1, event: run.events[seq] as RunEvent }
      if (run.isOver) return
      await Promise.race([next, aborted.promise])
    }
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** Runs that are over go first to last; one under way is never forgotten. */
function forgetOldest(runs: Map<string, Run>): void {
  for (const [name, { isOver }] of runs) {
    if (runs.size <= runsMax) return
    if (isOver) runs.delete(name)
  }
}
