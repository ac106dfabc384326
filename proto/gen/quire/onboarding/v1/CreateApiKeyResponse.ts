// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { ApiKey as _quire_onboarding_v1_ApiKey, ApiKey__Output as _quire_onboarding_v1_ApiKey__Output } from '../../../quire/onboarding/v1/ApiKey.ts';

/**
 * The key.
 */
export interface CreateApiKeyResponse {
  /**
   * The whole key, shown this once.
   */
  'apiKey'?: (string);
  /**
   * What is kept of it.
   */
  'key'?: (_quire_onboarding_v1_ApiKey | null);
}

/**
 * The key.
 */
export interface CreateApiKeyResponse__Output {
  /**
   * The whole key, shown this once.
   */
  'apiKey': (string);
  /**
   * What is kept of it.
   */
  'key': (_quire_onboarding_v1_ApiKey__Output | null);
}
