// Original file: proto/quire/type/v1/book.proto


/**
 * Where a copy shall go, as far as a price depends on it.
 */
export interface Destination {
  /**
   * ISO 3166-1 alpha-2, upper case.
   */
  'country'?: (string);
  /**
   * The postal code; empty when the shopper has not said.
   */
  'postalCode'?: (string);
}

/**
 * Where a copy shall go, as far as a price depends on it.
 */
export interface Destination__Output {
  /**
   * ISO 3166-1 alpha-2, upper case.
   */
  'country': (string);
  /**
   * The postal code; empty when the shopper has not said.
   */
  'postalCode': (string);
}
