// Original file: proto/quire/seller/v1/seller.proto


/**
 * Which order.
 */
export interface CancelOrderRequest {
  /**
   * The buyer's reference.
   */
  'requestId'?: (string);
}

/**
 * Which order.
 */
export interface CancelOrderRequest__Output {
  /**
   * The buyer's reference.
   */
  'requestId': (string);
}
