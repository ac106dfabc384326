// Original file: proto/quire/seller/v1/seller.proto


/**
 * Asks for the challenge.
 */
export interface GetChallengeRequest {
}

/**
 * Asks for the challenge.
 */
export interface GetChallengeRequest__Output {
}
