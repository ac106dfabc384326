// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * What proves that an endpoint belongs to who registered it.
 */
export interface Challenge {
  /**
   * To be answered by `quire.seller.v1.SellerService/GetChallenge`, or served as text/plain at `/.well-known/quire-challenge` of a REST
   * seller's host.
   */
  'token'?: (string);
  /**
   * When it was found there; absent before that.
   */
  'verifyTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * What proves that an endpoint belongs to who registered it.
 */
export interface Challenge__Output {
  /**
   * To be answered by `quire.seller.v1.SellerService/GetChallenge`, or served as text/plain at `/.well-known/quire-challenge` of a REST
   * seller's host.
   */
  'token': (string);
  /**
   * When it was found there; absent before that.
   */
  'verifyTime': (_google_protobuf_Timestamp__Output | null);
}
