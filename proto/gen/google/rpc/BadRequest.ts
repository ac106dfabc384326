// Original file: proto/google/rpc/error_details.proto


/**
 * One wrong field.
 */
export interface _google_rpc_BadRequest_FieldViolation {
  /**
   * The path of the field.
   */
  'field'?: (string);
  /**
   * Why it was refused.
   */
  'description'?: (string);
}

/**
 * One wrong field.
 */
export interface _google_rpc_BadRequest_FieldViolation__Output {
  /**
   * The path of the field.
   */
  'field': (string);
  /**
   * Why it was refused.
   */
  'description': (string);
}

/**
 * Which fields of the request were wrong.
 */
export interface BadRequest {
  /**
   * Every wrong field.
   */
  'fieldViolations'?: (_google_rpc_BadRequest_FieldViolation)[];
}

/**
 * Which fields of the request were wrong.
 */
export interface BadRequest__Output {
  /**
   * Every wrong field.
   */
  'fieldViolations': (_google_rpc_BadRequest_FieldViolation__Output)[];
}
