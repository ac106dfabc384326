// Original file: proto/quire/gateway/v1/gateway.proto

import type { SellerStarted as _quire_gateway_v1_SellerStarted, SellerStarted__Output as _quire_gateway_v1_SellerStarted__Output } from '../../../quire/gateway/v1/SellerStarted.ts';
import type { Quote as _quire_gateway_v1_Quote, Quote__Output as _quire_gateway_v1_Quote__Output } from '../../../quire/gateway/v1/Quote.ts';
import type { SellerFailed as _quire_gateway_v1_SellerFailed, SellerFailed__Output as _quire_gateway_v1_SellerFailed__Output } from '../../../quire/gateway/v1/SellerFailed.ts';
import type { SellerSkipped as _quire_gateway_v1_SellerSkipped, SellerSkipped__Output as _quire_gateway_v1_SellerSkipped__Output } from '../../../quire/gateway/v1/SellerSkipped.ts';
import type { SellerDone as _quire_gateway_v1_SellerDone, SellerDone__Output as _quire_gateway_v1_SellerDone__Output } from '../../../quire/gateway/v1/SellerDone.ts';
import type { QuoteSummary as _quire_gateway_v1_QuoteSummary, QuoteSummary__Output as _quire_gateway_v1_QuoteSummary__Output } from '../../../quire/gateway/v1/QuoteSummary.ts';
import type { StreamQuotesResponse as _quire_gateway_v1_StreamQuotesResponse, StreamQuotesResponse__Output as _quire_gateway_v1_StreamQuotesResponse__Output } from '../../../quire/gateway/v1/StreamQuotesResponse.ts';

/**
 * One thing that happened.
 */
export interface StreamQuotesResponse {
  /**
   * A seller is being asked.
   */
  'started'?: (_quire_gateway_v1_SellerStarted | null);
  /**
   * A copy on offer.
   */
  'quote'?: (_quire_gateway_v1_Quote | null);
  /**
   * A seller has no answer.
   */
  'failed'?: (_quire_gateway_v1_SellerFailed | null);
  /**
   * A seller was not asked.
   */
  'skipped'?: (_quire_gateway_v1_SellerSkipped | null);
  /**
   * A seller has said everything.
   */
  'done'?: (_quire_gateway_v1_SellerDone | null);
  /**
   * The end of the stream.
   */
  'summary'?: (_quire_gateway_v1_QuoteSummary | null);
  /**
   * Instead of `event`, and only when the request asks for it: what happened at the same time, in its order. None of these holds a batch.
   */
  'batch'?: (_quire_gateway_v1_StreamQuotesResponse)[];
  /**
   * What happened.
   */
  'event'?: "started"|"quote"|"failed"|"skipped"|"done"|"summary";
}

/**
 * One thing that happened.
 */
export interface StreamQuotesResponse__Output {
  /**
   * A seller is being asked.
   */
  'started'?: (_quire_gateway_v1_SellerStarted__Output | null);
  /**
   * A copy on offer.
   */
  'quote'?: (_quire_gateway_v1_Quote__Output | null);
  /**
   * A seller has no answer.
   */
  'failed'?: (_quire_gateway_v1_SellerFailed__Output | null);
  /**
   * A seller was not asked.
   */
  'skipped'?: (_quire_gateway_v1_SellerSkipped__Output | null);
  /**
   * A seller has said everything.
   */
  'done'?: (_quire_gateway_v1_SellerDone__Output | null);
  /**
   * The end of the stream.
   */
  'summary'?: (_quire_gateway_v1_QuoteSummary__Output | null);
  /**
   * Instead of `event`, and only when the request asks for it: what happened at the same time, in its order. None of these holds a batch.
   */
  'batch': (_quire_gateway_v1_StreamQuotesResponse__Output)[];
  /**
   * What happened.
   */
  'event'?: "started"|"quote"|"failed"|"skipped"|"done"|"summary";
}
