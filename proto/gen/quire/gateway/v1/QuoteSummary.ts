// Original file: proto/quire/gateway/v1/gateway.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

/**
 * How the round ended.
 */
export interface QuoteSummary {
  /**
   * Sellers asked.
   */
  'asked'?: (number);
  /**
   * Sellers that answered, with or without a copy.
   */
  'answered'?: (number);
  /**
   * Sellers that failed.
   */
  'failed'?: (number);
  /**
   * Sellers not asked.
   */
  'skipped'?: (number);
  /**
   * The cheapest quote's id; empty when there is none.
   */
  'bestQuoteId'?: (string);
  /**
   * How long it took.
   */
  'elapsed'?: (_google_protobuf_Duration | null);
}

/**
 * How the round ended.
 */
export interface QuoteSummary__Output {
  /**
   * Sellers asked.
   */
  'asked': (number);
  /**
   * Sellers that answered, with or without a copy.
   */
  'answered': (number);
  /**
   * Sellers that failed.
   */
  'failed': (number);
  /**
   * Sellers not asked.
   */
  'skipped': (number);
  /**
   * The cheapest quote's id; empty when there is none.
   */
  'bestQuoteId': (string);
  /**
   * How long it took.
   */
  'elapsed': (_google_protobuf_Duration__Output | null);
}
