// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Offer as _quire_onboarding_v1_Offer, Offer__Output as _quire_onboarding_v1_Offer__Output } from '../../../quire/onboarding/v1/Offer.ts';

/**
 * One copy's price and stock.
 */
export interface PushOffersRequest {
  /**
   * The offer.
   */
  'offer'?: (_quire_onboarding_v1_Offer | null);
}

/**
 * One copy's price and stock.
 */
export interface PushOffersRequest__Output {
  /**
   * The offer.
   */
  'offer': (_quire_onboarding_v1_Offer__Output | null);
}
