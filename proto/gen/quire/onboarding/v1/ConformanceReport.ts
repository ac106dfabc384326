// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { CheckResult as _quire_onboarding_v1_CheckResult, CheckResult__Output as _quire_onboarding_v1_CheckResult__Output } from '../../../quire/onboarding/v1/CheckResult.ts';

/**
 * A run of the kit.
 */
export interface ConformanceReport {
  /**
   * The kit's version and the contract's, `2026.11/quire.seller.v1`.
   */
  'kitVersion'?: (string);
  /**
   * When it ended.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Checks that passed.
   */
  'passed'?: (number);
  /**
   * Checks that failed.
   */
  'failed'?: (number);
  /**
   * Checks that did not apply.
   */
  'skipped'?: (number);
  /**
   * True when every required check passed.
   */
  'conforms'?: (boolean);
  /**
   * Each check, in their order.
   */
  'results'?: (_quire_onboarding_v1_CheckResult)[];
}

/**
 * A run of the kit.
 */
export interface ConformanceReport__Output {
  /**
   * The kit's version and the contract's, `2026.11/quire.seller.v1`.
   */
  'kitVersion': (string);
  /**
   * When it ended.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Checks that passed.
   */
  'passed': (number);
  /**
   * Checks that failed.
   */
  'failed': (number);
  /**
   * Checks that did not apply.
   */
  'skipped': (number);
  /**
   * True when every required check passed.
   */
  'conforms': (boolean);
  /**
   * Each check, in their order.
   */
  'results': (_quire_onboarding_v1_CheckResult__Output)[];
}
