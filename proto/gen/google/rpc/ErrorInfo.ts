// Original file: proto/google/rpc/error_details.proto


/**
 * The cause of an error, for programs.
 */
export interface ErrorInfo {
  /**
   * A stable reason in UPPER_SNAKE_CASE.
   */
  'reason'?: (string);
  /**
   * The domain the reason belongs to.
   */
  'domain'?: (string);
  /**
   * Further facts.
   */
  'metadata'?: ({[key: string]: string});
}

/**
 * The cause of an error, for programs.
 */
export interface ErrorInfo__Output {
  /**
   * A stable reason in UPPER_SNAKE_CASE.
   */
  'reason': (string);
  /**
   * The domain the reason belongs to.
   */
  'domain': (string);
  /**
   * Further facts.
   */
  'metadata': ({[key: string]: string});
}
