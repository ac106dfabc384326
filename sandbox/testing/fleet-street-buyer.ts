// A buyer at Fleet Street, in dollars.
import { Metadata, credentials, makeClientConstructor, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller as wire } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import type { Sandbox } from '../index.ts'
import { address, map } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder, SeenQuote } from './buyer.ts'

/** Buys at Fleet Street, in dollars. */
export function fleetStreetBuyer(sandbox: Sandbox, key = 'fleet-street-key'): Buyer {
  const Client = makeClientConstructor(sellerService, 'SellerService')
  const client = new Client(sandbox.grpcAddr, credentials.createInsecure()) as unknown as wire.SellerServiceClient
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${key}`)
  const ask = <T>(
    start: (done: (error: ServiceError | null, value?: T) => void) => { cancel(): void },
    signal?: AbortSignal,
  ) =>
    new Promise<Outcome<T>>((resolve) => {
      const call = start((error, value) => resolve(error || !value ? toRpcOutcome(error) : { kind: 'ok', value }))
      signal?.addEventListener('abort', () => call.cancel())
    })
  return {
    seller: 'fleet-street',
    currency: 'USD',
    quote: (isbn13, signal) =>
      new Promise((resolve) => {
        const quotes: SeenQuote[] = []
        const stream = client.getQuotes({ isbn13, destination: { country: 'GB' }, currency: 'USD' }, metadata)
        signal?.addEventListener('abort', () => stream.cancel())
        stream.on('data', ({ quote }: wire.GetQuotesResponse__Output) => quote && quotes.push(toFleetQuote(quote)))
        stream.on('error', (error) => resolve(toRpcOutcome(error as ServiceError)))
        stream.on('end', () => resolve({ kind: 'ok', value: quotes }))
      }),
    async place(requestId, { id: quoteId, total }, signal) {
      const request = { requestId, quoteId, limitTotal: toProtoMoney(total), shipTo: address }
      const placed = await ask<wire.PlaceOrderResponse__Output>(
        (done) => client.placeOrder(request, metadata, done),
        signal,
      )
      return map(placed, toFleetOrder)
    },
    get: async (requestId) =>
      map(
        await ask<wire.GetOrderResponse__Output>((done) => client.getOrder({ requestId }, metadata, done)),
        toFleetOrder,
      ),
    cancel: async (requestId) =>
      map(
        await ask<wire.CancelOrderResponse__Output>((done) => client.cancelOrder({ requestId }, metadata, done)),
        toFleetOrder,
      ),
    close: () => client.close(),
  }
}

function toFleetQuote({ quoteId, item, shipping, tax, quantity }: wire.Quote__Output): SeenQuote {
  const parts = [item, shipping, tax].map((money) => fromProtoMoney(money!))
  const total = { currency: parts[0]!.currency, minor: parts.reduce((all, { minor }) => all + minor, 0n) }
  return { id: quoteId, total, quantity }
}

function toFleetOrder({ order }: { order: wire.Order__Output | null }): SeenOrder {
  const total = order?.total ? fromProtoMoney(order.total) : null
  return { orderId: order?.orderId ?? '', state: order?.state.replace('ORDER_STATE_', '') ?? '', total }
}

function toRpcOutcome(
  error: ServiceError | null,
): { kind: 'refused'; code: string; total?: Money } | { kind: 'trouble'; what: string } {
  if (!error) return { kind: 'trouble', what: 'no answer' }
  const { reason, metadata } = readDetails(error)
  if (!reason) return { kind: 'trouble', what: status[error.code] ?? String(error.code) }
  const code = reason === 'REQUEST_ID_REUSED' ? 'REFERENCE_REUSED' : reason
  if (!metadata?.minor) return { kind: 'refused', code }
  return { kind: 'refused', code, total: { currency: metadata.currency ?? '', minor: BigInt(metadata.minor) } }
}
