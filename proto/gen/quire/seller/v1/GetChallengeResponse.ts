// Original file: proto/quire/seller/v1/seller.proto


/**
 * The challenge.
 */
export interface GetChallengeResponse {
  /**
   * From `quire.onboarding.v1.Challenge.token`; empty for a seller that was not registered that way.
   */
  'token'?: (string);
}

/**
 * The challenge.
 */
export interface GetChallengeResponse__Output {
  /**
   * From `quire.onboarding.v1.Challenge.token`; empty for a seller that was not registered that way.
   */
  'token': (string);
}
