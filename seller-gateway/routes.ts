import type { UntypedServiceImplementation } from '@grpc/grpc-js'
import type { gateway } from '@quire/proto'
import { cancelOrder } from './rpc/cancel-order.ts'
import { getOrder } from './rpc/get-order.ts'
import { serverStream, unary } from './rpc/handler.ts'
import type { GatewayDeps } from './rpc/handler.ts'
import { listSellers } from './rpc/list-sellers.ts'
import { placeOrder } from './rpc/place-order.ts'
import { gatherEvents, streamQuotes } from './rpc/stream-quotes.ts'

/** quire.gateway.v1.SellerGateway, one line an RPC. */
export function routes(deps: GatewayDeps): gateway.SellerGatewayHandlers & UntypedServiceImplementation {
  return {
    StreamQuotes: serverStream('StreamQuotes', deps, streamQuotes, gatherEvents),
    PlaceOrder: unary('PlaceOrder', deps, placeOrder),
    GetOrder: unary('GetOrder', deps, getOrder),
    CancelOrder: unary('CancelOrder', deps, cancelOrder),
    ListSellers: unary('ListSellers', deps, listSellers),
  }
}
