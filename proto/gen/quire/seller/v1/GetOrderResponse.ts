// Original file: proto/quire/seller/v1/seller.proto

import type { Order as _quire_seller_v1_Order, Order__Output as _quire_seller_v1_Order__Output } from '../../../quire/seller/v1/Order.ts';

/**
 * The order found.
 */
export interface GetOrderResponse {
  /**
   * The order.
   */
  'order'?: (_quire_seller_v1_Order | null);
}

/**
 * The order found.
 */
export interface GetOrderResponse__Output {
  /**
   * The order.
   */
  'order': (_quire_seller_v1_Order__Output | null);
}
