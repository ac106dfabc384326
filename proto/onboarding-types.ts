// The generated types of quire.onboarding.v1 under their plain names; `X` is what one may send, `X__Output` what arrives.
export type { ApiKey, ApiKey__Output } from './gen/quire/onboarding/v1/ApiKey.ts'
export type { Challenge, Challenge__Output } from './gen/quire/onboarding/v1/Challenge.ts'
export type { CheckResult, CheckResult__Output } from './gen/quire/onboarding/v1/CheckResult.ts'
export type { CheckState, CheckState__Output } from './gen/quire/onboarding/v1/CheckState.ts'
export type { ConformanceReport, ConformanceReport__Output } from './gen/quire/onboarding/v1/ConformanceReport.ts'
export type { Connection, Connection__Output } from './gen/quire/onboarding/v1/Connection.ts'
export type { CreateApiKeyRequest, CreateApiKeyRequest__Output } from './gen/quire/onboarding/v1/CreateApiKeyRequest.ts'
export type {
  CreateApiKeyResponse,
  CreateApiKeyResponse__Output,
} from './gen/quire/onboarding/v1/CreateApiKeyResponse.ts'
export type { GetSellerRequest, GetSellerRequest__Output } from './gen/quire/onboarding/v1/GetSellerRequest.ts'
export type { GetSellerResponse, GetSellerResponse__Output } from './gen/quire/onboarding/v1/GetSellerResponse.ts'
export type { GrpcConnection, GrpcConnection__Output } from './gen/quire/onboarding/v1/GrpcConnection.ts'
export type { Offer, Offer__Output } from './gen/quire/onboarding/v1/Offer.ts'
export type { OfferRefusal, OfferRefusal__Output } from './gen/quire/onboarding/v1/OfferRefusal.ts'
export type { Profile, Profile__Output } from './gen/quire/onboarding/v1/Profile.ts'
export type { PushOffersRequest, PushOffersRequest__Output } from './gen/quire/onboarding/v1/PushOffersRequest.ts'
export type { PushOffersResponse, PushOffersResponse__Output } from './gen/quire/onboarding/v1/PushOffersResponse.ts'
export type {
  RegisterSellerRequest,
  RegisterSellerRequest__Output,
} from './gen/quire/onboarding/v1/RegisterSellerRequest.ts'
export type {
  RegisterSellerResponse,
  RegisterSellerResponse__Output,
} from './gen/quire/onboarding/v1/RegisterSellerResponse.ts'
export type {
  ReportOrderStatusRequest,
  ReportOrderStatusRequest__Output,
} from './gen/quire/onboarding/v1/ReportOrderStatusRequest.ts'
export type {
  ReportOrderStatusResponse,
  ReportOrderStatusResponse__Output,
} from './gen/quire/onboarding/v1/ReportOrderStatusResponse.ts'
export type { RestConnection, RestConnection__Output } from './gen/quire/onboarding/v1/RestConnection.ts'
export type { RevokeApiKeyRequest, RevokeApiKeyRequest__Output } from './gen/quire/onboarding/v1/RevokeApiKeyRequest.ts'
export type {
  RevokeApiKeyResponse,
  RevokeApiKeyResponse__Output,
} from './gen/quire/onboarding/v1/RevokeApiKeyResponse.ts'
export type {
  RunConformanceRequest,
  RunConformanceRequest__Output,
} from './gen/quire/onboarding/v1/RunConformanceRequest.ts'
export type {
  RunConformanceResponse,
  RunConformanceResponse__Output,
} from './gen/quire/onboarding/v1/RunConformanceResponse.ts'
export type { Seller, Seller__Output } from './gen/quire/onboarding/v1/Seller.ts'
export type { SellerOnboardingClient, SellerOnboardingHandlers } from './gen/quire/onboarding/v1/SellerOnboarding.ts'
export type { SellerState, SellerState__Output } from './gen/quire/onboarding/v1/SellerState.ts'
export type { ShippingZone, ShippingZone__Output } from './gen/quire/onboarding/v1/ShippingZone.ts'
export type { Standing, Standing__Output } from './gen/quire/onboarding/v1/Standing.ts'
export type { UpdateSellerRequest, UpdateSellerRequest__Output } from './gen/quire/onboarding/v1/UpdateSellerRequest.ts'
export type {
  UpdateSellerResponse,
  UpdateSellerResponse__Output,
} from './gen/quire/onboarding/v1/UpdateSellerResponse.ts'
export type {
  VerifyEndpointRequest,
  VerifyEndpointRequest__Output,
} from './gen/quire/onboarding/v1/VerifyEndpointRequest.ts'
export type {
  VerifyEndpointResponse,
  VerifyEndpointResponse__Output,
} from './gen/quire/onboarding/v1/VerifyEndpointResponse.ts'
