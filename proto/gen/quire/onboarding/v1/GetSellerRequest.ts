// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * The caller's seller.
 */
export interface GetSellerRequest {
}

/**
 * The caller's seller.
 */
export interface GetSellerRequest__Output {
}
