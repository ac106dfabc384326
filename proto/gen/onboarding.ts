import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from './google/type/Money.ts';
import type { ApiKey as _quire_onboarding_v1_ApiKey, ApiKey__Output as _quire_onboarding_v1_ApiKey__Output } from './quire/onboarding/v1/ApiKey.ts';
import type { Challenge as _quire_onboarding_v1_Challenge, Challenge__Output as _quire_onboarding_v1_Challenge__Output } from './quire/onboarding/v1/Challenge.ts';
import type { CheckResult as _quire_onboarding_v1_CheckResult, CheckResult__Output as _quire_onboarding_v1_CheckResult__Output } from './quire/onboarding/v1/CheckResult.ts';
import type { ConformanceReport as _quire_onboarding_v1_ConformanceReport, ConformanceReport__Output as _quire_onboarding_v1_ConformanceReport__Output } from './quire/onboarding/v1/ConformanceReport.ts';
import type { Connection as _quire_onboarding_v1_Connection, Connection__Output as _quire_onboarding_v1_Connection__Output } from './quire/onboarding/v1/Connection.ts';
import type { CreateApiKeyRequest as _quire_onboarding_v1_CreateApiKeyRequest, CreateApiKeyRequest__Output as _quire_onboarding_v1_CreateApiKeyRequest__Output } from './quire/onboarding/v1/CreateApiKeyRequest.ts';
import type { CreateApiKeyResponse as _quire_onboarding_v1_CreateApiKeyResponse, CreateApiKeyResponse__Output as _quire_onboarding_v1_CreateApiKeyResponse__Output } from './quire/onboarding/v1/CreateApiKeyResponse.ts';
import type { GetSellerRequest as _quire_onboarding_v1_GetSellerRequest, GetSellerRequest__Output as _quire_onboarding_v1_GetSellerRequest__Output } from './quire/onboarding/v1/GetSellerRequest.ts';
import type { GetSellerResponse as _quire_onboarding_v1_GetSellerResponse, GetSellerResponse__Output as _quire_onboarding_v1_GetSellerResponse__Output } from './quire/onboarding/v1/GetSellerResponse.ts';
import type { GrpcConnection as _quire_onboarding_v1_GrpcConnection, GrpcConnection__Output as _quire_onboarding_v1_GrpcConnection__Output } from './quire/onboarding/v1/GrpcConnection.ts';
import type { Offer as _quire_onboarding_v1_Offer, Offer__Output as _quire_onboarding_v1_Offer__Output } from './quire/onboarding/v1/Offer.ts';
import type { OfferRefusal as _quire_onboarding_v1_OfferRefusal, OfferRefusal__Output as _quire_onboarding_v1_OfferRefusal__Output } from './quire/onboarding/v1/OfferRefusal.ts';
import type { Profile as _quire_onboarding_v1_Profile, Profile__Output as _quire_onboarding_v1_Profile__Output } from './quire/onboarding/v1/Profile.ts';
import type { PushOffersRequest as _quire_onboarding_v1_PushOffersRequest, PushOffersRequest__Output as _quire_onboarding_v1_PushOffersRequest__Output } from './quire/onboarding/v1/PushOffersRequest.ts';
import type { PushOffersResponse as _quire_onboarding_v1_PushOffersResponse, PushOffersResponse__Output as _quire_onboarding_v1_PushOffersResponse__Output } from './quire/onboarding/v1/PushOffersResponse.ts';
import type { RegisterSellerRequest as _quire_onboarding_v1_RegisterSellerRequest, RegisterSellerRequest__Output as _quire_onboarding_v1_RegisterSellerRequest__Output } from './quire/onboarding/v1/RegisterSellerRequest.ts';
import type { RegisterSellerResponse as _quire_onboarding_v1_RegisterSellerResponse, RegisterSellerResponse__Output as _quire_onboarding_v1_RegisterSellerResponse__Output } from './quire/onboarding/v1/RegisterSellerResponse.ts';
import type { ReportOrderStatusRequest as _quire_onboarding_v1_ReportOrderStatusRequest, ReportOrderStatusRequest__Output as _quire_onboarding_v1_ReportOrderStatusRequest__Output } from './quire/onboarding/v1/ReportOrderStatusRequest.ts';
import type { ReportOrderStatusResponse as _quire_onboarding_v1_ReportOrderStatusResponse, ReportOrderStatusResponse__Output as _quire_onboarding_v1_ReportOrderStatusResponse__Output } from './quire/onboarding/v1/ReportOrderStatusResponse.ts';
import type { RestConnection as _quire_onboarding_v1_RestConnection, RestConnection__Output as _quire_onboarding_v1_RestConnection__Output } from './quire/onboarding/v1/RestConnection.ts';
import type { RevokeApiKeyRequest as _quire_onboarding_v1_RevokeApiKeyRequest, RevokeApiKeyRequest__Output as _quire_onboarding_v1_RevokeApiKeyRequest__Output } from './quire/onboarding/v1/RevokeApiKeyRequest.ts';
import type { RevokeApiKeyResponse as _quire_onboarding_v1_RevokeApiKeyResponse, RevokeApiKeyResponse__Output as _quire_onboarding_v1_RevokeApiKeyResponse__Output } from './quire/onboarding/v1/RevokeApiKeyResponse.ts';
import type { RunConformanceRequest as _quire_onboarding_v1_RunConformanceRequest, RunConformanceRequest__Output as _quire_onboarding_v1_RunConformanceRequest__Output } from './quire/onboarding/v1/RunConformanceRequest.ts';
import type { RunConformanceResponse as _quire_onboarding_v1_RunConformanceResponse, RunConformanceResponse__Output as _quire_onboarding_v1_RunConformanceResponse__Output } from './quire/onboarding/v1/RunConformanceResponse.ts';
import type { Seller as _quire_onboarding_v1_Seller, Seller__Output as _quire_onboarding_v1_Seller__Output } from './quire/onboarding/v1/Seller.ts';
import type { SellerOnboardingClient as _quire_onboarding_v1_SellerOnboardingClient, SellerOnboardingDefinition as _quire_onboarding_v1_SellerOnboardingDefinition } from './quire/onboarding/v1/SellerOnboarding.ts';
import type { ShippingZone as _quire_onboarding_v1_ShippingZone, ShippingZone__Output as _quire_onboarding_v1_ShippingZone__Output } from './quire/onboarding/v1/ShippingZone.ts';
import type { Standing as _quire_onboarding_v1_Standing, Standing__Output as _quire_onboarding_v1_Standing__Output } from './quire/onboarding/v1/Standing.ts';
import type { UpdateSellerRequest as _quire_onboarding_v1_UpdateSellerRequest, UpdateSellerRequest__Output as _quire_onboarding_v1_UpdateSellerRequest__Output } from './quire/onboarding/v1/UpdateSellerRequest.ts';
import type { UpdateSellerResponse as _quire_onboarding_v1_UpdateSellerResponse, UpdateSellerResponse__Output as _quire_onboarding_v1_UpdateSellerResponse__Output } from './quire/onboarding/v1/UpdateSellerResponse.ts';
import type { VerifyEndpointRequest as _quire_onboarding_v1_VerifyEndpointRequest, VerifyEndpointRequest__Output as _quire_onboarding_v1_VerifyEndpointRequest__Output } from './quire/onboarding/v1/VerifyEndpointRequest.ts';
import type { VerifyEndpointResponse as _quire_onboarding_v1_VerifyEndpointResponse, VerifyEndpointResponse__Output as _quire_onboarding_v1_VerifyEndpointResponse__Output } from './quire/onboarding/v1/VerifyEndpointResponse.ts';
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
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
    type: {
      Money: MessageTypeDefinition<_google_type_Money, _google_type_Money__Output>
    }
  }
  quire: {
    onboarding: {
      v1: {
        ApiKey: MessageTypeDefinition<_quire_onboarding_v1_ApiKey, _quire_onboarding_v1_ApiKey__Output>
        Challenge: MessageTypeDefinition<_quire_onboarding_v1_Challenge, _quire_onboarding_v1_Challenge__Output>
        CheckResult: MessageTypeDefinition<_quire_onboarding_v1_CheckResult, _quire_onboarding_v1_CheckResult__Output>
        CheckState: EnumTypeDefinition
        ConformanceReport: MessageTypeDefinition<_quire_onboarding_v1_ConformanceReport, _quire_onboarding_v1_ConformanceReport__Output>
        Connection: MessageTypeDefinition<_quire_onboarding_v1_Connection, _quire_onboarding_v1_Connection__Output>
        CreateApiKeyRequest: MessageTypeDefinition<_quire_onboarding_v1_CreateApiKeyRequest, _quire_onboarding_v1_CreateApiKeyRequest__Output>
        CreateApiKeyResponse: MessageTypeDefinition<_quire_onboarding_v1_CreateApiKeyResponse, _quire_onboarding_v1_CreateApiKeyResponse__Output>
        GetSellerRequest: MessageTypeDefinition<_quire_onboarding_v1_GetSellerRequest, _quire_onboarding_v1_GetSellerRequest__Output>
        GetSellerResponse: MessageTypeDefinition<_quire_onboarding_v1_GetSellerResponse, _quire_onboarding_v1_GetSellerResponse__Output>
        GrpcConnection: MessageTypeDefinition<_quire_onboarding_v1_GrpcConnection, _quire_onboarding_v1_GrpcConnection__Output>
        Offer: MessageTypeDefinition<_quire_onboarding_v1_Offer, _quire_onboarding_v1_Offer__Output>
        OfferRefusal: MessageTypeDefinition<_quire_onboarding_v1_OfferRefusal, _quire_onboarding_v1_OfferRefusal__Output>
        Profile: MessageTypeDefinition<_quire_onboarding_v1_Profile, _quire_onboarding_v1_Profile__Output>
        PushOffersRequest: MessageTypeDefinition<_quire_onboarding_v1_PushOffersRequest, _quire_onboarding_v1_PushOffersRequest__Output>
        PushOffersResponse: MessageTypeDefinition<_quire_onboarding_v1_PushOffersResponse, _quire_onboarding_v1_PushOffersResponse__Output>
        RegisterSellerRequest: MessageTypeDefinition<_quire_onboarding_v1_RegisterSellerRequest, _quire_onboarding_v1_RegisterSellerRequest__Output>
        RegisterSellerResponse: MessageTypeDefinition<_quire_onboarding_v1_RegisterSellerResponse, _quire_onboarding_v1_RegisterSellerResponse__Output>
        ReportOrderStatusRequest: MessageTypeDefinition<_quire_onboarding_v1_ReportOrderStatusRequest, _quire_onboarding_v1_ReportOrderStatusRequest__Output>
        ReportOrderStatusResponse: MessageTypeDefinition<_quire_onboarding_v1_ReportOrderStatusResponse, _quire_onboarding_v1_ReportOrderStatusResponse__Output>
        RestConnection: MessageTypeDefinition<_quire_onboarding_v1_RestConnection, _quire_onboarding_v1_RestConnection__Output>
        RevokeApiKeyRequest: MessageTypeDefinition<_quire_onboarding_v1_RevokeApiKeyRequest, _quire_onboarding_v1_RevokeApiKeyRequest__Output>
        RevokeApiKeyResponse: MessageTypeDefinition<_quire_onboarding_v1_RevokeApiKeyResponse, _quire_onboarding_v1_RevokeApiKeyResponse__Output>
        RunConformanceRequest: MessageTypeDefinition<_quire_onboarding_v1_RunConformanceRequest, _quire_onboarding_v1_RunConformanceRequest__Output>
        RunConformanceResponse: MessageTypeDefinition<_quire_onboarding_v1_RunConformanceResponse, _quire_onboarding_v1_RunConformanceResponse__Output>
        Seller: MessageTypeDefinition<_quire_onboarding_v1_Seller, _quire_onboarding_v1_Seller__Output>
        /**
         * What a seller's integrator calls. Every call but RegisterSeller is made as one seller, with `authorization: Bearer <api key>` or with a
         * client certificate that the seller has named; a seller sees and changes nothing but its own.
         * 
         * The way in: RegisterSeller (PENDING) → publish the challenge, VerifyEndpoint (TESTING) → RunConformance, all required checks passed (LIVE).
         * A seller is SUSPENDED when what it does live breaks the contract; passing the kit again lets it back in.
         */
        SellerOnboarding: SubtypeConstructor<typeof grpc.Client, _quire_onboarding_v1_SellerOnboardingClient> & { service: _quire_onboarding_v1_SellerOnboardingDefinition }
        SellerState: EnumTypeDefinition
        ShippingZone: MessageTypeDefinition<_quire_onboarding_v1_ShippingZone, _quire_onboarding_v1_ShippingZone__Output>
        Standing: MessageTypeDefinition<_quire_onboarding_v1_Standing, _quire_onboarding_v1_Standing__Output>
        UpdateSellerRequest: MessageTypeDefinition<_quire_onboarding_v1_UpdateSellerRequest, _quire_onboarding_v1_UpdateSellerRequest__Output>
        UpdateSellerResponse: MessageTypeDefinition<_quire_onboarding_v1_UpdateSellerResponse, _quire_onboarding_v1_UpdateSellerResponse__Output>
        VerifyEndpointRequest: MessageTypeDefinition<_quire_onboarding_v1_VerifyEndpointRequest, _quire_onboarding_v1_VerifyEndpointRequest__Output>
        VerifyEndpointResponse: MessageTypeDefinition<_quire_onboarding_v1_VerifyEndpointResponse, _quire_onboarding_v1_VerifyEndpointResponse__Output>
      }
    }
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

