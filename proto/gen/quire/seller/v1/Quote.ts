// Original file: proto/quire/seller/v1/seller.proto

import type { Condition as _quire_type_v1_Condition, Condition__Output as _quire_type_v1_Condition__Output } from '../../../quire/type/v1/Condition.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * One copy on offer, priced to the door.
 */
export interface Quote {
  /**
   * The seller's id of this quote; ordered with.
   */
  'quoteId'?: (string);
  /**
   * ISBN-13 of the copy.
   */
  'isbn13'?: (string);
  /**
   * The copy's condition.
   */
  'condition'?: (_quire_type_v1_Condition);
  /**
   * Price of the copy.
   */
  'item'?: (_google_type_Money | null);
  /**
   * Shipping to the destination.
   */
  'shipping'?: (_google_type_Money | null);
  /**
   * Tax on both.
   */
  'tax'?: (_google_type_Money | null);
  /**
   * How many such copies there are.
   */
  'quantity'?: (number);
  /**
   * ISO 3166-1 alpha-2 of where it ships from.
   */
  'shipsFrom'?: (string);
  /**
   * Fewest days to arrive.
   */
  'deliveryDaysMin'?: (number);
  /**
   * Most days to arrive.
   */
  'deliveryDaysMax'?: (number);
  /**
   * Until when this price holds.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * One copy on offer, priced to the door.
 */
export interface Quote__Output {
  /**
   * The seller's id of this quote; ordered with.
   */
  'quoteId': (string);
  /**
   * ISBN-13 of the copy.
   */
  'isbn13': (string);
  /**
   * The copy's condition.
   */
  'condition': (_quire_type_v1_Condition__Output);
  /**
   * Price of the copy.
   */
  'item': (_google_type_Money__Output | null);
  /**
   * Shipping to the destination.
   */
  'shipping': (_google_type_Money__Output | null);
  /**
   * Tax on both.
   */
  'tax': (_google_type_Money__Output | null);
  /**
   * How many such copies there are.
   */
  'quantity': (number);
  /**
   * ISO 3166-1 alpha-2 of where it ships from.
   */
  'shipsFrom': (string);
  /**
   * Fewest days to arrive.
   */
  'deliveryDaysMin': (number);
  /**
   * Most days to arrive.
   */
  'deliveryDaysMax': (number);
  /**
   * Until when this price holds.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}
