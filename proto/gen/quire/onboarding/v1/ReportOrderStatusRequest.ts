// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { OrderState as _quire_seller_v1_OrderState, OrderState__Output as _quire_seller_v1_OrderState__Output } from '../../../quire/seller/v1/OrderState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * How an order stands now.
 */
export interface ReportOrderStatusRequest {
  /**
   * Our reference.
   */
  'requestId'?: (string);
  /**
   * How it stands.
   */
  'state'?: (_quire_seller_v1_OrderState);
  /**
   * When it came to stand so; not in the future.
   */
  'changeTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The carrier's number; may be empty.
   */
  'trackingNumber'?: (string);
}

/**
 * How an order stands now.
 */
export interface ReportOrderStatusRequest__Output {
  /**
   * Our reference.
   */
  'requestId': (string);
  /**
   * How it stands.
   */
  'state': (_quire_seller_v1_OrderState__Output);
  /**
   * When it came to stand so; not in the future.
   */
  'changeTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The carrier's number; may be empty.
   */
  'trackingNumber': (string);
}
