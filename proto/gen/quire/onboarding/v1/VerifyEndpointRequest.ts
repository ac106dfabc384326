// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * The caller's endpoint.
 */
export interface VerifyEndpointRequest {
}

/**
 * The caller's endpoint.
 */
export interface VerifyEndpointRequest__Output {
}
