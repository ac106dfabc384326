import type { gateway } from '@quire/proto'
import { toDuration } from '@quire/proto/time'
import { settlesUnknownOutcome } from '../core/registry.ts'
import type { RegisteredSeller } from '../core/registry.ts'
import type { GatewayDeps } from './handler.ts'

/** Every seller and what it can do. */
export async function listSellers({ registry }: GatewayDeps): Promise<gateway.ListSellersResponse> {
  return { sellers: registry.list().map(toSeller) }
}

function toSeller(seller: RegisteredSeller): gateway.Seller {
  const { entry, adapter, isClosed = false } = seller // a closed one is listed for the orders that it still has
  return {
    sellerId: entry.id,
    name: entry.name,
    protocol: entry.connection.protocol,
    currency: entry.currency,
    canQuote: adapter.can.quote && !isClosed,
    canOrder: adapter.can.order,
    canCancel: adapter.can.cancel,
    replaysOrders: adapter.can.replayOrders,
    canLookUp: adapter.can.lookUp,
    notFoundFinalAfter: entry.notFoundFinalAfterMs === null ? null : toDuration(entry.notFoundFinalAfterMs),
    autoBuyEligible: !isClosed && settlesUnknownOutcome(seller),
  }
}
