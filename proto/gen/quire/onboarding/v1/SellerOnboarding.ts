// Original file: proto/quire/onboarding/v1/onboarding.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateApiKeyRequest as _quire_onboarding_v1_CreateApiKeyRequest, CreateApiKeyRequest__Output as _quire_onboarding_v1_CreateApiKeyRequest__Output } from '../../../quire/onboarding/v1/CreateApiKeyRequest.ts';
import type { CreateApiKeyResponse as _quire_onboarding_v1_CreateApiKeyResponse, CreateApiKeyResponse__Output as _quire_onboarding_v1_CreateApiKeyResponse__Output } from '../../../quire/onboarding/v1/CreateApiKeyResponse.ts';
import type { GetSellerRequest as _quire_onboarding_v1_GetSellerRequest, GetSellerRequest__Output as _quire_onboarding_v1_GetSellerRequest__Output } from '../../../quire/onboarding/v1/GetSellerRequest.ts';
import type { GetSellerResponse as _quire_onboarding_v1_GetSellerResponse, GetSellerResponse__Output as _quire_onboarding_v1_GetSellerResponse__Output } from '../../../quire/onboarding/v1/GetSellerResponse.ts';
import type { PushOffersRequest as _quire_onboarding_v1_PushOffersRequest, PushOffersRequest__Output as _quire_onboarding_v1_PushOffersRequest__Output } from '../../../quire/onboarding/v1/PushOffersRequest.ts';
import type { PushOffersResponse as _quire_onboarding_v1_PushOffersResponse, PushOffersResponse__Output as _quire_onboarding_v1_PushOffersResponse__Output } from '../../../quire/onboarding/v1/PushOffersResponse.ts';
import type { RegisterSellerRequest as _quire_onboarding_v1_RegisterSellerRequest, RegisterSellerRequest__Output as _quire_onboarding_v1_RegisterSellerRequest__Output } from '../../../quire/onboarding/v1/RegisterSellerRequest.ts';
import type { RegisterSellerResponse as _quire_onboarding_v1_RegisterSellerResponse, RegisterSellerResponse__Output as _quire_onboarding_v1_RegisterSellerResponse__Output } from '../../../quire/onboarding/v1/RegisterSellerResponse.ts';
import type { ReportOrderStatusRequest as _quire_onboarding_v1_ReportOrderStatusRequest, ReportOrderStatusRequest__Output as _quire_onboarding_v1_ReportOrderStatusRequest__Output } from '../../../quire/onboarding/v1/ReportOrderStatusRequest.ts';
import type { ReportOrderStatusResponse as _quire_onboarding_v1_ReportOrderStatusResponse, ReportOrderStatusResponse__Output as _quire_onboarding_v1_ReportOrderStatusResponse__Output } from '../../../quire/onboarding/v1/ReportOrderStatusResponse.ts';
import type { RevokeApiKeyRequest as _quire_onboarding_v1_RevokeApiKeyRequest, RevokeApiKeyRequest__Output as _quire_onboarding_v1_RevokeApiKeyRequest__Output } from '../../../quire/onboarding/v1/RevokeApiKeyRequest.ts';
import type { RevokeApiKeyResponse as _quire_onboarding_v1_RevokeApiKeyResponse, RevokeApiKeyResponse__Output as _quire_onboarding_v1_RevokeApiKeyResponse__Output } from '../../../quire/onboarding/v1/RevokeApiKeyResponse.ts';
import type { RunConformanceRequest as _quire_onboarding_v1_RunConformanceRequest, RunConformanceRequest__Output as _quire_onboarding_v1_RunConformanceRequest__Output } from '../../../quire/onboarding/v1/RunConformanceRequest.ts';
import type { RunConformanceResponse as _quire_onboarding_v1_RunConformanceResponse, RunConformanceResponse__Output as _quire_onboarding_v1_RunConformanceResponse__Output } from '../../../quire/onboarding/v1/RunConformanceResponse.ts';
import type { UpdateSellerRequest as _quire_onboarding_v1_UpdateSellerRequest, UpdateSellerRequest__Output as _quire_onboarding_v1_UpdateSellerRequest__Output } from '../../../quire/onboarding/v1/UpdateSellerRequest.ts';
import type { UpdateSellerResponse as _quire_onboarding_v1_UpdateSellerResponse, UpdateSellerResponse__Output as _quire_onboarding_v1_UpdateSellerResponse__Output } from '../../../quire/onboarding/v1/UpdateSellerResponse.ts';
import type { VerifyEndpointRequest as _quire_onboarding_v1_VerifyEndpointRequest, VerifyEndpointRequest__Output as _quire_onboarding_v1_VerifyEndpointRequest__Output } from '../../../quire/onboarding/v1/VerifyEndpointRequest.ts';
import type { VerifyEndpointResponse as _quire_onboarding_v1_VerifyEndpointResponse, VerifyEndpointResponse__Output as _quire_onboarding_v1_VerifyEndpointResponse__Output } from '../../../quire/onboarding/v1/VerifyEndpointResponse.ts';

/**
 * What a seller's integrator calls. Every call but RegisterSeller is made as one seller, with `authorization: Bearer <api key>` or with a
 * client certificate that the seller has named; a seller sees and changes nothing but its own.
 * 
 * The way in: RegisterSeller (PENDING) → publish the challenge, VerifyEndpoint (TESTING) → RunConformance, all required checks passed (LIVE).
 * A seller is SUSPENDED when what it does live breaks the contract; passing the kit again lets it back in.
 */
export interface SellerOnboardingClient extends grpc.Client {
  /**
   * Makes another API key, shown this once. Up to three are valid at the same time, so that a key can be changed without a gap.
   */
  CreateApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes another API key, shown this once. Up to three are valid at the same time, so that a key can be changed without a gap.
   */
  createApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  createApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  createApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  createApiKey(argument: _quire_onboarding_v1_CreateApiKeyRequest, callback: grpc.requestCallback<_quire_onboarding_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The caller's own seller: its state, what is missing, its keys, its standing.
   */
  GetSeller(argument: _quire_onboarding_v1_GetSellerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  GetSeller(argument: _quire_onboarding_v1_GetSellerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  GetSeller(argument: _quire_onboarding_v1_GetSellerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  GetSeller(argument: _quire_onboarding_v1_GetSellerRequest, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The caller's own seller: its state, what is missing, its keys, its standing.
   */
  getSeller(argument: _quire_onboarding_v1_GetSellerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  getSeller(argument: _quire_onboarding_v1_GetSellerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  getSeller(argument: _quire_onboarding_v1_GetSellerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  getSeller(argument: _quire_onboarding_v1_GetSellerRequest, callback: grpc.requestCallback<_quire_onboarding_v1_GetSellerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes prices and stock as they change. A pushed offer replaces what was known of that copy; one that is wrong is refused by its place
   * in the stream and the others are taken.
   */
  PushOffers(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  PushOffers(metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  PushOffers(options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  PushOffers(callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  /**
   * Takes prices and stock as they change. A pushed offer replaces what was known of that copy; one that is wrong is refused by its place
   * in the stream and the others are taken.
   */
  pushOffers(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  pushOffers(metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  pushOffers(options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  pushOffers(callback: grpc.requestCallback<_quire_onboarding_v1_PushOffersResponse__Output>): grpc.ClientWritableStream<_quire_onboarding_v1_PushOffersRequest>;
  
  /**
   * Registers a seller. The answer holds its first API key, which is shown this once.
   * INVALID_ARGUMENT names every wrong field in BadRequest details, mappings included (`connection.rest.mapping.quotes.item`).
   * The same `request_id` with the same content gives the same seller, without the key; with other content ALREADY_EXISTS,
   * reason REQUEST_ID_REUSED.
   */
  RegisterSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  RegisterSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  RegisterSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  RegisterSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Registers a seller. The answer holds its first API key, which is shown this once.
   * INVALID_ARGUMENT names every wrong field in BadRequest details, mappings included (`connection.rest.mapping.quotes.item`).
   * The same `request_id` with the same content gives the same seller, without the key; with other content ALREADY_EXISTS,
   * reason REQUEST_ID_REUSED.
   */
  registerSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  registerSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  registerSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  registerSeller(argument: _quire_onboarding_v1_RegisterSellerRequest, callback: grpc.requestCallback<_quire_onboarding_v1_RegisterSellerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Tells that an order has moved on. Said twice or late it changes nothing; FAILED_PRECONDITION, reason ORDER_ENDED, when it contradicts the
   * end that was reported before. NOT_FOUND for a reference that Quire never ordered under at this seller.
   */
  ReportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  ReportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  ReportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  ReportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Tells that an order has moved on. Said twice or late it changes nothing; FAILED_PRECONDITION, reason ORDER_ENDED, when it contradicts the
   * end that was reported before. NOT_FOUND for a reference that Quire never ordered under at this seller.
   */
  reportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  reportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  reportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  reportOrderStatus(argument: _quire_onboarding_v1_ReportOrderStatusRequest, callback: grpc.requestCallback<_quire_onboarding_v1_ReportOrderStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a key at once. The last one can only be ended by a caller with a certificate.
   */
  RevokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a key at once. The last one can only be ended by a caller with a certificate.
   */
  revokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeApiKey(argument: _quire_onboarding_v1_RevokeApiKeyRequest, callback: grpc.requestCallback<_quire_onboarding_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Runs the conformance kit against the seller's endpoint and streams each check as it ends, and the report last. It orders and cancels copies
   * of the books that the seller named for it. One run at a time.
   */
  RunConformance(argument: _quire_onboarding_v1_RunConformanceRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_onboarding_v1_RunConformanceResponse__Output>;
  RunConformance(argument: _quire_onboarding_v1_RunConformanceRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_onboarding_v1_RunConformanceResponse__Output>;
  /**
   * Runs the conformance kit against the seller's endpoint and streams each check as it ends, and the report last. It orders and cancels copies
   * of the books that the seller named for it. One run at a time.
   */
  runConformance(argument: _quire_onboarding_v1_RunConformanceRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_onboarding_v1_RunConformanceResponse__Output>;
  runConformance(argument: _quire_onboarding_v1_RunConformanceRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_quire_onboarding_v1_RunConformanceResponse__Output>;
  
  /**
   * Changes the profile, the connection, or both. With a new address a seller is PENDING again, with another changed term TESTING, and is not
   * asked until it is LIVE again. Its name, contact, test books, certificates and secrets are no terms: changing them changes no state.
   */
  UpdateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  UpdateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  UpdateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  UpdateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the profile, the connection, or both. With a new address a seller is PENDING again, with another changed term TESTING, and is not
   * asked until it is LIVE again. Its name, contact, test books, certificates and secrets are no terms: changing them changes no state.
   */
  updateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  updateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  updateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  updateSeller(argument: _quire_onboarding_v1_UpdateSellerRequest, callback: grpc.requestCallback<_quire_onboarding_v1_UpdateSellerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Looks whether the challenge is published at the endpoint. FAILED_PRECONDITION, reason CHALLENGE_NOT_FOUND, says what was asked and
   * what came back.
   */
  VerifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  VerifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  VerifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  VerifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Looks whether the challenge is published at the endpoint. FAILED_PRECONDITION, reason CHALLENGE_NOT_FOUND, says what was asked and
   * what came back.
   */
  verifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  verifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  verifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  verifyEndpoint(argument: _quire_onboarding_v1_VerifyEndpointRequest, callback: grpc.requestCallback<_quire_onboarding_v1_VerifyEndpointResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What a seller's integrator calls. Every call but RegisterSeller is made as one seller, with `authorization: Bearer <api key>` or with a
 * client certificate that the seller has named; a seller sees and changes nothing but its own.
 * 
 * The way in: RegisterSeller (PENDING) → publish the challenge, VerifyEndpoint (TESTING) → RunConformance, all required checks passed (LIVE).
 * A seller is SUSPENDED when what it does live breaks the contract; passing the kit again lets it back in.
 */
export interface SellerOnboardingHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Makes another API key, shown this once. Up to three are valid at the same time, so that a key can be changed without a gap.
   */
  CreateApiKey: grpc.handleUnaryCall<_quire_onboarding_v1_CreateApiKeyRequest__Output, _quire_onboarding_v1_CreateApiKeyResponse>;
  
  /**
   * The caller's own seller: its state, what is missing, its keys, its standing.
   */
  GetSeller: grpc.handleUnaryCall<_quire_onboarding_v1_GetSellerRequest__Output, _quire_onboarding_v1_GetSellerResponse>;
  
  /**
   * Takes prices and stock as they change. A pushed offer replaces what was known of that copy; one that is wrong is refused by its place
   * in the stream and the others are taken.
   */
  PushOffers: grpc.handleClientStreamingCall<_quire_onboarding_v1_PushOffersRequest__Output, _quire_onboarding_v1_PushOffersResponse>;
  
  /**
   * Registers a seller. The answer holds its first API key, which is shown this once.
   * INVALID_ARGUMENT names every wrong field in BadRequest details, mappings included (`connection.rest.mapping.quotes.item`).
   * The same `request_id` with the same content gives the same seller, without the key; with other content ALREADY_EXISTS,
   * reason REQUEST_ID_REUSED.
   */
  RegisterSeller: grpc.handleUnaryCall<_quire_onboarding_v1_RegisterSellerRequest__Output, _quire_onboarding_v1_RegisterSellerResponse>;
  
  /**
   * Tells that an order has moved on. Said twice or late it changes nothing; FAILED_PRECONDITION, reason ORDER_ENDED, when it contradicts the
   * end that was reported before. NOT_FOUND for a reference that Quire never ordered under at this seller.
   */
  ReportOrderStatus: grpc.handleUnaryCall<_quire_onboarding_v1_ReportOrderStatusRequest__Output, _quire_onboarding_v1_ReportOrderStatusResponse>;
  
  /**
   * Ends a key at once. The last one can only be ended by a caller with a certificate.
   */
  RevokeApiKey: grpc.handleUnaryCall<_quire_onboarding_v1_RevokeApiKeyRequest__Output, _quire_onboarding_v1_RevokeApiKeyResponse>;
  
  /**
   * Runs the conformance kit against the seller's endpoint and streams each check as it ends, and the report last. It orders and cancels copies
   * of the books that the seller named for it. One run at a time.
   */
  RunConformance: grpc.handleServerStreamingCall<_quire_onboarding_v1_RunConformanceRequest__Output, _quire_onboarding_v1_RunConformanceResponse>;
  
  /**
   * Changes the profile, the connection, or both. With a new address a seller is PENDING again, with another changed term TESTING, and is not
   * asked until it is LIVE again. Its name, contact, test books, certificates and secrets are no terms: changing them changes no state.
   */
  UpdateSeller: grpc.handleUnaryCall<_quire_onboarding_v1_UpdateSellerRequest__Output, _quire_onboarding_v1_UpdateSellerResponse>;
  
  /**
   * Looks whether the challenge is published at the endpoint. FAILED_PRECONDITION, reason CHALLENGE_NOT_FOUND, says what was asked and
   * what came back.
   */
  VerifyEndpoint: grpc.handleUnaryCall<_quire_onboarding_v1_VerifyEndpointRequest__Output, _quire_onboarding_v1_VerifyEndpointResponse>;
  
}

export interface SellerOnboardingDefinition extends grpc.ServiceDefinition {
  CreateApiKey: MethodDefinition<_quire_onboarding_v1_CreateApiKeyRequest, _quire_onboarding_v1_CreateApiKeyResponse, _quire_onboarding_v1_CreateApiKeyRequest__Output, _quire_onboarding_v1_CreateApiKeyResponse__Output>
  GetSeller: MethodDefinition<_quire_onboarding_v1_GetSellerRequest, _quire_onboarding_v1_GetSellerResponse, _quire_onboarding_v1_GetSellerRequest__Output, _quire_onboarding_v1_GetSellerResponse__Output>
  PushOffers: MethodDefinition<_quire_onboarding_v1_PushOffersRequest, _quire_onboarding_v1_PushOffersResponse, _quire_onboarding_v1_PushOffersRequest__Output, _quire_onboarding_v1_PushOffersResponse__Output>
  RegisterSeller: MethodDefinition<_quire_onboarding_v1_RegisterSellerRequest, _quire_onboarding_v1_RegisterSellerResponse, _quire_onboarding_v1_RegisterSellerRequest__Output, _quire_onboarding_v1_RegisterSellerResponse__Output>
  ReportOrderStatus: MethodDefinition<_quire_onboarding_v1_ReportOrderStatusRequest, _quire_onboarding_v1_ReportOrderStatusResponse, _quire_onboarding_v1_ReportOrderStatusRequest__Output, _quire_onboarding_v1_ReportOrderStatusResponse__Output>
  RevokeApiKey: MethodDefinition<_quire_onboarding_v1_RevokeApiKeyRequest, _quire_onboarding_v1_RevokeApiKeyResponse, _quire_onboarding_v1_RevokeApiKeyRequest__Output, _quire_onboarding_v1_RevokeApiKeyResponse__Output>
  RunConformance: MethodDefinition<_quire_onboarding_v1_RunConformanceRequest, _quire_onboarding_v1_RunConformanceResponse, _quire_onboarding_v1_RunConformanceRequest__Output, _quire_onboarding_v1_RunConformanceResponse__Output>
  UpdateSeller: MethodDefinition<_quire_onboarding_v1_UpdateSellerRequest, _quire_onboarding_v1_UpdateSellerResponse, _quire_onboarding_v1_UpdateSellerRequest__Output, _quire_onboarding_v1_UpdateSellerResponse__Output>
  VerifyEndpoint: MethodDefinition<_quire_onboarding_v1_VerifyEndpointRequest, _quire_onboarding_v1_VerifyEndpointResponse, _quire_onboarding_v1_VerifyEndpointRequest__Output, _quire_onboarding_v1_VerifyEndpointResponse__Output>
}
