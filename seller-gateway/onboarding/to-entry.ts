import type { SellerConnection, SellerEntry } from '../core/registry.ts'
import { grpcKeyName, restSecretPrefix } from './model.ts'
import type { Secrets, StoredSeller } from './model.ts'

// As the sandbox's sellers: a line of four times what is asked at once.
const queuedPerCall = 4

/** A stored seller, with its secrets, as the registry and the kit take it. Throws when its mapping is no JSON. */
export function toEntry(
  { id, profile, connection }: Pick<StoredSeller, 'id' | 'profile' | 'connection'>,
  secrets: Secrets,
  allowLoopback: boolean,
): SellerEntry {
  const { requestsPerSecond, concurrentCalls } = profile
  return {
    id,
    name: profile.name,
    currency: profile.currency,
    currencies: profile.currencies,
    notFoundFinalAfterMs: profile.notFoundFinalAfterMs,
    limits: {
      concurrent: concurrentCalls,
      queued: concurrentCalls * queuedPerCall,
      perSecond: requestsPerSecond,
      burst: requestsPerSecond,
      quoteTimeoutMs: profile.quoteTimeoutMs,
      orderTimeoutMs: profile.orderTimeoutMs,
    },
    allowLoopback,
    connection: toConnection(connection, secrets),
  }
}

function toConnection(connection: StoredSeller['connection'], secrets: Secrets): SellerConnection {
  if (connection.protocol === 'grpc')
    return {
      protocol: 'grpc',
      address: connection.address,
      contractVersion: connection.contractVersion,
      tls: !connection.plaintext,
      apiKey: secrets[grpcKeyName] ?? '',
    }
  const named = Object.entries(secrets).flatMap(([name, value]) =>
    name.startsWith(restSecretPrefix) ? [[name.slice(restSecretPrefix.length), value] as const] : [],
  )
  return {
    protocol: 'rest-mapped',
    baseUrl: connection.baseUrl,
    secrets: Object.fromEntries(named),
    mapping: JSON.parse(connection.mapping) as unknown,
  }
}
