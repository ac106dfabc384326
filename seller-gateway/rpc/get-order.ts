import { status } from '@grpc/grpc-js'
import type { gateway } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { invalid } from './errors.ts'
import type { Call, GatewayDeps } from './handler.ts'
import { parseReference, parseSeller } from './parse.ts'
import { toProtoOrder } from './to-proto.ts'

/** Looks an order up at its seller by our reference. NOT_FOUND only when the seller itself says that it holds none now. */
export async function getOrder(
  { registry, standings }: GatewayDeps,
  request: gateway.GetOrderRequest__Output,
  call: Call,
): Promise<gateway.GetOrderResponse> {
  const { entry, adapter, policy } = parseSeller(registry, request.sellerId)
  if (!adapter.can.lookUp) throw invalid('seller_id', 'finds no order by our reference', 'CANNOT_LOOK_UP')
  const reference = parseReference(request.requestId)
  const order = await policy.run('lookUp', call.signal, (signal) => adapter.findOrder(reference, signal))
  if (!order) throw rpcError(status.NOT_FOUND, `${entry.name} holds no such order`, { reason: 'ORDER_NOT_FOUND' })
  standings.note({ sellerId: entry.id, reference, event: { type: 'seen', order } })
  return { order: toProtoOrder(entry.id, order) }
}
