import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { RunUnderWay, runKit, runMaxMs } from '../onboarding/run-kit.ts'
import { toEntry } from '../onboarding/to-entry.ts'
import { noViolations } from '../onboarding/violations.ts'
import { openSecrets } from '../store/secrets.ts'
import { findSeller } from '../store/sellers.ts'
import type { Patience } from './handler.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { refuseViolations } from './read-terms.ts'

/** A run lasts minutes: the kit waits where an attack has to wait. */
export const conformancePatience: Patience = { defaultMs: runMaxMs, maxMs: runMaxMs }

/** Runs the kit against the caller's endpoint and streams each check. A whole run that conforms makes the seller live. */
export async function* runConformance(
  deps: OnboardingDeps,
  { checks }: onboarding.RunConformanceRequest__Output,
  { who, signal, log }: SellerCall,
): AsyncGenerator<onboarding.RunConformanceResponse> {
  const { db, seals, kit, allowLoopback } = deps
  if (!kit)
    throw rpcError(status.FAILED_PRECONDITION, 'this gateway runs no conformance kit', { reason: 'KIT_MISSING' })
  const violations = noViolations()
  for (const [i, check] of checks.entries())
    violations.check(kit.checks.includes(check), `checks[${i}]`, 'is not the name of a check')
  refuseViolations(violations)
  const seller = await findSeller(db, who.sellerId)
  if (!seller) throw new Error(`there is no seller ${who.sellerId}`)
  if (seller.verifiedAt === null)
    throw rpcError(
      status.FAILED_PRECONDITION,
      'the endpoint is not proven to be yours yet: call VerifyEndpoint first',
      {
        reason: 'ENDPOINT_NOT_VERIFIED',
      },
    )
  const entry = toEntry(seller, await openSecrets(db, seals, seller.id), allowLoopback)
  try {
    for await (const event of runKit({ db, kit, seller, entry, checks, signal })) {
      if ('report' in event) {
        const { conforms, failed } = event.report
        log.info({ seller: seller.id, conforms, failed, checks: checks.length }, 'the conformance kit has run')
        await deps.following.refresh()
      }
      yield event
    }
  } catch (error) {
    if (error instanceof RunUnderWay)
      throw rpcError(status.ABORTED, 'the kit is running for you already', {
        reason: 'RUN_UNDER_WAY',
        retryAfterMs: 10_000,
      })
    throw signal.aborted ? signal.reason : error
  }
}
