// Original file: proto/quire/gateway/v1/gateway.proto


/**
 * A seller is being asked.
 */
export interface SellerStarted {
  /**
   * Which seller.
   */
  'sellerId'?: (string);
  /**
   * Its name for people.
   */
  'sellerName'?: (string);
}

/**
 * A seller is being asked.
 */
export interface SellerStarted__Output {
  /**
   * Which seller.
   */
  'sellerId': (string);
  /**
   * Its name for people.
   */
  'sellerName': (string);
}
