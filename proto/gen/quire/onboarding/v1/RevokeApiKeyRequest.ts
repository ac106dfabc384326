// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * Which key.
 */
export interface RevokeApiKeyRequest {
  /**
   * From `ApiKey.key_id`.
   */
  'keyId'?: (string);
}

/**
 * Which key.
 */
export interface RevokeApiKeyRequest__Output {
  /**
   * From `ApiKey.key_id`.
   */
  'keyId': (string);
}
