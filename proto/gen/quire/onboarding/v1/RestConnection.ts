// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * A REST seller.
 */
export interface RestConnection {
  /**
   * `https://host[:port][/path]`.
   */
  'baseUrl'?: (string);
  /**
   * The mapping as JSON (docs/rest-mapping.md).
   */
  'mapping'?: (string);
  /**
   * What the mapping's `$secrets` stand for. Input only, kept encrypted.
   */
  'secrets'?: ({[key: string]: string});
}

/**
 * A REST seller.
 */
export interface RestConnection__Output {
  /**
   * `https://host[:port][/path]`.
   */
  'baseUrl': (string);
  /**
   * The mapping as JSON (docs/rest-mapping.md).
   */
  'mapping': (string);
  /**
   * What the mapping's `$secrets` stand for. Input only, kept encrypted.
   */
  'secrets': ({[key: string]: string});
}
