// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { ApiKey as _quire_onboarding_v1_ApiKey, ApiKey__Output as _quire_onboarding_v1_ApiKey__Output } from '../../../quire/onboarding/v1/ApiKey.ts';

/**
 * The keys that are left.
 */
export interface RevokeApiKeyResponse {
  /**
   * Newest first.
   */
  'apiKeys'?: (_quire_onboarding_v1_ApiKey)[];
}

/**
 * The keys that are left.
 */
export interface RevokeApiKeyResponse__Output {
  /**
   * Newest first.
   */
  'apiKeys': (_quire_onboarding_v1_ApiKey__Output)[];
}
