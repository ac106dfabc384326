// The form of a licence pool: what it shows of one, and what is sent of it. Pure.
import type { LicencePool } from '../../api/shapes.ts'
import { readWhole } from '../../parts/read-input.ts'

const limits = { licences: 1_000, total: 100_000, days: 365 } // the server's

/** As typed. */
export interface PoolDraft {
  readonly concurrent: string
  readonly total: string
  readonly days: string
  /** `YYYY-MM-DD`, or nothing. */
  readonly until: string
}

export interface PoolTerms {
  readonly concurrentLimit: number
  readonly totalLimit: number | null
  readonly loanDays: number
  readonly endsAt: string | null
}

export const emptyPool: PoolDraft = { concurrent: '1', total: '', days: '14', until: '' }

export function toDraft({ concurrentLimit, totalLimit, loanDays, endsAt }: LicencePool): PoolDraft {
  return {
    concurrent: String(concurrentLimit),
    total: totalLimit === null ? '' : String(totalLimit),
    days: String(loanDays),
    until: endsAt === null ? '' : dayOf(endsAt),
  }
}

/** The terms, or the fields that are wrong. A day counts to its end, where staff are. */
export function readDraft({ concurrent, total, days, until }: PoolDraft): PoolTerms | { wrong: (keyof PoolDraft)[] } {
  const concurrentLimit = readWhole(concurrent, 0, limits.licences)
  const totalLimit = total.trim() === '' ? null : readWhole(total, 0, limits.total)
  const loanDays = readWhole(days, 1, limits.days)
  const end = until === '' ? null : new Date(`${until}T23:59:59.999`)
  const isBadEnd = end !== null && Number.isNaN(end.getTime())
  const isBadTotal = totalLimit === null && total.trim() !== ''
  if (concurrentLimit === null || isBadTotal || loanDays === null || isBadEnd) {
    const wrong: Record<keyof PoolDraft, boolean> = {
      concurrent: concurrentLimit === null,
      total: isBadTotal,
      days: loanDays === null,
      until: isBadEnd,
    }
    return { wrong: (Object.keys(wrong) as (keyof PoolDraft)[]).filter((field) => wrong[field]) }
  }
  return { concurrentLimit, totalLimit, loanDays, endsAt: end?.toISOString() ?? null }
}

function dayOf(iso: string): string {
  const at = new Date(iso)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
