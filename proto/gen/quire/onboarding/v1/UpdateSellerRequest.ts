// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Profile as _quire_onboarding_v1_Profile, Profile__Output as _quire_onboarding_v1_Profile__Output } from '../../../quire/onboarding/v1/Profile.ts';
import type { Connection as _quire_onboarding_v1_Connection, Connection__Output as _quire_onboarding_v1_Connection__Output } from '../../../quire/onboarding/v1/Connection.ts';

/**
 * What to change.
 */
export interface UpdateSellerRequest {
  /**
   * The idempotency key.
   */
  'requestId'?: (string);
  /**
   * The new profile, whole; absent when it stays.
   */
  'profile'?: (_quire_onboarding_v1_Profile | null);
  /**
   * The new connection, whole; absent when it stays. Secrets left out stay as they are.
   */
  'connection'?: (_quire_onboarding_v1_Connection | null);
}

/**
 * What to change.
 */
export interface UpdateSellerRequest__Output {
  /**
   * The idempotency key.
   */
  'requestId': (string);
  /**
   * The new profile, whole; absent when it stays.
   */
  'profile': (_quire_onboarding_v1_Profile__Output | null);
  /**
   * The new connection, whole; absent when it stays. Secrets left out stay as they are.
   */
  'connection': (_quire_onboarding_v1_Connection__Output | null);
}
