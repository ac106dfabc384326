import type { onboarding } from '@quire/proto'
import type { SellerStanding } from '../core/standing/standings.ts'

/** A seller's standing as it is told to the seller itself. */
export function toProtoStanding(standing: SellerStanding): onboarding.Standing {
  const { orderCount: _, ...told } = standing // the sum of what follows
  return told
}
