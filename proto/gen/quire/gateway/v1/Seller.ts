// Original file: proto/quire/gateway/v1/gateway.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';
import type { SellerStanding as _quire_gateway_v1_SellerStanding, SellerStanding__Output as _quire_gateway_v1_SellerStanding__Output } from '../../../quire/gateway/v1/SellerStanding.ts';

/**
 * A seller and what it can do.
 */
export interface Seller {
  /**
   * Stable id, a slug.
   */
  'sellerId'?: (string);
  /**
   * Its name for people.
   */
  'name'?: (string);
  /**
   * Its protocol, for operators.
   */
  'protocol'?: (string);
  /**
   * ISO 4217; what it charges in.
   */
  'currency'?: (string);
  /**
   * Streams quotes.
   */
  'canQuote'?: (boolean);
  /**
   * Takes orders.
   */
  'canOrder'?: (boolean);
  /**
   * Cancels orders, also one that has not arrived yet.
   */
  'canCancel'?: (boolean);
  /**
   * Answers the same order twice with the same result.
   */
  'replaysOrders'?: (boolean);
  /**
   * Finds an order by our reference.
   */
  'canLookUp'?: (boolean);
  /**
   * After this long "not found" means "not made"; absent when it never does.
   */
  'notFoundFinalAfter'?: (_google_protobuf_Duration | null);
  /**
   * Can settle an unknown outcome, so that a machine may buy.
   */
  'autoBuyEligible'?: (boolean);
  /**
   * How it keeps what it promises.
   */
  'standing'?: (_quire_gateway_v1_SellerStanding | null);
}

/**
 * A seller and what it can do.
 */
export interface Seller__Output {
  /**
   * Stable id, a slug.
   */
  'sellerId': (string);
  /**
   * Its name for people.
   */
  'name': (string);
  /**
   * Its protocol, for operators.
   */
  'protocol': (string);
  /**
   * ISO 4217; what it charges in.
   */
  'currency': (string);
  /**
   * Streams quotes.
   */
  'canQuote': (boolean);
  /**
   * Takes orders.
   */
  'canOrder': (boolean);
  /**
   * Cancels orders, also one that has not arrived yet.
   */
  'canCancel': (boolean);
  /**
   * Answers the same order twice with the same result.
   */
  'replaysOrders': (boolean);
  /**
   * Finds an order by our reference.
   */
  'canLookUp': (boolean);
  /**
   * After this long "not found" means "not made"; absent when it never does.
   */
  'notFoundFinalAfter': (_google_protobuf_Duration__Output | null);
  /**
   * Can settle an unknown outcome, so that a machine may buy.
   */
  'autoBuyEligible': (boolean);
  /**
   * How it keeps what it promises.
   */
  'standing': (_quire_gateway_v1_SellerStanding__Output | null);
}
