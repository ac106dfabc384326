// The sellers. A protocol is a folder and one line here; a seller is data.
import { connectAgenticCheckout } from '../adapters/agentic-checkout/index.ts'
import type { AgenticCheckoutConnection } from '../adapters/agentic-checkout/client.ts'
import { connectGraphqlCart } from '../adapters/graphql-cart/index.ts'
import type { GraphqlCartConnection } from '../adapters/graphql-cart/client.ts'
import { connectEdi } from '../adapters/edi/index.ts'
import type { EdiConnection } from '../adapters/edi/client.ts'
import { connectGrpc } from '../adapters/grpc/index.ts'
import type { GrpcConnection } from '../adapters/grpc/channel.ts'
import { connectPriceList } from '../adapters/price-list/index.ts'
import type { PriceListConnection } from '../adapters/price-list/client.ts'
import { connectRestCheckout } from '../adapters/rest-checkout/index.ts'
import type { RestCheckoutConnection } from '../adapters/rest-checkout/client.ts'
import { connectSignedSearch } from '../adapters/signed-search/index.ts'
import type { SignedSearchConnection } from '../adapters/signed-search/client.ts'
import { connectRestMapped } from '../adapters/rest-mapped/index.ts'
import type { RestMappedConnection } from '../adapters/rest-mapped/index.ts'
import { connectSoapTrade } from '../adapters/soap-trade/index.ts'
import type { SoapTradeConnection } from '../adapters/soap-trade/client.ts'
import type { AdapterDeps, SellerAdapter } from './adapter.ts'
import { checkAdapter } from './checked-adapter.ts'
import type { Clock } from './clock.ts'
import { createPolicy } from './policy.ts'
import type { SellerLimits, SellerPolicy } from './policy.ts'

/** How a seller is reached; the protocol's own settings. */
export type SellerConnection =
  | RestCheckoutConnection
  | SoapTradeConnection
  | GrpcConnection
  | AgenticCheckoutConnection
  | GraphqlCartConnection
  | PriceListConnection
  | SignedSearchConnection
  | RestMappedConnection
  | EdiConnection

/** A seller, as its contract with us says. */
export interface SellerEntry {
  /** Stable, a slug. */
  id: string
  /** For people. */
  name: string
  /** ISO 4217; what it charges in. */
  currency: string
  /** All that it may charge in; a price in any other is bad data. */
  currencies: readonly string[]
  /** After this long "no such order" means "not made"; null when it never does. */
  notFoundFinalAfterMs: number | null
  limits: SellerLimits
  /** True only for sellers in the sandbox; every other address must be a public one. */
  allowLoopback: boolean
  connection: SellerConnection
}

/** A seller, ready to be asked. */
export interface RegisteredSeller {
  entry: SellerEntry
  adapter: SellerAdapter
  policy: SellerPolicy
}

export interface Registry {
  /** All sellers, in the order of their names. */
  list(): readonly RegisteredSeller[]
  find(sellerId: string): RegisteredSeller | null
  /** The sellers among `sellerIds` (all when empty) that can quote. */
  listQuoting(sellerIds: readonly string[]): RegisteredSeller[]
  close(): Promise<void>
}

/** Builds every seller's adapter and policy. Throws when an entry is wrong. */
export function createRegistry(entries: readonly SellerEntry[], clock: Clock): Registry {
  const sorted = entries.map((entry) => register(entry, clock)).sort((a, b) => (a.entry.name < b.entry.name ? -1 : 1))
  const byId = new Map(sorted.map((seller) => [seller.entry.id, seller]))
  if (byId.size !== sorted.length) throw new Error('two sellers have the same id')
  return {
    list: () => sorted,
    find: (sellerId) => byId.get(sellerId) ?? null,
    listQuoting: (sellerIds) =>
      sorted.filter(
        ({ entry, adapter }) => adapter.can.quote && (sellerIds.length === 0 || sellerIds.includes(entry.id)),
      ),
    async close() {
      await Promise.all(sorted.map(({ adapter }) => adapter.close()))
    },
  }
}

/** A machine may buy only where an unknown outcome can be settled: by asking for it until "none" is final, or by sending it again. */
export function settlesUnknownOutcome({ entry, adapter: { can } }: RegisteredSeller): boolean {
  return can.order && (can.replayOrders || (can.lookUp && entry.notFoundFinalAfterMs !== null))
}

function register(entry: SellerEntry, clock: Clock): RegisteredSeller {
  const policy = createPolicy(entry.limits, clock)
  try {
    return { entry, policy, adapter: checkAdapter(connect(entry, { clock, onRequest: policy.charge })) }
  } catch (error) {
    throw new Error(`seller ${entry.id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function connect(entry: SellerEntry, deps: AdapterDeps): SellerAdapter {
  const { connection } = entry
  switch (connection.protocol) {
    case 'rest-checkout':
      return connectRestCheckout(entry, connection, deps)
    case 'soap-trade':
      return connectSoapTrade(entry, connection, deps)
    case 'grpc':
      return connectGrpc(entry, connection, deps)
    case 'agentic-checkout':
      return connectAgenticCheckout(entry, connection, deps)
    case 'graphql-cart':
      return connectGraphqlCart(entry, connection, deps)
    case 'price-list':
      return connectPriceList(entry, connection, deps)
    case 'signed-search':
      return connectSignedSearch(entry, connection, deps)
    case 'rest-mapped':
      return connectRestMapped(entry, connection, deps)
    case 'edi':
      return connectEdi(entry, connection, deps)
  }
}
