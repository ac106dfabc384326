// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Condition as _quire_type_v1_Condition, Condition__Output as _quire_type_v1_Condition__Output } from '../../../quire/type/v1/Condition.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * A copy on offer as the seller pushes it. One that nobody has repeated for 30 days is not shown any more; a seller has 500,000 at most.
 */
export interface Offer {
  /**
   * The seller's id of the copy, up to 100 visible ASCII characters; replaces what was pushed under it before. With shipping zones it is also the
   * `quote_id` of the order.
   */
  'offerId'?: (string);
  /**
   * ISBN-13, digits only.
   */
  'isbn13'?: (string);
  /**
   * The copy's condition.
   */
  'condition'?: (_quire_type_v1_Condition);
  /**
   * Price of the copy; with shipping zones in the profile's currency and with tax. Not read of an offer that is taken back.
   */
  'item'?: (_google_type_Money | null);
  /**
   * How many there are; 0 takes the offer back.
   */
  'quantity'?: (number);
  /**
   * When the seller changed it; an older one than what is known is ignored.
   */
  'changeTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * A copy on offer as the seller pushes it. One that nobody has repeated for 30 days is not shown any more; a seller has 500,000 at most.
 */
export interface Offer__Output {
  /**
   * The seller's id of the copy, up to 100 visible ASCII characters; replaces what was pushed under it before. With shipping zones it is also the
   * `quote_id` of the order.
   */
  'offerId': (string);
  /**
   * ISBN-13, digits only.
   */
  'isbn13': (string);
  /**
   * The copy's condition.
   */
  'condition': (_quire_type_v1_Condition__Output);
  /**
   * Price of the copy; with shipping zones in the profile's currency and with tax. Not read of an offer that is taken back.
   */
  'item': (_google_type_Money__Output | null);
  /**
   * How many there are; 0 takes the offer back.
   */
  'quantity': (number);
  /**
   * When the seller changed it; an older one than what is known is ignored.
   */
  'changeTime': (_google_protobuf_Timestamp__Output | null);
}
