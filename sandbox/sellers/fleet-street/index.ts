// Fleet Street Direct over gRPC: quire.seller.v1.SellerService, with bearer metadata.
import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { Metadata, ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller as wire } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { isIsbn13 } from '../../core/isbn.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import { Connections } from './connections.ts'
import { garbage, withGarbage } from './garbage.ts'
import { invalid, isCountry, requireReference, toOrder, toPlaceOrder, toQuote, toRefused, toTroubled } from './wire.ts'

/** Listens on 127.0.0.1. `current` gives the seller of the world as it is now: a reset replaces it. */
export async function startFleetStreet(
  current: () => Seller,
  { port, key }: { port: number; key: string },
): Promise<{ addr: string; close(): Promise<void> }> {
  const server = new Server({ 'grpc.max_receive_message_length': 1024 * 1024 })
  const connections = new Connections(server.createConnectionInjector(ServerCredentials.createInsecure()))
  const call = { current, key, connections }
  server.addService(withGarbage(sellerService), {
    GetQuotes: (stream: QuoteStream) => void streamQuotes(call, stream),
    PlaceOrder: unary<wire.PlaceOrderRequest__Output>(call, {
      name: 'PlaceOrder',
      kind: 'place',
      act: (seller, request) => ({ order: toOrder(seller.place(toPlaceOrder(request))) }),
    }),
    GetOrder: unary<wire.GetOrderRequest__Output>(call, {
      name: 'GetOrder',
      kind: 'read',
      act: (seller, request) => ({ order: toOrder(seller.get(requireReference(request.requestId))) }),
    }),
    CancelOrder: unary<wire.CancelOrderRequest__Output>(call, {
      name: 'CancelOrder',
      kind: 'cancel',
      act: (seller, request) => ({ order: toOrder(seller.cancel(requireReference(request.requestId))) }),
    }),
    GetChallenge: (call: ServerUnaryCall<unknown, Challenge>, callback: sendUnaryData<Challenge>) => {
      try {
        requireKey(call.metadata, key)
        callback(null, { token: '' }) // it was entered by hand and never given one
      } catch (error) {
        callback(toRpcError(error))
      }
    },
  })
  const addr = await connections.listen(port)
  return {
    addr,
    async close() {
      await connections.close()
      server.forceShutdown()
    },
  }
}

function unary<Request extends { requestId: string }>({ current, key, connections }: Context, method: Method<Request>) {
  return async (call: ServerUnaryCall<Request, Answer>, callback: sendUnaryData<Answer>): Promise<void> => {
    try {
      requireKey(call.metadata, key)
      const seller = current()
      seller.journal.record({
        operation: method.name,
        kind: method.kind === 'read' ? 'read' : 'order',
        reference: call.request.requestId,
        body: call.request,
      })
      const served = await seller.serve(method.kind, goneSignal(call), () => method.act(seller, call.request))
      if (served.kind === 'cut') connections.cut(call.getPeer())
      else callback(null, served.kind === 'garbage' ? garbage : served.value)
    } catch (error) {
      callback(toRpcError(error))
    }
  }
}

async function streamQuotes({ current, key, connections }: Context, stream: QuoteStream): Promise<void> {
  try {
    requireKey(stream.metadata, key)
    const seller = current()
    const { request } = stream
    seller.journal.record({ operation: 'GetQuotes', kind: 'read', reference: null, body: request })
    const served = await seller.serve('read', goneSignal(stream), () => quotesFor(seller, request))
    if (served.kind === 'cut') return connections.cut(stream.getPeer())
    if (served.kind === 'garbage') stream.write(garbage)
    else for (const quote of served.value) stream.write({ quote }) // a handful at most: no need to wait for drain
    stream.end()
  } catch (error) {
    stream.emit('error', toRpcError(error)) // not destroy(): that would end the stream without sending the status
  }
}

function quotesFor(seller: Seller, request: wire.GetQuotesRequest__Output): wire.Quote[] {
  if (!isIsbn13(request.isbn13)) throw invalid('isbn13', 'is not an ISBN-13')
  const country = request.destination?.country ?? ''
  if (!isCountry(country)) throw invalid('destination.country', 'must be ISO 3166-1 alpha-2')
  const { currencies } = seller.profile
  const currency = currencies.includes(request.currency) ? request.currency : currencies[0]
  const expiresAtMs = seller.now() + quoteValidMs
  return seller.catalogue
    .offers(request.isbn13, country, currency)
    .filter((offer) => offer.quantity > 0 && offer.total !== null)
    .map((offer) => toQuote(offer, country, expiresAtMs))
}

function requireKey(metadata: Metadata, key: string): void {
  if (metadata.get('authorization')[0] !== `Bearer ${key}`)
    throw rpcError(status.UNAUTHENTICATED, 'The bearer key is missing or wrong', { reason: 'BAD_CREDENTIALS' })
}

function goneSignal(call: { on(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
  const gone = new AbortController()
  call.on('cancelled', () => gone.abort())
  return gone.signal
}

function toRpcError(error: unknown) {
  if (error instanceof Refusal) return toRefused(error)
  if (error instanceof Trouble) return toTroubled(error)
  if (isRpcError(error)) return error
  process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`)
  return rpcError(status.INTERNAL, 'the sandbox itself failed')
}

function isRpcError(error: unknown): error is ReturnType<typeof rpcError> {
  return error instanceof Error && 'code' in error && 'details' in error
}

// Long enough to buy, short enough that an old tab must ask again.
const quoteValidMs = 10 * 60_000

interface Context {
  current: () => Seller
  key: string
  connections: Connections
}

interface Method<Request> {
  name: string
  kind: 'read' | 'place' | 'cancel'
  act: (seller: Seller, request: Request) => Answer
}

type Challenge = wire.GetChallengeResponse

interface Answer {
  order?: wire.Order
}

type QuoteStream = ServerWritableStream<wire.GetQuotesRequest__Output, wire.GetQuotesResponse>
