// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { CheckState as _quire_onboarding_v1_CheckState, CheckState__Output as _quire_onboarding_v1_CheckState__Output } from '../../../quire/onboarding/v1/CheckState.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

/**
 * How one check ended.
 */
export interface CheckResult {
  /**
   * Stable name, `place.same-request-twice`.
   */
  'check'?: (string);
  /**
   * What the contract wants, in a sentence.
   */
  'rule'?: (string);
  /**
   * True when a seller cannot go live without it.
   */
  'required'?: (boolean);
  /**
   * How it ended.
   */
  'state'?: (_quire_onboarding_v1_CheckState);
  /**
   * What was sent.
   */
  'sent'?: (string);
  /**
   * What was expected.
   */
  'expected'?: (string);
  /**
   * What came back.
   */
  'received'?: (string);
  /**
   * What to do about it, or why it was skipped.
   */
  'detail'?: (string);
  /**
   * How long it took.
   */
  'elapsed'?: (_google_protobuf_Duration | null);
}

/**
 * How one check ended.
 */
export interface CheckResult__Output {
  /**
   * Stable name, `place.same-request-twice`.
   */
  'check': (string);
  /**
   * What the contract wants, in a sentence.
   */
  'rule': (string);
  /**
   * True when a seller cannot go live without it.
   */
  'required': (boolean);
  /**
   * How it ended.
   */
  'state': (_quire_onboarding_v1_CheckState__Output);
  /**
   * What was sent.
   */
  'sent': (string);
  /**
   * What was expected.
   */
  'expected': (string);
  /**
   * What came back.
   */
  'received': (string);
  /**
   * What to do about it, or why it was skipped.
   */
  'detail': (string);
  /**
   * How long it took.
   */
  'elapsed': (_google_protobuf_Duration__Output | null);
}
