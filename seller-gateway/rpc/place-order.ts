import { status } from '@grpc/grpc-js'
import type { gateway } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import type { PlaceAsk, SellerOrder } from '../core/adapter.ts'
import type { QuotedCopy } from '../core/order-token.ts'
import { isWithoutEffect, toPlaceOutcome } from '../core/place-outcome.ts'
import type { RegisteredSeller } from '../core/registry.ts'
import { OrderRefused, SellerFailure } from '../core/seller-failure.ts'
import { invalid } from './errors.ts'
import type { Call, GatewayDeps } from './handler.ts'
import { parseAddress, parseLimit, parseReference, parseSeller } from './parse.ts'
import { toProtoOrder } from './to-proto.ts'

/**
 * Buys one quoted copy, once per `request_id`: one call to the seller, never hedged, never repeated here.
 * A quote that looks expired is still sent on: an order that is sent again may be older than its quote, and "expired" would then call an
 * order "not bought" that the seller has booked. The seller replays it, or refuses it as expired itself.
 */
export async function placeOrder(
  deps: GatewayDeps,
  request: gateway.PlaceOrderRequest__Output,
  call: Call,
): Promise<gateway.PlaceOrderResponse> {
  const seller = await findSeller(deps, request)
  if (!seller.adapter.can.order) throw invalid('seller_id', 'takes no orders', 'NO_SUCH_SELLER')
  const copy = parseToken(deps, request)
  const ask: PlaceAsk = {
    reference: parseReference(request.requestId),
    quoteRef: copy.quoteRef,
    isbn13: copy.isbn13,
    limit: copy.total,
    shipTo: parseAddress(request.shipTo),
  }
  const log = call.log.child({ seller: seller.entry.id, reference: ask.reference })
  try {
    const order = await send(deps, { seller, ask, call })
    // The order of this reference was cancelled since: nothing stands under it, and nothing ever will.
    if (order.state === 'CANCELLED') throw new OrderRefused('ORDER_CANCELLED', 'this order was cancelled')
    logDifferences({ seller, ask, order, log })
    return { order: toProtoOrder(seller.entry.id, order) }
  } catch (error) {
    const outcome = toPlaceOutcome(error)
    if (!outcome) throw error
    const { code, ...details } = outcome
    log.info({ outcome: details.reason, err: error }, 'no order')
    throw rpcError(code, error instanceof Error ? error.message : details.reason, details)
  } finally {
    deps.lookups.forget(seller.entry.id, copy.isbn13) // whatever happened, the stock may have changed
  }
}

/**
 * The seller, also one that is out of trade when it may have this very order: sending it again is how an unknown outcome is settled. An order
 * that it cannot have is refused.
 */
async function findSeller(
  { registry, orderBook }: GatewayDeps,
  { sellerId, requestId }: gateway.PlaceOrderRequest__Output,
): Promise<RegisteredSeller> {
  const seller = registry.find(sellerId)
  if (seller && !seller.isClosed) return seller
  if (await orderBook.mayHave(sellerId, parseReference(requestId))) {
    if (seller) return seller
    throw rpcError(status.UNAVAILABLE, 'the seller cannot be asked now', { reason: 'NOT_SENT', retryAfterMs: 5_000 })
  }
  if (!seller) return parseSeller(registry, sellerId)
  throw rpcError(status.FAILED_PRECONDITION, `${seller.entry.name} takes no orders now`, { reason: 'REJECTED' })
}

/** Writes down that the order leaves, sends it once, and writes down what is certain about it. */
async function send(
  { orderBook }: GatewayDeps,
  { seller, ask, call }: { seller: RegisteredSeller; ask: PlaceAsk; call: Call },
): Promise<SellerOrder> {
  const { id } = seller.entry
  const isFirst = await orderBook.sending(id, ask.reference).catch((cause: unknown) => {
    throw new SellerFailure('unavailable', 'the order could not be written down', { actedOn: 'no', cause })
  })
  try {
    const order = await seller.policy.run('place', call.signal, (signal) => seller.adapter.placeOrder(ask, signal))
    await orderBook.ended(id, ask.reference, order.state === 'CANCELLED' ? 'CANCELLED' : 'ACCEPTED')
    return order
  } catch (error) {
    if (isFirst && isWithoutEffect(error)) await orderBook.ended(id, ask.reference, 'NOT_ORDERED')
    throw error
  }
}

/** The copy that the token stands for. The limit must be its total: a higher one would tell the seller what the shopper would pay. */
function parseToken(deps: GatewayDeps, request: gateway.PlaceOrderRequest__Output): QuotedCopy {
  const copy = deps.tokens.open(request.orderToken)
  // Not INVALID_ARGUMENT, which means "not bought": a gateway with a key that is gone by now may have sent this very order.
  if (!copy)
    throw rpcError(status.ABORTED, 'order_token: this gateway does not know it', { reason: 'UNKNOWN_ORDER_TOKEN' })
  if (copy.sellerId !== request.sellerId) throw invalid('order_token', 'is for another seller')
  const limit = parseLimit(request.limitTotal)
  if (limit.currency !== copy.total.currency || limit.minor !== copy.total.minor)
    throw invalid('limit_total', "must be the quote's seller_total")
  return copy
}

/** An order stands as the seller says, even where that breaks its contract: the caller decides, and we keep a record. */
function logDifferences({ seller, ask, order, log }: Placed): void {
  const wrong = {
    reference: order.reference !== ask.reference,
    isbn13: order.isbn13 !== ask.isbn13,
    total: !order.total || order.total.currency !== ask.limit.currency || order.total.minor > ask.limit.minor,
  }
  const differences = Object.entries(wrong).flatMap(([field, isWrong]) => (isWrong ? [field] : []))
  if (differences.length > 0) log.error({ differences }, `${seller.entry.name} confirmed another order than was placed`)
}

interface Placed {
  seller: RegisteredSeller
  ask: PlaceAsk
  order: SellerOrder
  log: Call['log']
}
