// Original file: proto/quire/onboarding/v1/onboarding.proto

/**
 * How a check of the kit ended. Consumers must accept values they do not know.
 */
export const CheckState = {
  /**
   * Not stated.
   */
  CHECK_STATE_UNSPECIFIED: 'CHECK_STATE_UNSPECIFIED',
  /**
   * As the contract says.
   */
  CHECK_STATE_PASSED: 'CHECK_STATE_PASSED',
  /**
   * Not as the contract says.
   */
  CHECK_STATE_FAILED: 'CHECK_STATE_FAILED',
  /**
   * Does not apply to what this seller says it can do, or could not be made; `CheckResult.detail` says why.
   */
  CHECK_STATE_SKIPPED: 'CHECK_STATE_SKIPPED',
} as const;

/**
 * How a check of the kit ended. Consumers must accept values they do not know.
 */
export type CheckState =
  /**
   * Not stated.
   */
  | 'CHECK_STATE_UNSPECIFIED'
  | 0
  /**
   * As the contract says.
   */
  | 'CHECK_STATE_PASSED'
  | 1
  /**
   * Not as the contract says.
   */
  | 'CHECK_STATE_FAILED'
  | 2
  /**
   * Does not apply to what this seller says it can do, or could not be made; `CheckResult.detail` says why.
   */
  | 'CHECK_STATE_SKIPPED'
  | 3

/**
 * How a check of the kit ended. Consumers must accept values they do not know.
 */
export type CheckState__Output = typeof CheckState[keyof typeof CheckState]
