// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Profile as _quire_onboarding_v1_Profile, Profile__Output as _quire_onboarding_v1_Profile__Output } from '../../../quire/onboarding/v1/Profile.ts';
import type { Connection as _quire_onboarding_v1_Connection, Connection__Output as _quire_onboarding_v1_Connection__Output } from '../../../quire/onboarding/v1/Connection.ts';

/**
 * A new seller.
 */
export interface RegisterSellerRequest {
  /**
   * The idempotency key, at most 64 characters.
   */
  'requestId'?: (string);
  /**
   * What it says of itself.
   */
  'profile'?: (_quire_onboarding_v1_Profile | null);
  /**
   * How it is reached.
   */
  'connection'?: (_quire_onboarding_v1_Connection | null);
}

/**
 * A new seller.
 */
export interface RegisterSellerRequest__Output {
  /**
   * The idempotency key, at most 64 characters.
   */
  'requestId': (string);
  /**
   * What it says of itself.
   */
  'profile': (_quire_onboarding_v1_Profile__Output | null);
  /**
   * How it is reached.
   */
  'connection': (_quire_onboarding_v1_Connection__Output | null);
}
