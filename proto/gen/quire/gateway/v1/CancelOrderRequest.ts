// Original file: proto/quire/gateway/v1/gateway.proto


/**
 * Which order.
 */
export interface CancelOrderRequest {
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
export interface CancelOrderRequest__Output {
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * Our reference.
   */
  'requestId': (string);
}
