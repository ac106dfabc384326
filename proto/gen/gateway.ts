import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from './google/type/Money.ts';
import type { CancelOrderRequest as _quire_gateway_v1_CancelOrderRequest, CancelOrderRequest__Output as _quire_gateway_v1_CancelOrderRequest__Output } from './quire/gateway/v1/CancelOrderRequest.ts';
import type { CancelOrderResponse as _quire_gateway_v1_CancelOrderResponse, CancelOrderResponse__Output as _quire_gateway_v1_CancelOrderResponse__Output } from './quire/gateway/v1/CancelOrderResponse.ts';
import type { GetOrderRequest as _quire_gateway_v1_GetOrderRequest, GetOrderRequest__Output as _quire_gateway_v1_GetOrderRequest__Output } from './quire/gateway/v1/GetOrderRequest.ts';
import type { GetOrderResponse as _quire_gateway_v1_GetOrderResponse, GetOrderResponse__Output as _quire_gateway_v1_GetOrderResponse__Output } from './quire/gateway/v1/GetOrderResponse.ts';
import type { ListSellersRequest as _quire_gateway_v1_ListSellersRequest, ListSellersRequest__Output as _quire_gateway_v1_ListSellersRequest__Output } from './quire/gateway/v1/ListSellersRequest.ts';
import type { ListSellersResponse as _quire_gateway_v1_ListSellersResponse, ListSellersResponse__Output as _quire_gateway_v1_ListSellersResponse__Output } from './quire/gateway/v1/ListSellersResponse.ts';
import type { Order as _quire_gateway_v1_Order, Order__Output as _quire_gateway_v1_Order__Output } from './quire/gateway/v1/Order.ts';
import type { PlaceOrderRequest as _quire_gateway_v1_PlaceOrderRequest, PlaceOrderRequest__Output as _quire_gateway_v1_PlaceOrderRequest__Output } from './quire/gateway/v1/PlaceOrderRequest.ts';
import type { PlaceOrderResponse as _quire_gateway_v1_PlaceOrderResponse, PlaceOrderResponse__Output as _quire_gateway_v1_PlaceOrderResponse__Output } from './quire/gateway/v1/PlaceOrderResponse.ts';
import type { Quote as _quire_gateway_v1_Quote, Quote__Output as _quire_gateway_v1_Quote__Output } from './quire/gateway/v1/Quote.ts';
import type { QuoteSummary as _quire_gateway_v1_QuoteSummary, QuoteSummary__Output as _quire_gateway_v1_QuoteSummary__Output } from './quire/gateway/v1/QuoteSummary.ts';
import type { Seller as _quire_gateway_v1_Seller, Seller__Output as _quire_gateway_v1_Seller__Output } from './quire/gateway/v1/Seller.ts';
import type { SellerDone as _quire_gateway_v1_SellerDone, SellerDone__Output as _quire_gateway_v1_SellerDone__Output } from './quire/gateway/v1/SellerDone.ts';
import type { SellerFailed as _quire_gateway_v1_SellerFailed, SellerFailed__Output as _quire_gateway_v1_SellerFailed__Output } from './quire/gateway/v1/SellerFailed.ts';
import type { SellerGatewayClient as _quire_gateway_v1_SellerGatewayClient, SellerGatewayDefinition as _quire_gateway_v1_SellerGatewayDefinition } from './quire/gateway/v1/SellerGateway.ts';
import type { SellerSkipped as _quire_gateway_v1_SellerSkipped, SellerSkipped__Output as _quire_gateway_v1_SellerSkipped__Output } from './quire/gateway/v1/SellerSkipped.ts';
import type { SellerStanding as _quire_gateway_v1_SellerStanding, SellerStanding__Output as _quire_gateway_v1_SellerStanding__Output } from './quire/gateway/v1/SellerStanding.ts';
import type { SellerStarted as _quire_gateway_v1_SellerStarted, SellerStarted__Output as _quire_gateway_v1_SellerStarted__Output } from './quire/gateway/v1/SellerStarted.ts';
import type { StreamQuotesRequest as _quire_gateway_v1_StreamQuotesRequest, StreamQuotesRequest__Output as _quire_gateway_v1_StreamQuotesRequest__Output } from './quire/gateway/v1/StreamQuotesRequest.ts';
import type { StreamQuotesResponse as _quire_gateway_v1_StreamQuotesResponse, StreamQuotesResponse__Output as _quire_gateway_v1_StreamQuotesResponse__Output } from './quire/gateway/v1/StreamQuotesResponse.ts';
import type { Destination as _quire_type_v1_Destination, Destination__Output as _quire_type_v1_Destination__Output } from './quire/type/v1/Destination.ts';
import type { PostalAddress as _quire_type_v1_PostalAddress, PostalAddress__Output as _quire_type_v1_PostalAddress__Output } from './quire/type/v1/PostalAddress.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
    type: {
      Money: MessageTypeDefinition<_google_type_Money, _google_type_Money__Output>
    }
  }
  quire: {
    gateway: {
      v1: {
        CancelOrderRequest: MessageTypeDefinition<_quire_gateway_v1_CancelOrderRequest, _quire_gateway_v1_CancelOrderRequest__Output>
        CancelOrderResponse: MessageTypeDefinition<_quire_gateway_v1_CancelOrderResponse, _quire_gateway_v1_CancelOrderResponse__Output>
        FailureKind: EnumTypeDefinition
        GetOrderRequest: MessageTypeDefinition<_quire_gateway_v1_GetOrderRequest, _quire_gateway_v1_GetOrderRequest__Output>
        GetOrderResponse: MessageTypeDefinition<_quire_gateway_v1_GetOrderResponse, _quire_gateway_v1_GetOrderResponse__Output>
        ListSellersRequest: MessageTypeDefinition<_quire_gateway_v1_ListSellersRequest, _quire_gateway_v1_ListSellersRequest__Output>
        ListSellersResponse: MessageTypeDefinition<_quire_gateway_v1_ListSellersResponse, _quire_gateway_v1_ListSellersResponse__Output>
        Order: MessageTypeDefinition<_quire_gateway_v1_Order, _quire_gateway_v1_Order__Output>
        OrderState: EnumTypeDefinition
        PlaceOrderRequest: MessageTypeDefinition<_quire_gateway_v1_PlaceOrderRequest, _quire_gateway_v1_PlaceOrderRequest__Output>
        PlaceOrderResponse: MessageTypeDefinition<_quire_gateway_v1_PlaceOrderResponse, _quire_gateway_v1_PlaceOrderResponse__Output>
        Quote: MessageTypeDefinition<_quire_gateway_v1_Quote, _quire_gateway_v1_Quote__Output>
        QuoteSource: EnumTypeDefinition
        QuoteSummary: MessageTypeDefinition<_quire_gateway_v1_QuoteSummary, _quire_gateway_v1_QuoteSummary__Output>
        Seller: MessageTypeDefinition<_quire_gateway_v1_Seller, _quire_gateway_v1_Seller__Output>
        SellerDone: MessageTypeDefinition<_quire_gateway_v1_SellerDone, _quire_gateway_v1_SellerDone__Output>
        SellerFailed: MessageTypeDefinition<_quire_gateway_v1_SellerFailed, _quire_gateway_v1_SellerFailed__Output>
        /**
         * One face for many sellers' protocols. What the shopper would pay at most is not part of any message here.
         */
        SellerGateway: SubtypeConstructor<typeof grpc.Client, _quire_gateway_v1_SellerGatewayClient> & { service: _quire_gateway_v1_SellerGatewayDefinition }
        SellerSkipped: MessageTypeDefinition<_quire_gateway_v1_SellerSkipped, _quire_gateway_v1_SellerSkipped__Output>
        SellerStanding: MessageTypeDefinition<_quire_gateway_v1_SellerStanding, _quire_gateway_v1_SellerStanding__Output>
        SellerStarted: MessageTypeDefinition<_quire_gateway_v1_SellerStarted, _quire_gateway_v1_SellerStarted__Output>
        SkipReason: EnumTypeDefinition
        StreamQuotesRequest: MessageTypeDefinition<_quire_gateway_v1_StreamQuotesRequest, _quire_gateway_v1_StreamQuotesRequest__Output>
        StreamQuotesResponse: MessageTypeDefinition<_quire_gateway_v1_StreamQuotesResponse, _quire_gateway_v1_StreamQuotesResponse__Output>
      }
    }
    type: {
      v1: {
        Condition: EnumTypeDefinition
        Destination: MessageTypeDefinition<_quire_type_v1_Destination, _quire_type_v1_Destination__Output>
        PostalAddress: MessageTypeDefinition<_quire_type_v1_PostalAddress, _quire_type_v1_PostalAddress__Output>
      }
    }
  }
}

