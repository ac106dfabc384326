// The stopping rule on recorded latencies and prices: how much sooner it decides, and what that costs. Seeded, so it gives the same again.
// A simulated round takes the prices of one recorded round and draws each seller's latency from that seller's recorded ones. The rule learns
// as in service, from rounds that came before, and is measured on later ones only.
import { decideStop, hardMs } from '../../server/modules/offers/decide-stop.ts'
import { learn, newHabit } from '../../server/modules/offers/habits.ts'
import type { Habit } from '../../server/modules/offers/habits.ts'
import type { Answer, Round } from './rounds.ts'

export interface Policy {
  readonly name: string
  /** True when the round is decided at `elapsedMs`. */
  isDecided(round: { hasBuyable: boolean; isFinal: boolean; elapsedMs: number; missing: readonly Habit[] }): boolean
}

export interface Outcome {
  readonly policy: string
  /** Time to decision, milliseconds. */
  readonly p50Ms: number
  readonly p99Ms: number
  /** What was lost by not waiting for everybody, as a share of the price: on average, and in how many rounds there was any. */
  readonly regret: number
  readonly regretShare: number
}

const lookMs = 50 // as collect-quotes.ts
const learningRounds = 300
const seed = 20_261_122

/** Runs `count` rounds under each policy, the same rounds for all of them. */
export function simulateRounds(recorded: readonly Round[], policies: readonly Policy[], count: number): Outcome[] {
  const random = createRandom(seed)
  const draw = createDraw(recorded, random)
  const habits = new Map<string, Habit>()
  for (let i = 0; i < learningRounds; i++) teach(habits, draw())
  const rounds = Array.from({ length: count }, draw)
  return policies.map((policy) => {
    const ends = rounds.map((round) => run(round, policy, habits))
    const times = ends.map(({ afterMs }) => afterMs).toSorted((a, b) => a - b)
    const at = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
    const lost = ends.map(({ regret }) => regret)
    return {
      policy: policy.name,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      regret: lost.reduce((sum, each) => sum + each, 0) / lost.length,
      regretShare: lost.filter((each) => each > 0).length / lost.length,
    }
  })
}

/** The rule as it runs, allowing this regret. */
export const rule = (regret: number): Policy => ({
  name: `rule ${(regret * 100).toFixed(2)} %`,
  isDecided: (round) => decideStop(round, regret),
})

/** For comparison: a fixed time. */
export const fixed = (ms: number): Policy => ({
  name: `${ms} ms`,
  isDecided: ({ hasBuyable, isFinal, elapsedMs }) => isFinal || elapsedMs >= hardMs || (hasBuyable && elapsedMs >= ms),
})

export const everybody: Policy = {
  name: 'everybody',
  isDecided: ({ isFinal, elapsedMs }) => isFinal || elapsedMs >= hardMs,
}

function run(round: Round, policy: Policy, habits: ReadonlyMap<string, Habit>): { afterMs: number; regret: number } {
  const sellers = [...round]
  const final = Math.max(...sellers.map(([, { ms }]) => ms ?? hardMs))
  const moments = new Set(sellers.flatMap(([, { ms }]) => (ms === null ? [] : [ms])))
  for (let ms = lookMs; ms <= hardMs; ms += lookMs) moments.add(ms)
  for (const elapsedMs of [...moments].toSorted((a, b) => a - b)) {
    const here = sellers.filter(([, { ms }]) => ms !== null && ms <= elapsedMs)
    const missing = sellers.flatMap(([id, { ms }]) =>
      ms === null || ms > elapsedMs ? [habits.get(id) ?? newHabit] : [],
    )
    const best = lowest(here)
    const isFinal = elapsedMs >= final
    if (!policy.isDecided({ hasBuyable: best !== null, isFinal, elapsedMs, missing })) continue
    const cheapest = lowest(sellers)
    return { afterMs: elapsedMs, regret: best && cheapest ? (best - cheapest) / best : 0 }
  }
  return { afterMs: hardMs, regret: 0 }
}

function lowest(sellers: readonly (readonly [string, Answer])[]): number | null {
  const minors = sellers.flatMap(([, { ms, minor }]) => (ms === null || minor === null ? [] : [minor]))
  return minors.length === 0 ? null : Math.min(...minors)
}

function teach(habits: Map<string, Habit>, round: Round): void {
  for (const [id, { ms, minor }] of round) {
    const others = lowest([...round].filter(([other]) => other !== id))
    const sight = { tookMs: ms, carried: minor !== null, ratio: minor !== null && others ? minor / others : null }
    habits.set(id, learn(habits.get(id) ?? newHabit, ms === null ? { tookMs: null } : sight))
  }
}

function createDraw(recorded: readonly Round[], random: () => number): () => Round {
  const latencies = new Map<string, (number | null)[]>()
  for (const round of recorded) for (const [id, { ms }] of round) latencies.set(id, [...(latencies.get(id) ?? []), ms])
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  return () =>
    new Map([...pick(recorded)].map(([id, { minor }]) => [id, { minor, ms: pick(latencies.get(id) ?? [null]) }]))
}

/** Mulberry32: small, seeded, good enough for drawing rounds. */
function createRandom(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
