// Original file: proto/quire/seller/v1/seller.proto

import type { Quote as _quire_seller_v1_Quote, Quote__Output as _quire_seller_v1_Quote__Output } from '../../../quire/seller/v1/Quote.ts';

/**
 * One copy on offer.
 */
export interface GetQuotesResponse {
  /**
   * The copy.
   */
  'quote'?: (_quire_seller_v1_Quote | null);
}

/**
 * One copy on offer.
 */
export interface GetQuotesResponse__Output {
  /**
   * The copy.
   */
  'quote': (_quire_seller_v1_Quote__Output | null);
}
