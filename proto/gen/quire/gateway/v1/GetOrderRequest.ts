// Original file: proto/quire/gateway/v1/gateway.proto


/**
 * Which order.
 */
export interface GetOrderRequest {
  /**
   * Which seller.
   */
  'sellerId'?: (string);
  /**
   * Our reference.
   */
  'requestId'?: (string);
}

/**
 * Which order.
 */
export interface GetOrderRequest__Output {
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * Our reference.
   */
  'requestId': (string);
}
