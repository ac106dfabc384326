import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { fromTimestamp } from '@quire/proto/time'
import { fromProtoOrderState } from '../core/proto-names.ts'
import { noViolations } from '../onboarding/violations.ts'
import { reportOrder } from '../store/orders.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { parseReference } from './parse.ts'
import { refuseViolations } from './read-terms.ts'

const aheadMaxMs = 5 * 60_000

/** Notes that an order has moved on. Said twice or late it changes nothing; what contradicts an end that was reported before is refused. */
export async function reportOrderStatus(
  { db, clock }: OnboardingDeps,
  request: onboarding.ReportOrderStatusRequest__Output,
  { who }: SellerCall,
): Promise<onboarding.ReportOrderStatusResponse> {
  const reference = parseReference(request.requestId)
  const state = fromProtoOrderState(request.state)
  const changedAt = request.changeTime && fromTimestamp(request.changeTime)
  const { trackingNumber } = request
  const violations = noViolations()
  violations.check(
    changedAt !== null && changedAt.getTime() <= clock.now() + aheadMaxMs,
    'change_time',
    'must be a time that has passed',
  )
  violations.check(/^[\x20-\x7e]{0,64}$/.test(trackingNumber), 'tracking_number', 'must be 64 ASCII characters at most')
  violations.check(state !== 'UNSPECIFIED', 'state', 'must be one that the contract knows')
  refuseViolations(violations)
  if (state === 'UNSPECIFIED' || changedAt === null) throw new Error('a report without a violation has both')
  const outcome = await reportOrder(db, who.sellerId, { reference, state, changedAt, trackingNumber })
  if (outcome === 'unknown')
    throw rpcError(status.NOT_FOUND, 'request_id: nothing was ordered at you under this reference', {
      reason: 'ORDER_NOT_FOUND',
    })
  if (outcome === 'contradiction')
    throw rpcError(status.FAILED_PRECONDITION, 'state: contradicts how this order ended by your own word', {
      reason: 'ORDER_ENDED',
    })
  return {}
}
