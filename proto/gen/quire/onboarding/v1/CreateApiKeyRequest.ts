// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * One more key.
 */
export interface CreateApiKeyRequest {
  /**
   * The idempotency key. The same again is refused with ALREADY_EXISTS: a secret is never shown twice.
   */
  'requestId'?: (string);
}

/**
 * One more key.
 */
export interface CreateApiKeyRequest__Output {
  /**
   * The idempotency key. The same again is refused with ALREADY_EXISTS: a secret is never shown twice.
   */
  'requestId': (string);
}
