// Original file: proto/quire/seller/v1/seller.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { PostalAddress as _quire_type_v1_PostalAddress, PostalAddress__Output as _quire_type_v1_PostalAddress__Output } from '../../../quire/type/v1/PostalAddress.ts';

/**
 * Buys one quoted copy.
 */
export interface PlaceOrderRequest {
  /**
   * The buyer's reference; the idempotency key. At most 64 characters.
   */
  'requestId'?: (string);
  /**
   * From `Quote.quote_id`.
   */
  'quoteId'?: (string);
  /**
   * The landed total that was quoted, in the quote's currency. Above it the seller must refuse.
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
   * The buyer's reference; the idempotency key. At most 64 characters.
   */
  'requestId': (string);
  /**
   * From `Quote.quote_id`.
   */
  'quoteId': (string);
  /**
   * The landed total that was quoted, in the quote's currency. Above it the seller must refuse.
   */
  'limitTotal': (_google_type_Money__Output | null);
  /**
   * Where the parcel goes.
   */
  'shipTo': (_quire_type_v1_PostalAddress__Output | null);
}
