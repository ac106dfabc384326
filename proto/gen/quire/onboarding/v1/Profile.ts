// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';
import type { ShippingZone as _quire_onboarding_v1_ShippingZone, ShippingZone__Output as _quire_onboarding_v1_ShippingZone__Output } from '../../../quire/onboarding/v1/ShippingZone.ts';

/**
 * What a seller says of itself.
 */
export interface Profile {
  /**
   * For shoppers; 2 to 60 characters. No two live sellers have the same.
   */
  'name'?: (string);
  /**
   * Where trouble is written to; shown to the seller and to operators only.
   */
  'contactEmail'?: (string);
  /**
   * ISO 4217; what it charges in when it can choose.
   */
  'currency'?: (string);
  /**
   * Everything that it may charge in.
   */
  'currencies'?: (string)[];
  /**
   * Its published rate, requests a second.
   */
  'requestsPerSecond'?: (number);
  /**
   * How many calls it takes at once.
   */
  'concurrentCalls'?: (number);
  /**
   * How long it needs to answer a quote at most; 100 ms to 10 s.
   */
  'quoteTimeout'?: (_google_protobuf_Duration | null);
  /**
   * How long it needs to answer an order at most; 500 ms to 30 s.
   */
  'orderTimeout'?: (_google_protobuf_Duration | null);
  /**
   * After this long "not found" means "not made"; absent when it never does. At most 15 minutes.
   */
  'notFoundFinalAfter'?: (_google_protobuf_Duration | null);
  /**
   * ISBN-13s, one to five, that the kit may order and cancel.
   */
  'testIsbn13s'?: (string)[];
  /**
   * SHA-256 of client certificates that speak for this seller, hex without colons; at most three.
   */
  'certificateFingerprints'?: (string)[];
  /**
   * Where it ships when its prices are pushed. With zones, quotes are made of pushed offers (prices with tax) and GetQuotes is not called;
   * without, a push ends what is cached of that book.
   */
  'shippingZones'?: (_quire_onboarding_v1_ShippingZone)[];
}

/**
 * What a seller says of itself.
 */
export interface Profile__Output {
  /**
   * For shoppers; 2 to 60 characters. No two live sellers have the same.
   */
  'name': (string);
  /**
   * Where trouble is written to; shown to the seller and to operators only.
   */
  'contactEmail': (string);
  /**
   * ISO 4217; what it charges in when it can choose.
   */
  'currency': (string);
  /**
   * Everything that it may charge in.
   */
  'currencies': (string)[];
  /**
   * Its published rate, requests a second.
   */
  'requestsPerSecond': (number);
  /**
   * How many calls it takes at once.
   */
  'concurrentCalls': (number);
  /**
   * How long it needs to answer a quote at most; 100 ms to 10 s.
   */
  'quoteTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * How long it needs to answer an order at most; 500 ms to 30 s.
   */
  'orderTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * After this long "not found" means "not made"; absent when it never does. At most 15 minutes.
   */
  'notFoundFinalAfter': (_google_protobuf_Duration__Output | null);
  /**
   * ISBN-13s, one to five, that the kit may order and cancel.
   */
  'testIsbn13s': (string)[];
  /**
   * SHA-256 of client certificates that speak for this seller, hex without colons; at most three.
   */
  'certificateFingerprints': (string)[];
  /**
   * Where it ships when its prices are pushed. With zones, quotes are made of pushed offers (prices with tax) and GetQuotes is not called;
   * without, a push ends what is cached of that book.
   */
  'shippingZones': (_quire_onboarding_v1_ShippingZone__Output)[];
}
