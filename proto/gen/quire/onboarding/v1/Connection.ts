// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { GrpcConnection as _quire_onboarding_v1_GrpcConnection, GrpcConnection__Output as _quire_onboarding_v1_GrpcConnection__Output } from '../../../quire/onboarding/v1/GrpcConnection.ts';
import type { RestConnection as _quire_onboarding_v1_RestConnection, RestConnection__Output as _quire_onboarding_v1_RestConnection__Output } from '../../../quire/onboarding/v1/RestConnection.ts';

/**
 * How a seller is reached.
 */
export interface Connection {
  /**
   * quire.seller.v1.
   */
  'grpc'?: (_quire_onboarding_v1_GrpcConnection | null);
  /**
   * Plain REST + JSON, described by a mapping.
   */
  'rest'?: (_quire_onboarding_v1_RestConnection | null);
  /**
   * One of the protocols that need no code.
   */
  'protocol'?: "grpc"|"rest";
}

/**
 * How a seller is reached.
 */
export interface Connection__Output {
  /**
   * quire.seller.v1.
   */
  'grpc'?: (_quire_onboarding_v1_GrpcConnection__Output | null);
  /**
   * Plain REST + JSON, described by a mapping.
   */
  'rest'?: (_quire_onboarding_v1_RestConnection__Output | null);
  /**
   * One of the protocols that need no code.
   */
  'protocol'?: "grpc"|"rest";
}
