import type { gateway } from '@quire/proto'
import { CancelRefused } from '../core/seller-failure.ts'
import type { Call, GatewayDeps } from './handler.ts'
import { parseReference, parseSeller } from './parse.ts'
import { toProtoOrder } from './to-proto.ts'

/**
 * Cancels an order by our reference; a reference that its seller has never seen is remembered there, so that a late order is refused.
 * Repeating it changes nothing, so the policy may.
 */
export async function cancelOrder(
  { registry, lookups, orderBook }: GatewayDeps,
  request: gateway.CancelOrderRequest__Output,
  call: Call,
): Promise<gateway.CancelOrderResponse> {
  const { entry, adapter, policy } = parseSeller(registry, request.sellerId)
  const reference = parseReference(request.requestId)
  if (!adapter.can.cancel) throw new CancelRefused(`${entry.name} cancels no orders`)
  const order = await policy.run('lookUp', call.signal, (signal) => adapter.cancelOrder(reference, signal))
  if (order.state === 'CANCELLED') await orderBook.ended(entry.id, reference, 'CANCELLED')
  if (order.isbn13 !== '') lookups.forget(entry.id, order.isbn13) // the copy is for sale again
  return { order: toProtoOrder(entry.id, order) }
}
