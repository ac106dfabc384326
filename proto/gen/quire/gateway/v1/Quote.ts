// Original file: proto/quire/gateway/v1/gateway.proto

import type { Condition as _quire_type_v1_Condition, Condition__Output as _quire_type_v1_Condition__Output } from '../../../quire/type/v1/Condition.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { QuoteSource as _quire_gateway_v1_QuoteSource, QuoteSource__Output as _quire_gateway_v1_QuoteSource__Output } from '../../../quire/gateway/v1/QuoteSource.ts';
import type { SellerStanding as _quire_gateway_v1_SellerStanding, SellerStanding__Output as _quire_gateway_v1_SellerStanding__Output } from '../../../quire/gateway/v1/SellerStanding.ts';

/**
 * One copy on offer, in the request's currency and in the seller's own.
 */
export interface Quote {
  /**
   * Unique id of this quote.
   */
  'quoteId'?: (string);
  /**
   * Which seller.
   */
  'sellerId'?: (string);
  /**
   * Its name for people.
   */
  'sellerName'?: (string);
  /**
   * ISBN-13 of the copy.
   */
  'isbn13'?: (string);
  /**
   * The copy's condition.
   */
  'condition'?: (_quire_type_v1_Condition);
  /**
   * Price of the copy, in the request's currency.
   */
  'item'?: (_google_type_Money | null);
  /**
   * Shipping; absent when the seller does not say, and then the quote is never bought.
   */
  'shipping'?: (_google_type_Money | null);
  /**
   * Tax; absent when the seller does not say, and then the quote is never bought.
   */
  'tax'?: (_google_type_Money | null);
  /**
   * Item + shipping + tax; absent when a part is.
   */
  'landedTotal'?: (_google_type_Money | null);
  /**
   * The landed total in the seller's own currency.
   */
  'sellerTotal'?: (_google_type_Money | null);
  /**
   * Units of the request's currency for one of the seller's, as a decimal; "1" when they are the same.
   */
  'fxRate'?: (string);
  /**
   * When that rate was set; absent when none was needed.
   */
  'fxTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How many such copies there are; 0 when the seller does not say.
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
   * When the seller said so.
   */
  'fetchTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Until when it holds.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Where it comes from.
   */
  'source'?: (_quire_gateway_v1_QuoteSource);
  /**
   * Opaque; PlaceOrder wants it back.
   */
  'orderToken'?: (string);
  /**
   * True when this seller can settle an unknown outcome, so that a machine may buy.
   */
  'autoBuyEligible'?: (boolean);
  /**
   * How its seller keeps what it promises.
   */
  'standing'?: (_quire_gateway_v1_SellerStanding | null);
}

/**
 * One copy on offer, in the request's currency and in the seller's own.
 */
export interface Quote__Output {
  /**
   * Unique id of this quote.
   */
  'quoteId': (string);
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * Its name for people.
   */
  'sellerName': (string);
  /**
   * ISBN-13 of the copy.
   */
  'isbn13': (string);
  /**
   * The copy's condition.
   */
  'condition': (_quire_type_v1_Condition__Output);
  /**
   * Price of the copy, in the request's currency.
   */
  'item': (_google_type_Money__Output | null);
  /**
   * Shipping; absent when the seller does not say, and then the quote is never bought.
   */
  'shipping': (_google_type_Money__Output | null);
  /**
   * Tax; absent when the seller does not say, and then the quote is never bought.
   */
  'tax': (_google_type_Money__Output | null);
  /**
   * Item + shipping + tax; absent when a part is.
   */
  'landedTotal': (_google_type_Money__Output | null);
  /**
   * The landed total in the seller's own currency.
   */
  'sellerTotal': (_google_type_Money__Output | null);
  /**
   * Units of the request's currency for one of the seller's, as a decimal; "1" when they are the same.
   */
  'fxRate': (string);
  /**
   * When that rate was set; absent when none was needed.
   */
  'fxTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How many such copies there are; 0 when the seller does not say.
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
   * When the seller said so.
   */
  'fetchTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Until when it holds.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Where it comes from.
   */
  'source': (_quire_gateway_v1_QuoteSource__Output);
  /**
   * Opaque; PlaceOrder wants it back.
   */
  'orderToken': (string);
  /**
   * True when this seller can settle an unknown outcome, so that a machine may buy.
   */
  'autoBuyEligible': (boolean);
  /**
   * How its seller keeps what it promises.
   */
  'standing': (_quire_gateway_v1_SellerStanding__Output | null);
}
