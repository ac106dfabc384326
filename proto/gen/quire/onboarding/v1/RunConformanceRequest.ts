// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * What to check.
 */
export interface RunConformanceRequest {
  /**
   * Only these checks, by name; all when empty. A run of some changes no state.
   */
  'checks'?: (string)[];
}

/**
 * What to check.
 */
export interface RunConformanceRequest__Output {
  /**
   * Only these checks, by name; all when empty. A run of some changes no state.
   */
  'checks': (string)[];
}
