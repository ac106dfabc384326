// Original file: proto/google/type/money.proto

import type { Long } from '@grpc/proto-loader';

/**
 * An amount of money with its currency.
 */
export interface Money {
  /**
   * The three-letter currency code defined in ISO 4217.
   */
  'currencyCode'?: (string);
  /**
   * The whole units of the amount.
   */
  'units'?: (number | string | Long);
  /**
   * Billionths of a unit, between -999,999,999 and +999,999,999, of the same sign as `units`.
   */
  'nanos'?: (number);
}

/**
 * An amount of money with its currency.
 */
export interface Money__Output {
  /**
   * The three-letter currency code defined in ISO 4217.
   */
  'currencyCode': (string);
  /**
   * The whole units of the amount.
   */
  'units': (string);
  /**
   * Billionths of a unit, between -999,999,999 and +999,999,999, of the same sign as `units`.
   */
  'nanos': (number);
}
