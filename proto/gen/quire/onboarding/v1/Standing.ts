// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a seller promised and kept, measured from live orders; older ones count less.
 */
export interface Standing {
  /**
   * Share of promises kept, in basis points (10,000 is all), as ranking uses it: few orders are drawn towards the usual share.
   */
  'keptBasisPoints'?: (number);
  /**
   * Orders placed.
   */
  'placed'?: (number | string | Long);
  /**
   * Confirmed as quoted, and not cancelled by the seller.
   */
  'kept'?: (number | string | Long);
  /**
   * Not sold although the quote still held: sold out, withdrawn or declined.
   */
  'soldOut'?: (number | string | Long);
  /**
   * Asked for more than quoted while the quote was valid.
   */
  'priceRaised'?: (number | string | Long);
  /**
   * Cancelled by the seller after it had confirmed.
   */
  'cancelled'?: (number | string | Long);
  /**
   * Confirmed otherwise than quoted: above the price, another book or condition.
   */
  'notAsQuoted'?: (number | string | Long);
  /**
   * Failed calls among the last thousand, in basis points.
   */
  'failureBasisPoints'?: (number);
}

/**
 * What a seller promised and kept, measured from live orders; older ones count less.
 */
export interface Standing__Output {
  /**
   * Share of promises kept, in basis points (10,000 is all), as ranking uses it: few orders are drawn towards the usual share.
   */
  'keptBasisPoints': (number);
  /**
   * Orders placed.
   */
  'placed': (string);
  /**
   * Confirmed as quoted, and not cancelled by the seller.
   */
  'kept': (string);
  /**
   * Not sold although the quote still held: sold out, withdrawn or declined.
   */
  'soldOut': (string);
  /**
   * Asked for more than quoted while the quote was valid.
   */
  'priceRaised': (string);
  /**
   * Cancelled by the seller after it had confirmed.
   */
  'cancelled': (string);
  /**
   * Confirmed otherwise than quoted: above the price, another book or condition.
   */
  'notAsQuoted': (string);
  /**
   * Failed calls among the last thousand, in basis points.
   */
  'failureBasisPoints': (number);
}
