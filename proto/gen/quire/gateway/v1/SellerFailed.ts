// Original file: proto/quire/gateway/v1/gateway.proto

import type { FailureKind as _quire_gateway_v1_FailureKind, FailureKind__Output as _quire_gateway_v1_FailureKind__Output } from '../../../quire/gateway/v1/FailureKind.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

/**
 * A seller has no answer.
 */
export interface SellerFailed {
  /**
   * Which seller.
   */
  'sellerId'?: (string);
  /**
   * Its name for people.
   */
  'sellerName'?: (string);
  /**
   * Why.
   */
  'kind'?: (_quire_gateway_v1_FailureKind);
  /**
   * A sentence for operators.
   */
  'detail'?: (string);
  /**
   * How long it took.
   */
  'elapsed'?: (_google_protobuf_Duration | null);
}

/**
 * A seller has no answer.
 */
export interface SellerFailed__Output {
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * Its name for people.
   */
  'sellerName': (string);
  /**
   * Why.
   */
  'kind': (_quire_gateway_v1_FailureKind__Output);
  /**
   * A sentence for operators.
   */
  'detail': (string);
  /**
   * How long it took.
   */
  'elapsed': (_google_protobuf_Duration__Output | null);
}
