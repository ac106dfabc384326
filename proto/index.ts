// The contracts, loaded once with one set of options, and the types generated from them.
// Owns: how .proto files become services. Promises: 64-bit integers and enums are strings, defaults are filled in.
import { loadSync } from '@grpc/proto-loader'
import type { ServiceDefinition } from '@grpc/proto-loader'
import type { SellerGatewayDefinition } from './gen/quire/gateway/v1/SellerGateway.ts'
import type { SellerOnboardingDefinition } from './gen/quire/onboarding/v1/SellerOnboarding.ts'
import type { SellerServiceDefinition } from './gen/quire/seller/v1/SellerService.ts'

export type * as gateway from './gateway-types.ts'
export type * as onboarding from './onboarding-types.ts'
export type * as seller from './seller-types.ts'

/** The folder that holds the .proto files; reflection and standard tools read them from here. */
export const protoDir: string = import.meta.dirname

/** Every contract, as proto-loader gives it; for reflection. */
export const contracts = loadSync(
  [
    'quire/gateway/v1/gateway.proto',
    'quire/seller/v1/seller.proto',
    'quire/onboarding/v1/onboarding.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  ],
  { includeDirs: [protoDir], longs: String, enums: String, defaults: true, arrays: true, oneofs: true },
)

/** `quire.gateway.v1.SellerGateway`, for servers (`addService`) and clients (`makeClientConstructor`). */
export const gatewayService = service('quire.gateway.v1.SellerGateway') as unknown as SellerGatewayDefinition

/** `quire.seller.v1.SellerService`, likewise. */
export const sellerService = service('quire.seller.v1.SellerService') as unknown as SellerServiceDefinition

/** `quire.onboarding.v1.SellerOnboarding`, likewise. */
export const onboardingService = service(
  'quire.onboarding.v1.SellerOnboarding',
) as unknown as SellerOnboardingDefinition

function service(name: string): ServiceDefinition {
  const found = contracts[name]
  if (!found || 'format' in found) throw new Error(`the contracts define no service ${name}`)
  return found as ServiceDefinition
}
