// Original file: proto/quire/gateway/v1/gateway.proto

import type { Order as _quire_gateway_v1_Order, Order__Output as _quire_gateway_v1_Order__Output } from '../../../quire/gateway/v1/Order.ts';

/**
 * The order that was made.
 */
export interface PlaceOrderResponse {
  /**
   * The order.
   */
  'order'?: (_quire_gateway_v1_Order | null);
}

/**
 * The order that was made.
 */
export interface PlaceOrderResponse__Output {
  /**
   * The order.
   */
  'order': (_quire_gateway_v1_Order__Output | null);
}
