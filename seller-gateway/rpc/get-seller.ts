import type { onboarding } from '@quire/proto'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { viewSeller } from './to-proto-seller.ts'

/** The caller's own seller. */
export async function getSeller(
  deps: OnboardingDeps,
  _request: onboarding.GetSellerRequest__Output,
  { who }: SellerCall,
): Promise<onboarding.GetSellerResponse> {
  return { seller: await viewSeller(deps, who.sellerId) }
}
