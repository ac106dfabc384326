// Original file: proto/quire/type/v1/book.proto


/**
 * A complete postal address; only orders carry one.
 */
export interface PostalAddress {
  /**
   * Who receives the parcel.
   */
  'recipient'?: (string);
  /**
   * Street and number, one to three lines.
   */
  'lines'?: (string)[];
  /**
   * Town or city.
   */
  'city'?: (string);
  /**
   * State, province or county; may be empty.
   */
  'region'?: (string);
  /**
   * The postal code.
   */
  'postalCode'?: (string);
  /**
   * ISO 3166-1 alpha-2, upper case.
   */
  'country'?: (string);
}

/**
 * A complete postal address; only orders carry one.
 */
export interface PostalAddress__Output {
  /**
   * Who receives the parcel.
   */
  'recipient': (string);
  /**
   * Street and number, one to three lines.
   */
  'lines': (string)[];
  /**
   * Town or city.
   */
  'city': (string);
  /**
   * State, province or county; may be empty.
   */
  'region': (string);
  /**
   * The postal code.
   */
  'postalCode': (string);
  /**
   * ISO 3166-1 alpha-2, upper case.
   */
  'country': (string);
}
