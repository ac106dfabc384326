// One run of the kit for one seller: taken by lease, so that there is one at a time in all processes; kept and acted upon when it was whole.
import type { onboarding } from '@quire/proto'
import type { SellerEntry } from '../core/registry.ts'
import type { Db } from '../store/database.ts'
import { endRun, leaseRun, saveReport } from '../store/reports.ts'
import { settleRun } from '../store/sellers.ts'
import type { ConformanceKit } from './kit.ts'
import type { StoredSeller } from './model.ts'

/** The longest that a run may take; it is ended then. */
export const runMaxMs = 10 * 60_000
// A run that was ended still has to tidy up before the next may begin.
const leaseMs = runMaxMs + 30_000

export interface KitRun {
  db: Db
  kit: ConformanceKit
  seller: StoredSeller
  entry: SellerEntry
  /** Only these; all when empty, and only then is the report kept and acted upon. */
  checks: readonly string[]
  signal: AbortSignal
}

/** Yields each check as it ends and the report last. Throws RunUnderWay when somebody else runs the kit for this seller. */
export async function* runKit({
  db,
  kit,
  seller,
  entry,
  checks,
  signal,
}: KitRun): AsyncGenerator<{ result: onboarding.CheckResult } | { report: onboarding.ConformanceReport }> {
  if (!(await leaseRun(db, seller.id, leaseMs))) throw new RunUnderWay()
  const limited = AbortSignal.any([signal, AbortSignal.timeout(runMaxMs)])
  try {
    const results: onboarding.CheckResult[] = []
    const { testIsbn13s } = seller.profile
    for await (const result of kit.run(
      { entry, testIsbn13s, challengeToken: seller.challengeToken, checks },
      limited,
    )) {
      results.push(result)
      yield { result }
    }
    limited.throwIfAborted()
    const report = kit.toReport(results)
    if (checks.length === 0) {
      await saveReport(db, seller.id, report)
      await settleRun(db, seller.id, { terms: seller.terms, conforms: report.conforms ?? false })
    }
    yield { report }
  } finally {
    await endRun(db, seller.id)
  }
}

/** The kit runs for this seller already. */
export class RunUnderWay extends Error {
  override readonly name = 'RunUnderWay'
}
