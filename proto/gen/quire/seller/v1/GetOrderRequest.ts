// Original file: proto/quire/seller/v1/seller.proto


/**
 * Which order.
 */
export interface GetOrderRequest {
  /**
   * The buyer's reference.
   */
  'requestId'?: (string);
}

/**
 * Which order.
 */
export interface GetOrderRequest__Output {
  /**
   * The buyer's reference.
   */
  'requestId': (string);
}
