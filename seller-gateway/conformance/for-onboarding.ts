// The kit as onboarding runs it: against a registered seller, by the gateway's own rules for strangers' addresses and at the seller's pace.
import { systemClock } from '../core/clock.ts'
import { resolveChecked } from '../core/address-guard.ts'
import { connectSeller } from '../core/registry.ts'
import type { SellerEntry } from '../core/registry.ts'
import type { ConformanceKit } from '../onboarding/kit.ts'
import { subjectOf } from './adapter-subject.ts'
import { connectGrpcSubject } from './grpc/subject.ts'
import { kitVersion, toReport } from './report.ts'
import { allChecks, runKit } from './run-kit.ts'
import type { CheckResult } from './run-kit.ts'
import type { Subject } from './subject.ts'

// Some 350 calls: at this rate a run takes seconds, and no seller is hurt by it.
const perSecondMax = 50
const concurrentMax = 10

/** What `startGateway` checks sellers with. */
export const conformanceKit: ConformanceKit = {
  version: kitVersion,
  checks: allChecks.map(({ name }) => name),
  toReport: (results) => toReport(results as CheckResult[], new Date(systemClock.now())),
  async *run({ entry, testIsbn13s, challengeToken, checks }, signal) {
    const subject = await open(entry).catch((error: unknown) => unreachable(error))
    if ('check' in subject) return yield subject
    const { currency, currencies, limits } = entry
    try {
      yield* runKit(subject, {
        isbns: testIsbn13s,
        currency,
        currencies,
        quoteTimeoutMs: limits.quoteTimeoutMs,
        orderTimeoutMs: limits.orderTimeoutMs,
        perSecond: Math.min(limits.perSecond, perSecondMax),
        concurrent: Math.min(limits.concurrent, concurrentMax),
        challenge: challengeToken,
        checks,
        signal,
      })
    } finally {
      await subject.close()
    }
  },
}

async function open(entry: SellerEntry): Promise<Subject> {
  const { id, connection, allowLoopback } = entry
  if (connection.protocol !== 'grpc') {
    const adapter = connectSeller(entry, { clock: systemClock, onRequest: () => {} })
    return subjectOf(adapter, { name: id, pricesFrom: 'asking' })
  }
  return connectGrpcSubject({
    address: connection.address,
    isPlaintext: !connection.tls,
    apiKey: connection.apiKey,
    resolve: async (host) => (await resolveChecked(host, { allowLoopback }))[0],
  })
}

/** An endpoint that is not there has failed the first check; a run that only broke would tell its integrator nothing. */
function unreachable(error: unknown): CheckResult {
  const [first] = allChecks
  if (!first || !(error instanceof Error)) throw error
  const { name, rule, required, expected } = first
  const detail = 'See that the endpoint is up, at the address and with the certificate that you registered.'
  const state = 'CHECK_STATE_FAILED'
  return { check: name, rule, required, state, sent: '', expected, received: error.message, detail, elapsed: null }
}
