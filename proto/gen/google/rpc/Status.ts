// Original file: proto/google/rpc/status.proto

import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from '../../google/protobuf/Any.ts';

/**
 * What travels in the `grpc-status-details-bin` trailer.
 */
export interface Status {
  /**
   * The gRPC status code.
   */
  'code'?: (number);
  /**
   * A developer-facing message, in English.
   */
  'message'?: (string);
  /**
   * Messages that carry the details.
   */
  'details'?: (_google_protobuf_Any)[];
}

/**
 * What travels in the `grpc-status-details-bin` trailer.
 */
export interface Status__Output {
  /**
   * The gRPC status code.
   */
  'code': (number);
  /**
   * A developer-facing message, in English.
   */
  'message': (string);
  /**
   * Messages that carry the details.
   */
  'details': (_google_protobuf_Any__Output)[];
}
