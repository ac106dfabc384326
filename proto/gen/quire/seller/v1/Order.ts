// Original file: proto/quire/seller/v1/seller.proto

import type { OrderState as _quire_seller_v1_OrderState, OrderState__Output as _quire_seller_v1_OrderState__Output } from '../../../quire/seller/v1/OrderState.ts';
import type { Condition as _quire_type_v1_Condition, Condition__Output as _quire_type_v1_Condition__Output } from '../../../quire/type/v1/Condition.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * An order as its seller sees it.
 */
export interface Order {
  /**
   * The seller's own number; empty for a reference that was cancelled before any order arrived.
   */
  'orderId'?: (string);
  /**
   * The buyer's reference.
   */
  'requestId'?: (string);
  /**
   * How it stands.
   */
  'state'?: (_quire_seller_v1_OrderState);
  /**
   * ISBN-13 of the copy.
   */
  'isbn13'?: (string);
  /**
   * The copy's condition.
   */
  'condition'?: (_quire_type_v1_Condition);
  /**
   * What the seller charges: item, shipping and tax.
   */
  'total'?: (_google_type_Money | null);
  /**
   * When it was accepted.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * An order as its seller sees it.
 */
export interface Order__Output {
  /**
   * The seller's own number; empty for a reference that was cancelled before any order arrived.
   */
  'orderId': (string);
  /**
   * The buyer's reference.
   */
  'requestId': (string);
  /**
   * How it stands.
   */
  'state': (_quire_seller_v1_OrderState__Output);
  /**
   * ISBN-13 of the copy.
   */
  'isbn13': (string);
  /**
   * The copy's condition.
   */
  'condition': (_quire_type_v1_Condition__Output);
  /**
   * What the seller charges: item, shipping and tax.
   */
  'total': (_google_type_Money__Output | null);
  /**
   * When it was accepted.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
}
