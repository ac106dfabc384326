// Original file: proto/quire/gateway/v1/gateway.proto

import type { SkipReason as _quire_gateway_v1_SkipReason, SkipReason__Output as _quire_gateway_v1_SkipReason__Output } from '../../../quire/gateway/v1/SkipReason.ts';

/**
 * A seller was not asked.
 */
export interface SellerSkipped {
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
  'reason'?: (_quire_gateway_v1_SkipReason);
}

/**
 * A seller was not asked.
 */
export interface SellerSkipped__Output {
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
  'reason': (_quire_gateway_v1_SkipReason__Output);
}
