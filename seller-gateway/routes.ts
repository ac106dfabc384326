import { status } from '@grpc/grpc-js'
import type { UntypedServiceImplementation } from '@grpc/grpc-js'
import { onboardingService } from '@quire/proto'
import type { gateway, onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { cancelOrder } from './rpc/cancel-order.ts'
import { createApiKey } from './rpc/create-api-key.ts'
import { getOrder } from './rpc/get-order.ts'
import { getSeller } from './rpc/get-seller.ts'
import { clientStream, serverStream, unary } from './rpc/handler.ts'
import type { GatewayDeps } from './rpc/handler.ts'
import { anybody } from './rpc/identify.ts'
import { listSellers } from './rpc/list-sellers.ts'
import type { OnboardingDeps } from './rpc/onboarding-deps.ts'
import { placeOrder } from './rpc/place-order.ts'
import { pushOffers, pushPatience } from './rpc/push-offers.ts'
import { registerSeller } from './rpc/register-seller.ts'
import { reportOrderStatus } from './rpc/report-order-status.ts'
import { revokeApiKey } from './rpc/revoke-api-key.ts'
import { conformancePatience, runConformance } from './rpc/run-conformance.ts'
import { streamQuotes } from './rpc/stream-quotes.ts'
import { updateSeller } from './rpc/update-seller.ts'
import { verifyEndpoint } from './rpc/verify-endpoint.ts'

/** quire.gateway.v1.SellerGateway, one line an RPC. */
export function routes(deps: GatewayDeps): gateway.SellerGatewayHandlers & UntypedServiceImplementation {
  return {
    StreamQuotes: serverStream('StreamQuotes', deps, streamQuotes),
    PlaceOrder: unary('PlaceOrder', deps, placeOrder),
    GetOrder: unary('GetOrder', deps, getOrder),
    CancelOrder: unary('CancelOrder', deps, cancelOrder),
    ListSellers: unary('ListSellers', deps, listSellers),
  }
}

/** quire.onboarding.v1.SellerOnboarding, one line an RPC. Everybody may register; all else is done as one seller. */
export function onboardingRoutes(
  deps: OnboardingDeps,
): onboarding.SellerOnboardingHandlers & UntypedServiceImplementation {
  return {
    RegisterSeller: unary('RegisterSeller', { ...deps, identify: anybody }, registerSeller),
    GetSeller: unary('GetSeller', deps, getSeller),
    UpdateSeller: unary('UpdateSeller', deps, updateSeller),
    VerifyEndpoint: unary('VerifyEndpoint', deps, verifyEndpoint),
    CreateApiKey: unary('CreateApiKey', deps, createApiKey),
    RevokeApiKey: unary('RevokeApiKey', deps, revokeApiKey),
    RunConformance: serverStream('RunConformance', deps, runConformance, conformancePatience),
    PushOffers: clientStream('PushOffers', deps, pushOffers, pushPatience),
    ReportOrderStatus: unary('ReportOrderStatus', deps, reportOrderStatus),
  }
}

/** The same service where there is no database: every call says so. */
export function onboardingIsOff(): UntypedServiceImplementation {
  const refuse = (call: { emit(event: 'error', error: Error): unknown }, callback?: (error: Error) => void) => {
    const error = rpcError(status.FAILED_PRECONDITION, 'onboarding is off: this gateway has no DATABASE_URL', {
      reason: 'ONBOARDING_OFF',
    })
    if (callback) callback(error)
    else call.emit('error', error)
  }
  return Object.fromEntries(Object.keys(onboardingService).map((name) => [name, refuse]))
}
