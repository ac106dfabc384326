import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from './google/type/Money.ts';
import type { CancelOrderRequest as _quire_seller_v1_CancelOrderRequest, CancelOrderRequest__Output as _quire_seller_v1_CancelOrderRequest__Output } from './quire/seller/v1/CancelOrderRequest.ts';
import type { CancelOrderResponse as _quire_seller_v1_CancelOrderResponse, CancelOrderResponse__Output as _quire_seller_v1_CancelOrderResponse__Output } from './quire/seller/v1/CancelOrderResponse.ts';
import type { GetChallengeRequest as _quire_seller_v1_GetChallengeRequest, GetChallengeRequest__Output as _quire_seller_v1_GetChallengeRequest__Output } from './quire/seller/v1/GetChallengeRequest.ts';
import type { GetChallengeResponse as _quire_seller_v1_GetChallengeResponse, GetChallengeResponse__Output as _quire_seller_v1_GetChallengeResponse__Output } from './quire/seller/v1/GetChallengeResponse.ts';
import type { GetOrderRequest as _quire_seller_v1_GetOrderRequest, GetOrderRequest__Output as _quire_seller_v1_GetOrderRequest__Output } from './quire/seller/v1/GetOrderRequest.ts';
import type { GetOrderResponse as _quire_seller_v1_GetOrderResponse, GetOrderResponse__Output as _quire_seller_v1_GetOrderResponse__Output } from './quire/seller/v1/GetOrderResponse.ts';
import type { GetQuotesRequest as _quire_seller_v1_GetQuotesRequest, GetQuotesRequest__Output as _quire_seller_v1_GetQuotesRequest__Output } from './quire/seller/v1/GetQuotesRequest.ts';
import type { GetQuotesResponse as _quire_seller_v1_GetQuotesResponse, GetQuotesResponse__Output as _quire_seller_v1_GetQuotesResponse__Output } from './quire/seller/v1/GetQuotesResponse.ts';
import type { Order as _quire_seller_v1_Order, Order__Output as _quire_seller_v1_Order__Output } from './quire/seller/v1/Order.ts';
import type { PlaceOrderRequest as _quire_seller_v1_PlaceOrderRequest, PlaceOrderRequest__Output as _quire_seller_v1_PlaceOrderRequest__Output } from './quire/seller/v1/PlaceOrderRequest.ts';
import type { PlaceOrderResponse as _quire_seller_v1_PlaceOrderResponse, PlaceOrderResponse__Output as _quire_seller_v1_PlaceOrderResponse__Output } from './quire/seller/v1/PlaceOrderResponse.ts';
import type { Quote as _quire_seller_v1_Quote, Quote__Output as _quire_seller_v1_Quote__Output } from './quire/seller/v1/Quote.ts';
import type { SellerServiceClient as _quire_seller_v1_SellerServiceClient, SellerServiceDefinition as _quire_seller_v1_SellerServiceDefinition } from './quire/seller/v1/SellerService.ts';
import type { Destination as _quire_type_v1_Destination, Destination__Output as _quire_type_v1_Destination__Output } from './quire/type/v1/Destination.ts';
import type { PostalAddress as _quire_type_v1_PostalAddress, PostalAddress__Output as _quire_type_v1_PostalAddress__Output } from './quire/type/v1/PostalAddress.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
    type: {
      Money: MessageTypeDefinition<_google_type_Money, _google_type_Money__Output>
    }
  }
  quire: {
    seller: {
      v1: {
        CancelOrderRequest: MessageTypeDefinition<_quire_seller_v1_CancelOrderRequest, _quire_seller_v1_CancelOrderRequest__Output>
        CancelOrderResponse: MessageTypeDefinition<_quire_seller_v1_CancelOrderResponse, _quire_seller_v1_CancelOrderResponse__Output>
        GetChallengeRequest: MessageTypeDefinition<_quire_seller_v1_GetChallengeRequest, _quire_seller_v1_GetChallengeRequest__Output>
        GetChallengeResponse: MessageTypeDefinition<_quire_seller_v1_GetChallengeResponse, _quire_seller_v1_GetChallengeResponse__Output>
        GetOrderRequest: MessageTypeDefinition<_quire_seller_v1_GetOrderRequest, _quire_seller_v1_GetOrderRequest__Output>
        GetOrderResponse: MessageTypeDefinition<_quire_seller_v1_GetOrderResponse, _quire_seller_v1_GetOrderResponse__Output>
        GetQuotesRequest: MessageTypeDefinition<_quire_seller_v1_GetQuotesRequest, _quire_seller_v1_GetQuotesRequest__Output>
        GetQuotesResponse: MessageTypeDefinition<_quire_seller_v1_GetQuotesResponse, _quire_seller_v1_GetQuotesResponse__Output>
        Order: MessageTypeDefinition<_quire_seller_v1_Order, _quire_seller_v1_Order__Output>
        OrderState: EnumTypeDefinition
        PlaceOrderRequest: MessageTypeDefinition<_quire_seller_v1_PlaceOrderRequest, _quire_seller_v1_PlaceOrderRequest__Output>
        PlaceOrderResponse: MessageTypeDefinition<_quire_seller_v1_PlaceOrderResponse, _quire_seller_v1_PlaceOrderResponse__Output>
        Quote: MessageTypeDefinition<_quire_seller_v1_Quote, _quire_seller_v1_Quote__Output>
        /**
         * What a seller that speaks gRPC implements.
         */
        SellerService: SubtypeConstructor<typeof grpc.Client, _quire_seller_v1_SellerServiceClient> & { service: _quire_seller_v1_SellerServiceDefinition }
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

