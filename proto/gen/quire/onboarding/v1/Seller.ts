// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Profile as _quire_onboarding_v1_Profile, Profile__Output as _quire_onboarding_v1_Profile__Output } from '../../../quire/onboarding/v1/Profile.ts';
import type { Connection as _quire_onboarding_v1_Connection, Connection__Output as _quire_onboarding_v1_Connection__Output } from '../../../quire/onboarding/v1/Connection.ts';
import type { SellerState as _quire_onboarding_v1_SellerState, SellerState__Output as _quire_onboarding_v1_SellerState__Output } from '../../../quire/onboarding/v1/SellerState.ts';
import type { Challenge as _quire_onboarding_v1_Challenge, Challenge__Output as _quire_onboarding_v1_Challenge__Output } from '../../../quire/onboarding/v1/Challenge.ts';
import type { ApiKey as _quire_onboarding_v1_ApiKey, ApiKey__Output as _quire_onboarding_v1_ApiKey__Output } from '../../../quire/onboarding/v1/ApiKey.ts';
import type { Standing as _quire_onboarding_v1_Standing, Standing__Output as _quire_onboarding_v1_Standing__Output } from '../../../quire/onboarding/v1/Standing.ts';
import type { ConformanceReport as _quire_onboarding_v1_ConformanceReport, ConformanceReport__Output as _quire_onboarding_v1_ConformanceReport__Output } from '../../../quire/onboarding/v1/ConformanceReport.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * A seller, as itself and operators see it.
 */
export interface Seller {
  /**
   * Stable id, a slug made of the name.
   */
  'sellerId'?: (string);
  /**
   * What it says of itself.
   */
  'profile'?: (_quire_onboarding_v1_Profile | null);
  /**
   * How it is reached, without secrets.
   */
  'connection'?: (_quire_onboarding_v1_Connection | null);
  /**
   * Where it stands.
   */
  'state'?: (_quire_onboarding_v1_SellerState);
  /**
   * Why, in a sentence that says what to do next.
   */
  'stateReason'?: (string);
  /**
   * What to publish at the endpoint.
   */
  'challenge'?: (_quire_onboarding_v1_Challenge | null);
  /**
   * Its keys, newest first, without their secrets.
   */
  'apiKeys'?: (_quire_onboarding_v1_ApiKey)[];
  /**
   * What it promised and kept.
   */
  'standing'?: (_quire_onboarding_v1_Standing | null);
  /**
   * The last run of the kit; absent before the first.
   */
  'lastReport'?: (_quire_onboarding_v1_ConformanceReport | null);
  /**
   * When it was registered.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * A seller, as itself and operators see it.
 */
export interface Seller__Output {
  /**
   * Stable id, a slug made of the name.
   */
  'sellerId': (string);
  /**
   * What it says of itself.
   */
  'profile': (_quire_onboarding_v1_Profile__Output | null);
  /**
   * How it is reached, without secrets.
   */
  'connection': (_quire_onboarding_v1_Connection__Output | null);
  /**
   * Where it stands.
   */
  'state': (_quire_onboarding_v1_SellerState__Output);
  /**
   * Why, in a sentence that says what to do next.
   */
  'stateReason': (string);
  /**
   * What to publish at the endpoint.
   */
  'challenge': (_quire_onboarding_v1_Challenge__Output | null);
  /**
   * Its keys, newest first, without their secrets.
   */
  'apiKeys': (_quire_onboarding_v1_ApiKey__Output)[];
  /**
   * What it promised and kept.
   */
  'standing': (_quire_onboarding_v1_Standing__Output | null);
  /**
   * The last run of the kit; absent before the first.
   */
  'lastReport': (_quire_onboarding_v1_ConformanceReport__Output | null);
  /**
   * When it was registered.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
}
