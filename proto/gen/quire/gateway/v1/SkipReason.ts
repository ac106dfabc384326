// Original file: proto/quire/gateway/v1/gateway.proto

/**
 * Why a seller was not asked.
 */
export const SkipReason = {
  /**
   * Not stated.
   */
  SKIP_REASON_UNSPECIFIED: 'SKIP_REASON_UNSPECIFIED',
  /**
   * Failed too often just now.
   */
  SKIP_REASON_BREAKER_OPEN: 'SKIP_REASON_BREAKER_OPEN',
  /**
   * Its published rate is used up.
   */
  SKIP_REASON_RATE_LIMITED: 'SKIP_REASON_RATE_LIMITED',
  /**
   * Too many calls to it are under way.
   */
  SKIP_REASON_BUSY: 'SKIP_REASON_BUSY',
  /**
   * Does not ship there, or does not quote such books.
   */
  SKIP_REASON_NOT_ELIGIBLE: 'SKIP_REASON_NOT_ELIGIBLE',
} as const;

/**
 * Why a seller was not asked.
 */
export type SkipReason =
  /**
   * Not stated.
   */
  | 'SKIP_REASON_UNSPECIFIED'
  | 0
  /**
   * Failed too often just now.
   */
  | 'SKIP_REASON_BREAKER_OPEN'
  | 1
  /**
   * Its published rate is used up.
   */
  | 'SKIP_REASON_RATE_LIMITED'
  | 2
  /**
   * Too many calls to it are under way.
   */
  | 'SKIP_REASON_BUSY'
  | 3
  /**
   * Does not ship there, or does not quote such books.
   */
  | 'SKIP_REASON_NOT_ELIGIBLE'
  | 4

/**
 * Why a seller was not asked.
 */
export type SkipReason__Output = typeof SkipReason[keyof typeof SkipReason]
