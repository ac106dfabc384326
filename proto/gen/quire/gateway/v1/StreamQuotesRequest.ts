// Original file: proto/quire/gateway/v1/gateway.proto

import type { Destination as _quire_type_v1_Destination, Destination__Output as _quire_type_v1_Destination__Output } from '../../../quire/type/v1/Destination.ts';

/**
 * What to ask.
 */
export interface StreamQuotesRequest {
  /**
   * ISBN-13, digits only.
   */
  'isbn13'?: (string);
  /**
   * Where the copy shall go.
   */
  'destination'?: (_quire_type_v1_Destination | null);
  /**
   * ISO 4217; landed totals are given in it.
   */
  'currency'?: (string);
  /**
   * Only these sellers; all when empty.
   */
  'sellerIds'?: (string)[];
  /**
   * True: no cached answers, as before an order.
   */
  'liveOnly'?: (boolean);
  /**
   * True: the caller reads `StreamQuotesResponse.batch`; events that happen together then come in one message.
   */
  'batched'?: (boolean);
}

/**
 * What to ask.
 */
export interface StreamQuotesRequest__Output {
  /**
   * ISBN-13, digits only.
   */
  'isbn13': (string);
  /**
   * Where the copy shall go.
   */
  'destination': (_quire_type_v1_Destination__Output | null);
  /**
   * ISO 4217; landed totals are given in it.
   */
  'currency': (string);
  /**
   * Only these sellers; all when empty.
   */
  'sellerIds': (string)[];
  /**
   * True: no cached answers, as before an order.
   */
  'liveOnly': (boolean);
  /**
   * True: the caller reads `StreamQuotesResponse.batch`; events that happen together then come in one message.
   */
  'batched': (boolean);
}
