// The sellers. A protocol is a folder and one line here; a seller is data: configured ones stand as long as the process, registered ones come
// and go while it runs.
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
import { closeWhenIdle } from './closing-adapter.ts'
import type { ClosingAdapter } from './closing-adapter.ts'
import { createPolicy } from './policy.ts'
import type { SellerLimits, SellerPolicy } from './policy.ts'
import { watchCalls } from './standing/watch-calls.ts'

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
  /** For this long after an answer has gone stale the seller lets it be shown once more while a new one is asked for; left out: never. */
  mayServeStaleMs?: number
  /** True only for sellers in the sandbox; every other address must be a public one. */
  allowLoopback: boolean
  connection: SellerConnection
}

/** A seller, ready to be asked. */
export interface RegisteredSeller {
  entry: SellerEntry
  adapter: SellerAdapter
  policy: SellerPolicy
  /** True for one that gets no new business: what was ordered before is still looked up, repeated and cancelled. */
  isClosed?: boolean
}

/** How a registered seller stands in the registry. */
export interface PutOptions {
  isClosed: boolean
  /** Puts something in front of its adapter. */
  wrap?: (adapter: SellerAdapter) => SellerAdapter
}

export interface Registry {
  /** All sellers, in the order of their names. */
  list(): readonly RegisteredSeller[]
  find(sellerId: string): RegisteredSeller | null
  /** The sellers among `sellerIds` (all when empty) that can quote. */
  listQuoting(sellerIds: readonly string[]): RegisteredSeller[]
  /** True for a seller that is configured, and not registered. */
  isConfigured(sellerId: string): boolean
  /**
   * Takes a registered seller in, in place of the one before under its id. Throws, and changes nothing, when its entry is wrong or a configured
   * seller has its id.
   */
  put(entry: SellerEntry, options: PutOptions): void
  /** Takes a registered seller out. Calls under way end; then its adapter is closed. Nothing when there is none. */
  remove(sellerId: string): void
  close(): Promise<void>
}

/** Told how each call to a seller ended: the error, or null. */
type CallEnd = (sellerId: string, error: unknown) => void

/** Builds the adapter and policy of every configured seller. Throws when an entry is wrong. */
export function createRegistry(entries: readonly SellerEntry[], clock: Clock, onCallEnd: CallEnd = () => {}): Registry {
  const configured = new Map(entries.map((entry) => [entry.id, register(entry, clock, onCallEnd)]))
  if (configured.size !== entries.length) throw new Error('two sellers have the same id')
  const registered = new Map<string, RegisteredSeller & { adapter: ClosingAdapter }>()
  let sorted = byName()

  function byName(): RegisteredSeller[] {
    const all: RegisteredSeller[] = [...configured.values(), ...registered.values()]
    return all.sort((a, b) => (a.entry.name < b.entry.name ? -1 : 1))
  }

  return {
    list: () => sorted,
    find: (sellerId) => configured.get(sellerId) ?? registered.get(sellerId) ?? null,
    listQuoting: (sellerIds) =>
      sorted.filter(
        ({ entry, adapter, isClosed = false }) =>
          adapter.can.quote && !isClosed && (sellerIds.length === 0 || sellerIds.includes(entry.id)),
      ),
    isConfigured: (sellerId) => configured.has(sellerId),
    put(entry, { isClosed, wrap = (adapter) => adapter }) {
      if (configured.has(entry.id)) throw new Error(`seller ${entry.id}: a configured seller has this id`)
      const { policy, adapter } = register(entry, clock, onCallEnd)
      const before = registered.get(entry.id)
      registered.set(entry.id, { entry, policy, adapter: closeWhenIdle(wrap(adapter)), isClosed })
      sorted = byName()
      before?.adapter.retire()
    },
    remove(sellerId) {
      const before = registered.get(sellerId)
      if (!registered.delete(sellerId)) return
      sorted = byName()
      before?.adapter.retire()
    },
    async close() {
      await Promise.all(sorted.map(({ adapter }) => adapter.close()))
    },
  }
}

/** A machine may buy only where an unknown outcome can be settled: by asking for it until "none" is final, or by sending it again. */
export function settlesUnknownOutcome({ entry, adapter: { can } }: RegisteredSeller): boolean {
  return can.order && (can.replayOrders || (can.lookUp && entry.notFoundFinalAfterMs !== null))
}

function register(entry: SellerEntry, clock: Clock, onCallEnd: CallEnd): RegisteredSeller {
  const policy = watchCalls(createPolicy(entry.limits, clock), (error) => onCallEnd(entry.id, error))
  try {
    return { entry, policy, adapter: connectSeller(entry, { clock, onRequest: policy.charge }) }
  } catch (error) {
    throw new Error(`seller ${entry.id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** A seller's adapter by its protocol; what it says is checked before anybody sees it. Throws when its connection is wrong. */
export function connectSeller(entry: SellerEntry, deps: AdapterDeps): SellerAdapter {
  return checkAdapter(connect(entry, deps))
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
