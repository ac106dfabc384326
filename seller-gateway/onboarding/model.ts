// What the gateway keeps of a seller that registered itself. The wire's shapes are read and written elsewhere (parse-*.ts, rpc/to-proto-seller.ts).
import type { Money } from '@quire/proto/money'

/**
 * PENDING: has not shown that the endpoint is its own. TESTING: has; required checks are missing. LIVE: asked and bought from. SUSPENDED: broke
 * the contract.
 */
export type SellerState = 'PENDING' | 'TESTING' | 'LIVE' | 'SUSPENDED'

/** Some countries and what it costs to send a book there. */
export interface ShippingZone {
  countries: string[]
  /** In the profile's currency, with tax. */
  shipping: Money
  deliveryDays: { min: number; max: number }
}

/** What a seller says of itself, checked. */
export interface Profile {
  name: string
  contactEmail: string
  currency: string
  currencies: string[]
  requestsPerSecond: number
  concurrentCalls: number
  quoteTimeoutMs: number
  orderTimeoutMs: number
  /** Null when "not found" never means "not made". */
  notFoundFinalAfterMs: number | null
  testIsbn13s: string[]
  /** Lower-case hex of 64 digits. */
  certificateFingerprints: string[]
  shippingZones: ShippingZone[]
}

/** How a seller is reached, without secrets. */
export type Connection =
  | { protocol: 'grpc'; address: string; contractVersion: string; plaintext: boolean }
  | { protocol: 'rest'; baseUrl: string; /** JSON text, as the seller wrote it. */ mapping: string }

/** What is kept sealed: `grpc.api_key`, or `rest.secrets.<name>` for each name that the mapping uses. */
export type Secrets = Readonly<Record<string, string>>

/** The secret that a gRPC seller is shown, by name. */
export const grpcKeyName = 'grpc.api_key'
/** What the names of a REST seller's secrets begin with. */
export const restSecretPrefix = 'rest.secrets.'

/** A registered seller as it is stored. */
export interface StoredSeller {
  id: string
  version: number
  state: SellerState
  stateReason: string
  profile: Profile
  connection: Connection
  /** Counts the changes of profile or connection. */
  terms: number
  challengeToken: string
  verifiedAt: Date | null
  liveAt: Date | null
  createdAt: Date
}

/** What a state means for its seller: why, and what to do next. */
export const reasons = {
  registered:
    'Publish the challenge at your endpoint (GetChallenge, or /.well-known/quire-challenge), then call VerifyEndpoint.',
  newAddress: 'The address is a new one: publish the challenge there, then call VerifyEndpoint.',
  verified: 'Run the conformance kit (RunConformance); when all required checks pass, you are live.',
  newTerms:
    'The terms have changed: run the conformance kit (RunConformance) again; when all required checks pass, you are live.',
  live: 'You are asked for quotes and bought from.',
  failedKit:
    'Required checks of the conformance kit failed; mend what the report names, then call RunConformance again.',
  nameTaken:
    'Another seller went live under this name: change profile.name (UpdateSeller), then call RunConformance again.',
} as const

/** The sentence for a suspended seller: what it did, then what to do. */
export function suspendedBecause(what: string): string {
  return `${what} Mend it, then call RunConformance: when all required checks pass, you are asked again.`
}

/** What the names of a connection's secrets begin with. */
export function secretPrefixOf({ protocol }: Connection): string {
  return protocol === 'grpc' ? grpcKeyName : restSecretPrefix
}
