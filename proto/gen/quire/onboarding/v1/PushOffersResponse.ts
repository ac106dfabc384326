// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { OfferRefusal as _quire_onboarding_v1_OfferRefusal, OfferRefusal__Output as _quire_onboarding_v1_OfferRefusal__Output } from '../../../quire/onboarding/v1/OfferRefusal.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What was taken.
 */
export interface PushOffersResponse {
  /**
   * Offers taken.
   */
  'accepted'?: (number | string | Long);
  /**
   * Offers that were older than what is known.
   */
  'stale'?: (number | string | Long);
  /**
   * The first hundred that were refused, and how many in all.
   */
  'refusals'?: (_quire_onboarding_v1_OfferRefusal)[];
  /**
   * Offers refused.
   */
  'refused'?: (number | string | Long);
}

/**
 * What was taken.
 */
export interface PushOffersResponse__Output {
  /**
   * Offers taken.
   */
  'accepted': (string);
  /**
   * Offers that were older than what is known.
   */
  'stale': (string);
  /**
   * The first hundred that were refused, and how many in all.
   */
  'refusals': (_quire_onboarding_v1_OfferRefusal__Output)[];
  /**
   * Offers refused.
   */
  'refused': (string);
}
