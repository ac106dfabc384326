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
   * What the mapping's `{secret.name}` stand for, by name. Input only, kept encrypted. An update keeps those that it leaves out, and forgets
   * those that it names with an empty text.
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
   * What the mapping's `{secret.name}` stand for, by name. Input only, kept encrypted. An update keeps those that it leaves out, and forgets
   * those that it names with an empty text.
   */
  'secrets': ({[key: string]: string});
}
