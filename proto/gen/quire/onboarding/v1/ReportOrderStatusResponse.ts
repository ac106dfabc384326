// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * Taken.
 */
export interface ReportOrderStatusResponse {
}

/**
 * Taken.
 */
export interface ReportOrderStatusResponse__Output {
}
