// The shop behind quire.seller.v1 on a port: all that grpc-js needs to serve the contract.
import { once } from 'node:events'
import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { Metadata, ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import type { ReferenceShop } from './reference-shop.ts'

/** Serves `shop` on a free port of 127.0.0.1. `service` takes the place of the contract's where the decoding itself is to differ. */
export async function startReferenceSeller(shop: ReferenceShop, service: typeof sellerService = sellerService) {
  const server = new Server()
  const unary = <Request, Answer>(act: (request: Request) => Answer | Promise<Answer>) => {
    return async (call: ServerUnaryCall<Request, Answer>, callback: sendUnaryData<Answer>): Promise<void> => {
      try {
        authorize(shop, call.metadata)
        callback(null, await act(call.request))
      } catch (error) {
        callback(error as Error)
      }
    }
  }
  server.addService(service, {
    GetQuotes: (stream: QuoteStream) => void sendQuotes(shop, stream),
    PlaceOrder: unary(async (request: seller.PlaceOrderRequest__Output) => ({ order: await shop.place(request) })),
    GetOrder: unary(({ requestId }: seller.GetOrderRequest__Output) => ({ order: shop.find(requestId) })),
    CancelOrder: unary(({ requestId }: seller.CancelOrderRequest__Output) => ({ order: shop.cancel(requestId) })),
    GetChallenge: unary(() => ({ token: shop.challenge })),
  })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
    error ? reject(error) : resolve(port),
  )
  const port = await promise
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() }
}

async function sendQuotes(shop: ReferenceShop, stream: QuoteStream): Promise<void> {
  const left = new AbortController()
  stream.once('cancelled', () => left.abort())
  try {
    authorize(shop, stream.metadata)
    for (const quote of shop.quotes(stream.request)) {
      // A slow reader is waited for, and one that has left is not.
      if (!stream.write({ quote })) await once(stream, 'drain', left)
    }
    stream.end()
  } catch (error) {
    if (!left.signal.aborted) stream.emit('error', error)
  }
}

function authorize(shop: ReferenceShop, metadata: Metadata): void {
  const [authorization] = metadata.get('authorization')
  if (!shop.isAuthorized(authorization?.toString()))
    throw rpcError(status.UNAUTHENTICATED, 'The bearer key is missing or wrong', { reason: 'BAD_CREDENTIALS' })
}

type QuoteStream = ServerWritableStream<seller.GetQuotesRequest__Output, seller.GetQuotesResponse>
