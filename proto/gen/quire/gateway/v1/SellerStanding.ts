// Original file: proto/quire/gateway/v1/gateway.proto


/**
 * How a seller keeps what it promises, measured from the orders placed here; older ones count less.
 */
export interface SellerStanding {
  /**
   * Share of orders that were confirmed as quoted and not cancelled by the seller, in basis points (10,000 is all); few orders are drawn
   * towards the usual share.
   */
  'keptBasisPoints'?: (number);
  /**
   * From how many orders of the last year; 0 for a seller that is new.
   */
  'orderCount'?: (number);
}

/**
 * How a seller keeps what it promises, measured from the orders placed here; older ones count less.
 */
export interface SellerStanding__Output {
  /**
   * Share of orders that were confirmed as quoted and not cancelled by the seller, in basis points (10,000 is all); few orders are drawn
   * towards the usual share.
   */
  'keptBasisPoints': (number);
  /**
   * From how many orders of the last year; 0 for a seller that is new.
   */
  'orderCount': (number);
}
