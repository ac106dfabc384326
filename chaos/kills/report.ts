// What a run of kills says at its end: the same figures every time, so that runs can be compared.
import type { Dossier } from '../books/model.ts'
import { countBy } from '../count-by.ts'
import { hasEnded } from '../invariants/invariant.ts'
import type { KillsResult } from './run.ts'

export interface KillsReport {
  readonly purchases: number
  /** How often each kind of fault struck, with its id in the catalogue. */
  readonly kinds: Readonly<Record<string, number>>
  readonly mix: Readonly<Record<string, number>>
  readonly ended: Readonly<Record<string, number>>
  /** Orders whose answer was lost, and how many of them were settled without a person. */
  readonly unknown: number
  readonly unknownResolved: number
  readonly review: number
  readonly deadJobs: number
  /** Of our own copies. */
  readonly checkouts: Readonly<Record<string, number>>
  /** From a kill -9 to the next step of each purchase that was being driven; `lost` never took one. */
  readonly recoveryMs: {
    readonly p50: number | null
    readonly p99: number | null
    readonly of: number
    readonly lost: number
  }
  /** How many maxima were listened for in how many bytes that left for sellers, and how many were heard. */
  readonly sealed: { readonly maxima: number; readonly bytes: number; readonly found: number }
  readonly peakMemoryMb: number
}

export function toReport(result: KillsResult): KillsReport {
  const { books, recovery, sealed, wishes } = result
  const { dossiers } = books
  const unknown = dossiers.filter(({ events }) => events.some(({ event }) => event === 'answerLost'))
  const { recoveredMs, lost } = recovery
  return {
    purchases: dossiers.length,
    kinds: faultKinds(result),
    mix: countBy(wishes, ({ kind }) => kind),
    ended: countBy(dossiers, ({ state }) => state),
    unknown: unknown.length,
    unknownResolved: unknown.filter((dossier) => hasEnded(dossier) && dossier.state !== 'NEEDS_REVIEW').length,
    review: dossiers.filter(({ state }) => state === 'NEEDS_REVIEW').length,
    deadJobs: books.deadJobs,
    checkouts: countBy(books.checkouts, ({ state }) => state),
    recoveryMs: { p50: percentile(recoveredMs, 0.5), p99: percentile(recoveredMs, 0.99), of: recoveredMs.length, lost },
    sealed: { ...sealed, found: sealed.found.length },
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

/** How many faults there were of these, all told. */
export function totalOf(kinds: Readonly<Record<string, number>>): number {
  return Object.values(kinds).reduce((total, count) => total + count, 0)
}

function faultKinds({ books: { dossiers }, carts, struck, mishaps, wishes }: KillsResult): Record<string, number> {
  const kinds: Record<string, number> = {}
  for (const [{ id, name }, count] of struck) kinds[`${id} ${name}`] = count
  const events = (name: string) => dossiers.flatMap((each) => each.events.filter(({ event }) => event === name)).length
  const refused = (why: string) =>
    dossiers.flatMap((each) => each.attempts.filter(({ state, reason }) => state === 'REFUSED' && reason === why))
      .length
  const conduct = (what: keyof (typeof wishes)[number]['conduct']) =>
    wishes.filter((wanted) => wanted.conduct[what] !== undefined).length
  Object.assign(kinds, {
    'F18 the same request a hundred times at once': conduct('storm'),
    'F19 another request under the key meanwhile': conduct('meddles'),
    'F20 the same request again after the end': dossiers.filter(({ heard }) => heard?.replay).length,
    'F21 shopper hangs up and asks again': conduct('hangUpAfterMs'),
    'F22 cancellation beside whatever step runs': cancels(dossiers),
    'F23 provider acts, then its answer is lost': mishaps.actedThenTimedOut,
    'F24 provider keeps a 500 under the key': mishaps.failed,
    'F25 provider answers 409 or 429': mishaps.busy + mishaps.throttled,
    'F26 webhook sent again, in another order': mishaps.webhookDuplicates,
    'F28 seller loses the answer to an order, or F29 accepts it late': events('answerLost'),
    'F30 sold out at the moment of ordering': refused('SOLD_OUT'),
    'F42 cart that found too few of our own copies': carts.filter(({ refusal }) => refusal !== null).length,
    'F31 price moved at the moment of ordering': refused('PRICE_CHANGED'),
  })
  return Object.fromEntries(Object.entries(kinds).filter(([, count]) => count > 0))
}

function cancels(dossiers: readonly Dossier[]): number {
  return dossiers.reduce((total, { heard }) => total + (heard?.cancels ?? 0), 0)
}

function percentile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? null
}
