// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Seller as _quire_onboarding_v1_Seller, Seller__Output as _quire_onboarding_v1_Seller__Output } from '../../../quire/onboarding/v1/Seller.ts';

/**
 * The seller as it is now.
 */
export interface UpdateSellerResponse {
  /**
   * The seller.
   */
  'seller'?: (_quire_onboarding_v1_Seller | null);
}

/**
 * The seller as it is now.
 */
export interface UpdateSellerResponse__Output {
  /**
   * The seller.
   */
  'seller': (_quire_onboarding_v1_Seller__Output | null);
}
