// Original file: proto/google/rpc/error_details.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * How long to wait before trying again.
 */
export interface RetryInfo {
  /**
   * The shortest wait.
   */
  'retryDelay'?: (_google_protobuf_Duration | null);
}

/**
 * How long to wait before trying again.
 */
export interface RetryInfo__Output {
  /**
   * The shortest wait.
   */
  'retryDelay': (_google_protobuf_Duration__Output | null);
}
