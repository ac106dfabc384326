// How a benchmark measures: the product and its ceiling in turns, in one run on one machine, so that what is kept is their ratio.
import autocannon from 'autocannon'

/** What the last line with `--json` holds. `ratio` is measured ÷ ceiling: of throughputs more is better, of latencies less. */
export interface Report {
  name: string
  measured: number
  ceiling: number
  ratio: number
  unit: string
  p50_ms: number
  p99_ms: number
  [more: string]: unknown
}

export interface Load {
  perSecond: number
  p50Ms: number
  p99Ms: number
  failures: number
}

const turns = 3 // an odd number, so that the median is a real turn

/** Measures both sides in turns and keeps each side's median turn. */
export async function inTurns(sides: { measured: () => Promise<Load>; ceiling: () => Promise<Load> }) {
  const measured: Load[] = []
  const ceiling: Load[] = []
  for (let turn = 0; turn < turns; turn++) {
    ceiling.push(await sides.ceiling())
    measured.push(await sides.measured())
  }
  return { measured: median(measured), ceiling: median(ceiling) }
}

/** Sends GETs over keep-alive connections for `seconds`, as fast as they are answered. An answer that is not 2xx is a failure. */
export async function httpLoad(
  url: string,
  paths: readonly string[],
  options: { connections: number; seconds: number },
): Promise<Load> {
  const result = await autocannon({
    url,
    connections: options.connections,
    duration: options.seconds,
    requests: paths.map((path) => ({ method: 'GET', path })),
  })
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  }
}

/** Calls `once` for `seconds` from `lanes` loops at a time. A call that throws is a failure. */
export async function loopLoad(
  once: (n: number) => Promise<void>,
  options: { lanes: number; seconds: number },
): Promise<Load> {
  const tookMs: number[] = []
  let failures = 0
  let n = 0
  const begun = performance.now()
  const end = begun + options.seconds * 1000
  await Promise.all(
    Array.from({ length: options.lanes }, async () => {
      while (performance.now() < end) {
        const at = performance.now()
        await once(n++).catch(() => failures++)
        tookMs.push(performance.now() - at)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  return { perSecond: tookMs.length / seconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), failures }
}

/** Calls `once` at fixed times, `perSecond` a second for `seconds`, whether or not earlier calls have ended, so that slow ones hide none. */
export async function openLoad(
  once: () => Promise<void>,
  options: { perSecond: number; seconds: number },
): Promise<void> {
  const under: Promise<void>[] = []
  const begun = performance.now()
  for (let n = 0; n < options.perSecond * options.seconds; n++) {
    const waitMs = begun + (n * 1000) / options.perSecond - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    under.push(once())
  }
  await Promise.all(under)
}

/** The `q`-quantile of what was measured; 0 of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}

export function report(
  name: string,
  unit: string,
  { measured, ceiling }: { measured: Load; ceiling: Load },
  more: Record<string, unknown>,
): Report {
  return {
    name,
    measured: round(measured.perSecond),
    ceiling: round(ceiling.perSecond),
    ratio: round(measured.perSecond / ceiling.perSecond),
    unit,
    p50_ms: round(measured.p50Ms),
    p99_ms: round(measured.p99Ms),
    failures: measured.failures + ceiling.failures,
    ...more,
  }
}

function median(loads: Load[]): Load {
  const sorted = loads.toSorted((a, b) => a.perSecond - b.perSecond)
  return sorted[Math.floor(sorted.length / 2)] as Load
}

export const round = (value: number) => Math.round(value * 1000) / 1000
