// Original file: proto/quire/gateway/v1/gateway.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

/**
 * A seller has said everything.
 */
export interface SellerDone {
  /**
   * Which seller.
   */
  'sellerId'?: (string);
  /**
   * Its name for people.
   */
  'sellerName'?: (string);
  /**
   * How many copies it offered.
   */
  'quoteCount'?: (number);
  /**
   * How long it took.
   */
  'elapsed'?: (_google_protobuf_Duration | null);
}

/**
 * A seller has said everything.
 */
export interface SellerDone__Output {
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * Its name for people.
   */
  'sellerName': (string);
  /**
   * How many copies it offered.
   */
  'quoteCount': (number);
  /**
   * How long it took.
   */
  'elapsed': (_google_protobuf_Duration__Output | null);
}
