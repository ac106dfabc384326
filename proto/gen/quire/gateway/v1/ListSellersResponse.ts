// Original file: proto/quire/gateway/v1/gateway.proto

import type { Seller as _quire_gateway_v1_Seller, Seller__Output as _quire_gateway_v1_Seller__Output } from '../../../quire/gateway/v1/Seller.ts';

/**
 * Every seller.
 */
export interface ListSellersResponse {
  /**
   * In the order of their names.
   */
  'sellers'?: (_quire_gateway_v1_Seller)[];
}

/**
 * Every seller.
 */
export interface ListSellersResponse__Output {
  /**
   * In the order of their names.
   */
  'sellers': (_quire_gateway_v1_Seller__Output)[];
}
