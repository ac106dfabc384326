// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Seller as _quire_onboarding_v1_Seller, Seller__Output as _quire_onboarding_v1_Seller__Output } from '../../../quire/onboarding/v1/Seller.ts';

/**
 * The caller's seller.
 */
export interface GetSellerResponse {
  /**
   * The seller.
   */
  'seller'?: (_quire_onboarding_v1_Seller | null);
}

/**
 * The caller's seller.
 */
export interface GetSellerResponse__Output {
  /**
   * The seller.
   */
  'seller': (_quire_onboarding_v1_Seller__Output | null);
}
