// Original file: proto/quire/gateway/v1/gateway.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelOrderRequest as _quire_gateway_v1_CancelOrderRequest, CancelOrderRequest__Output as _quire_gateway_v1_CancelOrderRequest__Output } from '../../../quire/gateway/v1/CancelOrderRequest.ts';
import type { CancelOrderResponse as _quire_gateway_v1_CancelOrderResponse, CancelOrderResponse__Output as _quire_gateway_v1_CancelOrderResponse__Output } from '../../../quire/gateway/v1/CancelOrderResponse.ts';
import type { GetOrderRequest as _quire_gateway_v1_GetOrderRequest, GetOrderRequest__Output as _quire_gateway_v1_GetOrderRequest__Output } from '../../../quire/gateway/v1/GetOrderRequest.ts';
import type { GetOrderResponse as _quire_gateway_v1_GetOrderResponse, GetOrderResponse__Output as _quire_gateway_v1_GetOrderResponse__Output } from '../../../quire/gateway/v1/GetOrderResponse.ts';
import type { ListSellersRequest as _quire_gateway_v1_ListSellersRequest, ListSellersRequest__Output as _quire_gateway_v1_ListSellersRequest__Output } from '../../../quire/gateway/v1/ListSellersRequest.ts';
import type { ListSellersResponse as _quire_gateway_v1_ListSellersResponse, ListSellersResponse__Output as _quire_gateway_v1_ListSellersResponse__Output } from '../../../quire/gateway/v1/ListSellersResponse.ts';
import type { PlaceOrderRequest as _quire_gateway_v1_PlaceOrderRequest, PlaceOrderRequest__Output as _quire_gateway_v1_PlaceOrderRequest__Output } from '../../../quire/gateway/v1/PlaceOrderRequest.ts';
import type { PlaceOrderResponse as _quire_gateway_v1_PlaceOrderResponse, PlaceOrderResponse__Output as _quire_gateway_v1_PlaceOrderResponse__Output } from '../../../quire/gateway/v1/PlaceOrderResponse.ts';
import type { StreamQuotesRequest as _quire_gateway_v1_StreamQuotesRequest, StreamQuotesRequest__Output as _quire_gateway_v1_StreamQuotesRequest__Output } from '../../../quire/gateway/v1/StreamQuotesRequest.ts';
import type { StreamQuotesResponse as _quire_gateway_v1_StreamQuotesResponse, StreamQuotesResponse__Output as _quire_gateway_v1_StreamQuotesResponse__Output } from '../../../quire/gateway/v1/StreamQuotesResponse.ts';

/**
 * One face for many sellers' protocols. What the shopper would pay at most is not part of any message here.
 */
export interface SellerGatewayClient extends grpc.Client {
  /**
   * Cancels an order by our reference; where the seller can, also one that has not arrived yet.
   * FAILED_PRECONDITION with reason CANNOT_CANCEL: this seller or this order cannot.
   */
  CancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels an order by our reference; where the seller can, also one that has not arrived yet.
   * FAILED_PRECONDITION with reason CANNOT_CANCEL: this seller or this order cannot.
   */
  cancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _quire_gateway_v1_CancelOrderRequest, callback: grpc.requestCallback<_quire_gateway_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Looks an order up at its seller by our reference. NOT_FOUND with reason ORDER_NOT_FOUND: the seller holds none now.
   */
  GetOrder(argument: _quire_gateway_v1_GetOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _quire_gateway_v1_GetOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _quire_gateway_v1_GetOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _quire_gateway_v1_GetOrderRequest, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Looks an order up at its seller by our reference. NOT_FOUND with reason ORDER_NOT_FOUND: the seller holds none now.
   */
  getOrder(argument: _quire_gateway_v1_GetOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _quire_gateway_v1_GetOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _quire_gateway_v1_GetOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _quire_gateway_v1_GetOrderRequest, callback: grpc.requestCallback<_quire_gateway_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists every seller and what it can do.
   */
  ListSellers(argument: _quire_gateway_v1_ListSellersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  ListSellers(argument: _quire_gateway_v1_ListSellersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  ListSellers(argument: _quire_gateway_v1_ListSellersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  ListSellers(argument: _quire_gateway_v1_ListSellersRequest, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists every seller and what it can do.
   */
  listSellers(argument: _quire_gateway_v1_ListSellersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  listSellers(argument: _quire_gateway_v1_ListSellersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  listSellers(argument: _quire_gateway_v1_ListSellersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  listSellers(argument: _quire_gateway_v1_ListSellersRequest, callback: grpc.requestCallback<_quire_gateway_v1_ListSellersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Buys one quoted copy from one seller, once per `request_id`.
   * FAILED_PRECONDITION with ErrorInfo reason SOLD_OUT, PRICE_CHANGED (metadata `currency`, `minor`), QUOTE_EXPIRED, ORDER_CANCELLED or
   * REJECTED: definitely not bought. UNAVAILABLE with reason NOT_SENT: definitely not bought, may be sent again.
   * INVALID_ARGUMENT: the request itself is wrong and nothing was sent.
   * Any other code: it may have been bought; look it up with GetOrder before anything else.
   * "Not bought" speaks of this call. When an earlier call with the same `request_id` ended without a known outcome (or its caller died),
   * only its order accepted here, GetOrder (found, or not found after `Seller.not_found_final_after`) or CancelOrder settles that one.
   */
  PlaceOrder(argument: _quire_gateway_v1_PlaceOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  PlaceOrder(argument: _quire_gateway_v1_PlaceOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  PlaceOrder(argument: _quire_gateway_v1_PlaceOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  PlaceOrder(argument: _quire_gateway_v1_PlaceOrderRequest, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Buys one quoted copy from one seller, once per `request_id`.
   * FAILED_PRECONDITION with ErrorInfo reason SOLD_OUT, PRICE_CHANGED (metadata `currency`, `minor`), QUOTE_EXPIRED, ORDER_CANCELLED or
   * REJECTED: definitely not bought. UNAVAILABLE with reason NOT_SENT: definitely not bought, may be sent again.
   * INVALID_ARGUMENT: the request itself is wrong and nothing was sent.
   * Any other code: it may have been bought; look it up with GetOrder before anything else.
   * "Not bought" speaks of this call. When an earlier call with the same `request_id` ended without a known outcome (or its caller died),
   * only its order accepted here, GetOrder (found, or not found after `Seller.not_found_final_after`) or CancelOrder settles that one.
   */
  placeOrder(argument: _quire_gateway_v1_PlaceOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  placeOrder(argument: _quire_gateway_v1_PlaceOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  placeOrder(argument: _quire_gateway_v1_PlaceOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  placeOrder(argument: _quire_gateway_v1_PlaceOrderRequest, callback: grpc.requestCallback<_quire_gateway_v1_PlaceOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Asks every eligible seller at once and streams what happens: started, quote, failed, skipped, done, and one last summary.
   * A failing seller is an event; the call itself fails only when no seller could be asked.
   */
  StreamQuotes(argument: _quire_gateway_v1_StreamQuotesRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_gateway_v1_StreamQuotesResponse__Output>;
  StreamQuotes(argument: _quire_gateway_v1_StreamQuotesRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_gateway_v1_StreamQuotesResponse__Output>;
  /**
   * Asks every eligible seller at once and streams what happens: started, quote, failed, skipped, done, and one last summary.
   * A failing seller is an event; the call itself fails only when no seller could be asked.
   */
  streamQuotes(argument: _quire_gateway_v1_StreamQuotesRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_gateway_v1_StreamQuotesResponse__Output>;
  streamQuotes(argument: _quire_gateway_v1_StreamQuotesRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_gateway_v1_StreamQuotesResponse__Output>;
  
}

/**
 * One face for many sellers' protocols. What the shopper would pay at most is not part of any message here.
 */
export interface SellerGatewayHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Cancels an order by our reference; where the seller can, also one that has not arrived yet.
   * FAILED_PRECONDITION with reason CANNOT_CANCEL: this seller or this order cannot.
   */
  CancelOrder: grpc.handleUnaryCall<_quire_gateway_v1_CancelOrderRequest__Output, _quire_gateway_v1_CancelOrderResponse>;
  
  /**
   * Looks an order up at its seller by our reference. NOT_FOUND with reason ORDER_NOT_FOUND: the seller holds none now.
   */
  GetOrder: grpc.handleUnaryCall<_quire_gateway_v1_GetOrderRequest__Output, _quire_gateway_v1_GetOrderResponse>;
  
  /**
   * Lists every seller and what it can do.
   */
  ListSellers: grpc.handleUnaryCall<_quire_gateway_v1_ListSellersRequest__Output, _quire_gateway_v1_ListSellersResponse>;
  
  /**
   * Buys one quoted copy from one seller, once per `request_id`.
   * FAILED_PRECONDITION with ErrorInfo reason SOLD_OUT, PRICE_CHANGED (metadata `currency`, `minor`), QUOTE_EXPIRED, ORDER_CANCELLED or
   * REJECTED: definitely not bought. UNAVAILABLE with reason NOT_SENT: definitely not bought, may be sent again.
   * INVALID_ARGUMENT: the request itself is wrong and nothing was sent.
   * Any other code: it may have been bought; look it up with GetOrder before anything else.
   * "Not bought" speaks of this call. When an earlier call with the same `request_id` ended without a known outcome (or its caller died),
   * only its order accepted here, GetOrder (found, or not found after `Seller.not_found_final_after`) or CancelOrder settles that one.
   */
  PlaceOrder: grpc.handleUnaryCall<_quire_gateway_v1_PlaceOrderRequest__Output, _quire_gateway_v1_PlaceOrderResponse>;
  
  /**
   * Asks every eligible seller at once and streams what happens: started, quote, failed, skipped, done, and one last summary.
   * A failing seller is an event; the call itself fails only when no seller could be asked.
   */
  StreamQuotes: grpc.handleServerStreamingCall<_quire_gateway_v1_StreamQuotesRequest__Output, _quire_gateway_v1_StreamQuotesResponse>;
  
}

export interface SellerGatewayDefinition extends grpc.ServiceDefinition {
  CancelOrder: MethodDefinition<_quire_gateway_v1_CancelOrderRequest, _quire_gateway_v1_CancelOrderResponse, _quire_gateway_v1_CancelOrderRequest__Output, _quire_gateway_v1_CancelOrderResponse__Output>
  GetOrder: MethodDefinition<_quire_gateway_v1_GetOrderRequest, _quire_gateway_v1_GetOrderResponse, _quire_gateway_v1_GetOrderRequest__Output, _quire_gateway_v1_GetOrderResponse__Output>
  ListSellers: MethodDefinition<_quire_gateway_v1_ListSellersRequest, _quire_gateway_v1_ListSellersResponse, _quire_gateway_v1_ListSellersRequest__Output, _quire_gateway_v1_ListSellersResponse__Output>
  PlaceOrder: MethodDefinition<_quire_gateway_v1_PlaceOrderRequest, _quire_gateway_v1_PlaceOrderResponse, _quire_gateway_v1_PlaceOrderRequest__Output, _quire_gateway_v1_PlaceOrderResponse__Output>
  StreamQuotes: MethodDefinition<_quire_gateway_v1_StreamQuotesRequest, _quire_gateway_v1_StreamQuotesResponse, _quire_gateway_v1_StreamQuotesRequest__Output, _quire_gateway_v1_StreamQuotesResponse__Output>
}
