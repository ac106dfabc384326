// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';

/**
 * Some countries and what it costs to send a book there.
 */
export interface ShippingZone {
  /**
   * ISO 3166-1 alpha-2.
   */
  'countries'?: (string)[];
  /**
   * Shipping of one book, with tax, in the profile's currency.
   */
  'shipping'?: (_google_type_Money | null);
  /**
   * Fewest days to arrive.
   */
  'deliveryDaysMin'?: (number);
  /**
   * Most days to arrive.
   */
  'deliveryDaysMax'?: (number);
}

/**
 * Some countries and what it costs to send a book there.
 */
export interface ShippingZone__Output {
  /**
   * ISO 3166-1 alpha-2.
   */
  'countries': (string)[];
  /**
   * Shipping of one book, with tax, in the profile's currency.
   */
  'shipping': (_google_type_Money__Output | null);
  /**
   * Fewest days to arrive.
   */
  'deliveryDaysMin': (number);
  /**
   * Most days to arrive.
   */
  'deliveryDaysMax': (number);
}
