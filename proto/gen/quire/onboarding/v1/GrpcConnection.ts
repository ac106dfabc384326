// Original file: proto/quire/onboarding/v1/onboarding.proto


/**
 * A seller that implements quire.seller.v1.
 */
export interface GrpcConnection {
  /**
   * `host:port`.
   */
  'address'?: (string);
  /**
   * The version of the contract that it speaks; it is spoken to in this one until it says otherwise. `quire.seller.v1`.
   */
  'contractVersion'?: (string);
  /**
   * What we send as `authorization: Bearer`. Input only, kept encrypted; empty in an update, it stays as it is.
   */
  'apiKey'?: (string);
  /**
   * True for an endpoint without TLS; only in a sandbox that allows it.
   */
  'plaintext'?: (boolean);
}

/**
 * A seller that implements quire.seller.v1.
 */
export interface GrpcConnection__Output {
  /**
   * `host:port`.
   */
  'address': (string);
  /**
   * The version of the contract that it speaks; it is spoken to in this one until it says otherwise. `quire.seller.v1`.
   */
  'contractVersion': (string);
  /**
   * What we send as `authorization: Bearer`. Input only, kept encrypted; empty in an update, it stays as it is.
   */
  'apiKey': (string);
  /**
   * True for an endpoint without TLS; only in a sandbox that allows it.
   */
  'plaintext': (boolean);
}
