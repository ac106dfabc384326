// What a seller usually does: how long it takes, whether it answers and has the book, and what it charges beside the others. Pure.
// Learned from every round of live quotes; older rounds fade. Sellers met for the first time are thought of as the prior says.

/** A running mean and variance of which older values fade. */
interface Running {
  readonly mean: number
  readonly variance: number
  /** How many values it stands for; bounded, which is what makes older ones fade. */
  readonly weight: number
}

/** One seller's habits towards one country. */
export interface Habit {
  /** Natural logarithm of the milliseconds to its complete answer, as if every answer came in the end. */
  readonly lnMs: Running
  /** Share of questions that are answered at all, from 0 to 1. */
  readonly answers: Running
  /** Share of answers with a copy, from 0 to 1. */
  readonly carries: Running
  /** Natural logarithm of its lowest total over the lowest of all others. */
  readonly lnRatio: Running
}

/** What one round showed of one seller. */
export interface Sight {
  /** Milliseconds to its complete answer; null when none came. */
  readonly tookMs: number | null
  /** Its lowest total over the lowest of all others; null when it or they had no copy, undefined when that cannot be known. */
  readonly ratio?: number | null
  /** True when it had a copy. */
  readonly carried?: boolean
}

const weightMax = 200 // rounds: a seller that changes its ways is known again after as many
// The prior stands for three rounds of a middling seller: it answers within seconds and is cheapest now and then.
const prior: Habit = {
  lnMs: { mean: Math.log(400), variance: 1, weight: 3 },
  answers: { mean: 0.97, variance: 0, weight: 3 },
  carries: { mean: 0.9, variance: 0, weight: 3 },
  lnRatio: { mean: Math.log(1.15), variance: 0.09, weight: 3 },
}

export const newHabit: Habit = prior

/** The habit after one more round. */
export function learn(habit: Habit, { tookMs, ratio, carried }: Sight): Habit {
  return {
    answers: add(habit.answers, tookMs === null ? 0 : 1),
    lnMs: tookMs === null ? habit.lnMs : add(habit.lnMs, Math.log(Math.max(1, tookMs))),
    carries: carried === undefined ? habit.carries : add(habit.carries, carried ? 1 : 0),
    lnRatio: ratio === undefined || ratio === null || ratio <= 0 ? habit.lnRatio : add(habit.lnRatio, Math.log(ratio)),
  }
}

/**
 * The chance that a seller which has been silent for `elapsedMs` still brings a copy before `hardMs`: Bayes' rule over a log-normal time
 * to answer, of which a share never comes.
 */
export function chanceOfCopy(habit: Habit, elapsedMs: number, hardMs: number): number {
  const answered = (ms: number) =>
    habit.answers.mean * normalCdf((Math.log(Math.max(1, ms)) - habit.lnMs.mean) / spread(habit.lnMs, 0.1))
  const silent = 1 - answered(elapsedMs)
  const comes = Math.max(0, answered(hardMs) - answered(elapsedMs))
  return silent <= 0 ? 0 : (comes / silent) * habit.carries.mean
}

/**
 * What a copy of this seller saves on average, as a share of the best price so far: E[(1 − R)⁺] where ln R is normal, the formula of a
 * put option (Black 1976) at strike one.
 */
export function savingOfCopy({ lnRatio }: Habit): number {
  const sigma = spread(lnRatio, 0.02)
  const d = -lnRatio.mean / sigma
  return Math.max(0, normalCdf(d) - Math.exp(lnRatio.mean + sigma ** 2 / 2) * normalCdf(d - sigma))
}

/** Welford's update with a bounded weight; after the bound it is an exponentially weighted mean and variance. */
function add({ mean, variance, weight }: Running, value: number): Running {
  const next = Math.min(weight + 1, weightMax)
  const delta = value - mean
  const nextMean = mean + delta / next
  return { mean: nextMean, variance: variance + (delta * (value - nextMean) - variance) / next, weight: next }
}

/** The standard deviation, never so small that what has not been seen yet becomes impossible. */
function spread({ variance }: Running, min: number): number {
  return Math.max(min, Math.sqrt(variance))
}

/** Standard normal distribution function by Abramowitz and Stegun 7.1.26; absolute error below 1.5 × 10⁻⁷. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const half = (1 - poly * Math.exp(-x * x)) / 2
  return z >= 0 ? 0.5 + half : 0.5 - half
}
