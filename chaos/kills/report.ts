// What a run of kills says at its end: the same figures every time, so that runs can be compared.
import type { Dossier } from '../books/model.ts'
import { hasEnded } from '../invariants/invariant.ts'
import type { KillsResult } from './run.ts'

export interface KillsReport {
  readonly purchases: number
  /** Processes killed and misfortunes that purchases met, all told; `kinds` has them by kind. */
  readonly faults: number
  readonly kinds: Readonly<Record<string, number>>
  readonly mix: Readonly<Record<string, number>>
  readonly ended: Readonly<Record<string, number>>
  /** Orders whose answer was lost, and how many of them were settled without a person. */
  readonly unknown: number
  readonly unknownResolved: number
  readonly review: number
  readonly deadJobs: number
  /** From the last kill that met a purchase to the purchase's end. */
  readonly recoveryMs: { readonly p50: number | null; readonly p99: number | null; readonly of: number }
}

export function toReport(result: KillsResult): KillsReport {
  const { books, kills, kinds: mix } = result
  const { dossiers } = books
  const kinds = faultKinds(result)
  const unknown = dossiers.filter(({ events }) => events.some(({ event }) => event === 'answerLost'))
  const recovered = recoveries(result)
  return {
    purchases: dossiers.length,
    faults: Object.values(kinds).reduce((total, count) => total + count, 0),
    kinds,
    mix,
    ended: countBy(dossiers, ({ state }) => state),
    unknown: unknown.length,
    unknownResolved: unknown.filter((dossier) => hasEnded(dossier) && dossier.state !== 'NEEDS_REVIEW').length,
    review: dossiers.filter(({ state }) => state === 'NEEDS_REVIEW').length,
    deadJobs: books.deadJobs,
    recoveryMs: {
      p50: percentile(recovered, 0.5),
      p99: percentile(recovered, 0.99),
      of: new Set(kills.flatMap(({ hit }) => hit)).size,
    },
  }
}

const refusalFaults: Readonly<Record<string, string>> = { SOLD_OUT: 'F30', PRICE_CHANGED: 'F31' }

function faultKinds({ books: { dossiers }, kills }: KillsResult): Record<string, number> {
  const killed = countBy(kills, ({ process }) => `${process === 'gateway' ? 'F08' : 'F05'} kill -9 ${process}`)
  const events = (name: string) => dossiers.flatMap((each) => each.events.filter(({ event }) => event === name)).length
  const refusals = dossiers.flatMap(({ attempts }) =>
    attempts.flatMap(({ state, reason }) =>
      state === 'REFUSED' && reason ? [`${refusalFaults[reason] ?? 'F30'} seller says ${reason}`] : [],
    ),
  )
  const bank = {
    'F28/F29 seller answer lost': events('answerLost'),
    'bank asks the shopper': events('actionNeeded'),
    'bank declines': events('declined'),
    'shopper cancels': events('cancelRequested') + events('cancelled'),
  }
  const all = { ...killed, ...bank, ...countBy(refusals, (name) => name) }
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
}

/** For each purchase that a kill met: from the last such kill to its end, ms, ascending. */
function recoveries({ books: { dossiers }, kills }: KillsResult): number[] {
  return dossiers
    .flatMap((dossier) => {
      const last = kills.findLast(({ hit }) => hit.includes(dossier.id))
      return last && hasEnded(dossier) ? [Math.max(0, endOf(dossier) - last.at.getTime())] : []
    })
    .toSorted((a, b) => a - b)
}

function endOf({ events }: Dossier): number {
  return events.at(-1)?.at.getTime() ?? 0
}

function percentile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? null
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) {
    const name = nameOf(item)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
