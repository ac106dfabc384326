// Original file: proto/quire/seller/v1/seller.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelOrderRequest as _quire_seller_v1_CancelOrderRequest, CancelOrderRequest__Output as _quire_seller_v1_CancelOrderRequest__Output } from '../../../quire/seller/v1/CancelOrderRequest.ts';
import type { CancelOrderResponse as _quire_seller_v1_CancelOrderResponse, CancelOrderResponse__Output as _quire_seller_v1_CancelOrderResponse__Output } from '../../../quire/seller/v1/CancelOrderResponse.ts';
import type { GetChallengeRequest as _quire_seller_v1_GetChallengeRequest, GetChallengeRequest__Output as _quire_seller_v1_GetChallengeRequest__Output } from '../../../quire/seller/v1/GetChallengeRequest.ts';
import type { GetChallengeResponse as _quire_seller_v1_GetChallengeResponse, GetChallengeResponse__Output as _quire_seller_v1_GetChallengeResponse__Output } from '../../../quire/seller/v1/GetChallengeResponse.ts';
import type { GetOrderRequest as _quire_seller_v1_GetOrderRequest, GetOrderRequest__Output as _quire_seller_v1_GetOrderRequest__Output } from '../../../quire/seller/v1/GetOrderRequest.ts';
import type { GetOrderResponse as _quire_seller_v1_GetOrderResponse, GetOrderResponse__Output as _quire_seller_v1_GetOrderResponse__Output } from '../../../quire/seller/v1/GetOrderResponse.ts';
import type { GetQuotesRequest as _quire_seller_v1_GetQuotesRequest, GetQuotesRequest__Output as _quire_seller_v1_GetQuotesRequest__Output } from '../../../quire/seller/v1/GetQuotesRequest.ts';
import type { GetQuotesResponse as _quire_seller_v1_GetQuotesResponse, GetQuotesResponse__Output as _quire_seller_v1_GetQuotesResponse__Output } from '../../../quire/seller/v1/GetQuotesResponse.ts';
import type { PlaceOrderRequest as _quire_seller_v1_PlaceOrderRequest, PlaceOrderRequest__Output as _quire_seller_v1_PlaceOrderRequest__Output } from '../../../quire/seller/v1/PlaceOrderRequest.ts';
import type { PlaceOrderResponse as _quire_seller_v1_PlaceOrderResponse, PlaceOrderResponse__Output as _quire_seller_v1_PlaceOrderResponse__Output } from '../../../quire/seller/v1/PlaceOrderResponse.ts';

/**
 * What a seller that speaks gRPC implements.
 */
export interface SellerServiceClient extends grpc.Client {
  /**
   * Cancels an order that has not been packed. A reference never seen is remembered as cancelled, so that a late
   * PlaceOrder with it is refused (FAILED_PRECONDITION, reason ORDER_CANCELLED).
   */
  CancelOrder(argument: _quire_seller_v1_CancelOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _quire_seller_v1_CancelOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _quire_seller_v1_CancelOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _quire_seller_v1_CancelOrderRequest, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels an order that has not been packed. A reference never seen is remembered as cancelled, so that a late
   * PlaceOrder with it is refused (FAILED_PRECONDITION, reason ORDER_CANCELLED).
   */
  cancelOrder(argument: _quire_seller_v1_CancelOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _quire_seller_v1_CancelOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _quire_seller_v1_CancelOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _quire_seller_v1_CancelOrderRequest, callback: grpc.requestCallback<_quire_seller_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Answers with the challenge that quire.onboarding.v1 gave at registration: proof that this endpoint belongs to who registered it.
   */
  GetChallenge(argument: _quire_seller_v1_GetChallengeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  GetChallenge(argument: _quire_seller_v1_GetChallengeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  GetChallenge(argument: _quire_seller_v1_GetChallengeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  GetChallenge(argument: _quire_seller_v1_GetChallengeRequest, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Answers with the challenge that quire.onboarding.v1 gave at registration: proof that this endpoint belongs to who registered it.
   */
  getChallenge(argument: _quire_seller_v1_GetChallengeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  getChallenge(argument: _quire_seller_v1_GetChallengeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  getChallenge(argument: _quire_seller_v1_GetChallengeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  getChallenge(argument: _quire_seller_v1_GetChallengeRequest, callback: grpc.requestCallback<_quire_seller_v1_GetChallengeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Finds an order by the buyer's reference. NOT_FOUND means: this seller holds no such order now.
   */
  GetOrder(argument: _quire_seller_v1_GetOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _quire_seller_v1_GetOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _quire_seller_v1_GetOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _quire_seller_v1_GetOrderRequest, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Finds an order by the buyer's reference. NOT_FOUND means: this seller holds no such order now.
   */
  getOrder(argument: _quire_seller_v1_GetOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _quire_seller_v1_GetOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _quire_seller_v1_GetOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _quire_seller_v1_GetOrderRequest, callback: grpc.requestCallback<_quire_seller_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Streams every copy on offer of one book, complete prices only. No copy is an empty stream, not an error.
   */
  GetQuotes(argument: _quire_seller_v1_GetQuotesRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_seller_v1_GetQuotesResponse__Output>;
  GetQuotes(argument: _quire_seller_v1_GetQuotesRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_seller_v1_GetQuotesResponse__Output>;
  /**
   * Streams every copy on offer of one book, complete prices only. No copy is an empty stream, not an error.
   */
  getQuotes(argument: _quire_seller_v1_GetQuotesRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_seller_v1_GetQuotesResponse__Output>;
  getQuotes(argument: _quire_seller_v1_GetQuotesRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_seller_v1_GetQuotesResponse__Output>;
  
  /**
   * Sells one quoted copy. The same `request_id` with the same content answers with the first order again;
   * with other content it is refused with ALREADY_EXISTS and ErrorInfo reason REQUEST_ID_REUSED.
   * FAILED_PRECONDITION with reason SOLD_OUT, PRICE_CHANGED (metadata `currency` and `minor`: the new landed total) or QUOTE_EXPIRED
   * means that nothing was sold.
   */
  PlaceOrder(argument: _quire_seller_v1_PlaceOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  PlaceOrder(argument: _quire_seller_v1_PlaceOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  PlaceOrder(argument: _quire_seller_v1_PlaceOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  PlaceOrder(argument: _quire_seller_v1_PlaceOrderRequest, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sells one quoted copy. The same `request_id` with the same content answers with the first order again;
   * with other content it is refused with ALREADY_EXISTS and ErrorInfo reason REQUEST_ID_REUSED.
   * FAILED_PRECONDITION with reason SOLD_OUT, PRICE_CHANGED (metadata `currency` and `minor`: the new landed total) or QUOTE_EXPIRED
   * means that nothing was sold.
   */
  placeOrder(argument: _quire_seller_v1_PlaceOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  placeOrder(argument: _quire_seller_v1_PlaceOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  placeOrder(argument: _quire_seller_v1_PlaceOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  placeOrder(argument: _quire_seller_v1_PlaceOrderRequest, callback: grpc.requestCallback<_quire_seller_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What a seller that speaks gRPC implements.
 */
export interface SellerServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Cancels an order that has not been packed. A reference never seen is remembered as cancelled, so that a late
   * PlaceOrder with it is refused (FAILED_PRECONDITION, reason ORDER_CANCELLED).
   */
  CancelOrder: grpc.handleUnaryCall<_quire_seller_v1_CancelOrderRequest__Output, _quire_seller_v1_CancelOrderResponse>;
  
  /**
   * Answers with the challenge that quire.onboarding.v1 gave at registration: proof that this endpoint belongs to who registered it.
   */
  GetChallenge: grpc.handleUnaryCall<_quire_seller_v1_GetChallengeRequest__Output, _quire_seller_v1_GetChallengeResponse>;
  
  /**
   * Finds an order by the buyer's reference. NOT_FOUND means: this seller holds no such order now.
   */
  GetOrder: grpc.handleUnaryCall<_quire_seller_v1_GetOrderRequest__Output, _quire_seller_v1_GetOrderResponse>;
  
  /**
   * Streams every copy on offer of one book, complete prices only. No copy is an empty stream, not an error.
   */
  GetQuotes: grpc.handleServerStreamingCall<_quire_seller_v1_GetQuotesRequest__Output, _quire_seller_v1_GetQuotesResponse>;
  
  /**
   * Sells one quoted copy. The same `request_id` with the same content answers with the first order again;
   * with other content it is refused with ALREADY_EXISTS and ErrorInfo reason REQUEST_ID_REUSED.
   * FAILED_PRECONDITION with reason SOLD_OUT, PRICE_CHANGED (metadata `currency` and `minor`: the new landed total) or QUOTE_EXPIRED
   * means that nothing was sold.
   */
  PlaceOrder: grpc.handleUnaryCall<_quire_seller_v1_PlaceOrderRequest__Output, _quire_seller_v1_PlaceOrderResponse>;
  
}

export interface SellerServiceDefinition extends grpc.ServiceDefinition {
  CancelOrder: MethodDefinition<_quire_seller_v1_CancelOrderRequest, _quire_seller_v1_CancelOrderResponse, _quire_seller_v1_CancelOrderRequest__Output, _quire_seller_v1_CancelOrderResponse__Output>
  GetChallenge: MethodDefinition<_quire_seller_v1_GetChallengeRequest, _quire_seller_v1_GetChallengeResponse, _quire_seller_v1_GetChallengeRequest__Output, _quire_seller_v1_GetChallengeResponse__Output>
  GetOrder: MethodDefinition<_quire_seller_v1_GetOrderRequest, _quire_seller_v1_GetOrderResponse, _quire_seller_v1_GetOrderRequest__Output, _quire_seller_v1_GetOrderResponse__Output>
  GetQuotes: MethodDefinition<_quire_seller_v1_GetQuotesRequest, _quire_seller_v1_GetQuotesResponse, _quire_seller_v1_GetQuotesRequest__Output, _quire_seller_v1_GetQuotesResponse__Output>
  PlaceOrder: MethodDefinition<_quire_seller_v1_PlaceOrderRequest, _quire_seller_v1_PlaceOrderResponse, _quire_seller_v1_PlaceOrderRequest__Output, _quire_seller_v1_PlaceOrderResponse__Output>
}
