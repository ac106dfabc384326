// Original file: proto/quire/gateway/v1/gateway.proto

/**
 * Why a seller has no answer.
 */
export const FailureKind = {
  /**
   * Not stated.
   */
  FAILURE_KIND_UNSPECIFIED: 'FAILURE_KIND_UNSPECIFIED',
  /**
   * Our credentials were refused.
   */
  FAILURE_KIND_AUTH: 'FAILURE_KIND_AUTH',
  /**
   * The seller asked us to slow down.
   */
  FAILURE_KIND_THROTTLED: 'FAILURE_KIND_THROTTLED',
  /**
   * Cannot be reached, or says it is down.
   */
  FAILURE_KIND_UNAVAILABLE: 'FAILURE_KIND_UNAVAILABLE',
  /**
   * Did not answer in its time.
   */
  FAILURE_KIND_TIMEOUT: 'FAILURE_KIND_TIMEOUT',
  /**
   * Answered with what its contract does not allow.
   */
  FAILURE_KIND_BAD_DATA: 'FAILURE_KIND_BAD_DATA',
  /**
   * Understood, and said no.
   */
  FAILURE_KIND_REJECTED: 'FAILURE_KIND_REJECTED',
} as const;

/**
 * Why a seller has no answer.
 */
export type FailureKind =
  /**
   * Not stated.
   */
  | 'FAILURE_KIND_UNSPECIFIED'
  | 0
  /**
   * Our credentials were refused.
   */
  | 'FAILURE_KIND_AUTH'
  | 1
  /**
   * The seller asked us to slow down.
   */
  | 'FAILURE_KIND_THROTTLED'
  | 2
  /**
   * Cannot be reached, or says it is down.
   */
  | 'FAILURE_KIND_UNAVAILABLE'
  | 3
  /**
   * Did not answer in its time.
   */
  | 'FAILURE_KIND_TIMEOUT'
  | 4
  /**
   * Answered with what its contract does not allow.
   */
  | 'FAILURE_KIND_BAD_DATA'
  | 5
  /**
   * Understood, and said no.
   */
  | 'FAILURE_KIND_REJECTED'
  | 6

/**
 * Why a seller has no answer.
 */
export type FailureKind__Output = typeof FailureKind[keyof typeof FailureKind]
