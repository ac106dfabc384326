// Original file: proto/quire/seller/v1/seller.proto

import type { Destination as _quire_type_v1_Destination, Destination__Output as _quire_type_v1_Destination__Output } from '../../../quire/type/v1/Destination.ts';

/**
 * Which book, for whom.
 */
export interface GetQuotesRequest {
  /**
   * ISBN-13, digits only.
   */
  'isbn13'?: (string);
  /**
   * Where the copy shall go.
   */
  'destination'?: (_quire_type_v1_Destination | null);
  /**
   * ISO 4217; the currency the buyer compares in. A seller may quote in its own.
   */
  'currency'?: (string);
}

/**
 * Which book, for whom.
 */
export interface GetQuotesRequest__Output {
  /**
   * ISBN-13, digits only.
   */
  'isbn13': (string);
  /**
   * Where the copy shall go.
   */
  'destination': (_quire_type_v1_Destination__Output | null);
  /**
   * ISO 4217; the currency the buyer compares in. A seller may quote in its own.
   */
  'currency': (string);
}
