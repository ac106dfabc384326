// Original file: proto/quire/gateway/v1/gateway.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { PostalAddress as _quire_type_v1_PostalAddress, PostalAddress__Output as _quire_type_v1_PostalAddress__Output } from '../../../quire/type/v1/PostalAddress.ts';

/**
 * Buys one quoted copy.
 */
export interface PlaceOrderRequest {
  /**
   * Our reference; the idempotency key.
   */
  'requestId'?: (string);
  /**
   * Which seller.
   */
  'sellerId'?: (string);
  /**
   * From `Quote.order_token`.
   */
  'orderToken'?: (string);
  /**
   * `Quote.seller_total`: above it the seller must refuse.
   */
  'limitTotal'?: (_google_type_Money | null);
  /**
   * Where the parcel goes.
   */
  'shipTo'?: (_quire_type_v1_PostalAddress | null);
}

/**
 * Buys one quoted copy.
 */
export interface PlaceOrderRequest__Output {
  /**
   * Our reference; the idempotency key.
   */
  'requestId': (string);
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * From `Quote.order_token`.
   */
  'orderToken': (string);
  /**
   * `Quote.seller_total`: above it the seller must refuse.
   */
  'limitTotal': (_google_type_Money__Output | null);
  /**
   * Where the parcel goes.
   */
  'shipTo': (_quire_type_v1_PostalAddress__Output | null);
}
