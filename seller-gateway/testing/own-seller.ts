// A seller that implements quire.seller.v1 from the contract alone, on a free port: what an integrator registers.
import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { toTimestamp } from '@quire/proto/time'

type Unary<Req, Res> = (call: ServerUnaryCall<Req, Res>, callback: sendUnaryData<Res>) => void

const money = (units: number) => ({ currencyCode: 'GBP', units: String(units), nanos: 0 })

/** Starts it; every book costs `price` pounds, 12 at first, delivered anywhere for 3 more. */
export async function startOwnSeller() {
  const orders = new Map<string, seller.Order>()
  const state = {
    challenge: '',
    price: 12,
    /** The authorization header of the last call. */
    authorization: '',
    quotesAsked: 0,
    /** How an order is answered instead, if it is. */
    placeFails: null as Error | null,
    /** Holds the answer to a quote until it resolves. */
    gate: Promise.resolve(),
    orders,
  }
  const note = (call: { metadata: ServerUnaryCall<unknown, unknown>['metadata'] }) => {
    state.authorization = String(call.metadata.get('authorization')[0] ?? '')
  }
  const server = new Server()
  const getChallenge: Unary<seller.GetChallengeRequest__Output, seller.GetChallengeResponse> = (call, callback) => {
    note(call)
    callback(null, { token: state.challenge })
  }
  const placeOrder: Unary<seller.PlaceOrderRequest__Output, seller.PlaceOrderResponse> = (call, callback) => {
    note(call)
    const { requestId, quoteId, limitTotal } = call.request
    if (state.placeFails) return callback(state.placeFails)
    const isbn13 = quoteId.split('/')[1] ?? ''
    const order: seller.Order = {
      orderId: `own-${orders.size + 1}`,
      requestId,
      state: 'ORDER_STATE_ACCEPTED',
      isbn13,
      condition: 'CONDITION_NEW',
      total: limitTotal,
      createTime: toTimestamp(new Date()),
    }
    orders.set(requestId, orders.get(requestId) ?? order)
    callback(null, { order: orders.get(requestId) ?? order })
  }
  const getOrder: Unary<seller.GetOrderRequest__Output, seller.GetOrderResponse> = (call, callback) => {
    const order = orders.get(call.request.requestId)
    if (order) callback(null, { order })
    else callback(rpcError(status.NOT_FOUND, 'no such order'))
  }
  const cancelOrder: Unary<seller.CancelOrderRequest__Output, seller.CancelOrderResponse> = (call, callback) => {
    const order = orders.get(call.request.requestId)
    const cancelled = { ...order, requestId: call.request.requestId, state: 'ORDER_STATE_CANCELLED' as const }
    orders.set(call.request.requestId, cancelled)
    callback(null, { order: cancelled })
  }
  const getQuotes = (call: ServerWritableStream<seller.GetQuotesRequest__Output, seller.GetQuotesResponse>) => {
    note(call)
    state.quotesAsked += 1
    const { isbn13 } = call.request
    void state.gate.then(() => {
      call.write({
        quote: {
          quoteId: `q/${isbn13}`,
          isbn13,
          condition: 'CONDITION_NEW',
          item: money(state.price),
          shipping: money(3),
          tax: money(0),
          quantity: 1,
          shipsFrom: 'GB',
          deliveryDaysMin: 1,
          deliveryDaysMax: 3,
          expireTime: toTimestamp(new Date(Date.now() + 600_000)),
        },
      })
      call.end()
    })
  }
  server.addService(sellerService, { getChallenge, placeOrder, getOrder, cancelOrder, getQuotes })
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    )
  })
  return Object.assign(state, { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() })
}
