// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Seller as _quire_onboarding_v1_Seller, Seller__Output as _quire_onboarding_v1_Seller__Output } from '../../../quire/onboarding/v1/Seller.ts';

/**
 * The seller that was registered.
 */
export interface RegisterSellerResponse {
  /**
   * The seller.
   */
  'seller'?: (_quire_onboarding_v1_Seller | null);
  /**
   * Its first key, `qsk_<key id>_<secret>`; empty when this request was answered before.
   */
  'apiKey'?: (string);
}

/**
 * The seller that was registered.
 */
export interface RegisterSellerResponse__Output {
  /**
   * The seller.
   */
  'seller': (_quire_onboarding_v1_Seller__Output | null);
  /**
   * Its first key, `qsk_<key id>_<secret>`; empty when this request was answered before.
   */
  'apiKey': (string);
}
