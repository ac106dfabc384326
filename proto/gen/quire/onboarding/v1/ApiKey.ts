// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * An API key, without its secret.
 */
export interface ApiKey {
  /**
   * Names the key; its first part.
   */
  'keyId'?: (string);
  /**
   * When it was made.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was last used, to the minute; absent when never.
   */
  'lastUseTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * An API key, without its secret.
 */
export interface ApiKey__Output {
  /**
   * Names the key; its first part.
   */
  'keyId': (string);
  /**
   * When it was made.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was last used, to the minute; absent when never.
   */
  'lastUseTime': (_google_protobuf_Timestamp__Output | null);
}
