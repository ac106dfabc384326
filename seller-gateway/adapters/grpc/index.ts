// Sellers that implement quire.seller.v1 themselves: nothing to translate but trust.
import { status } from '@grpc/grpc-js'
import type { seller } from '@quire/proto'
import { toProtoMoney } from '@quire/proto/money'
import type { AdapterDeps, PlaceAsk, SellerAdapter } from '../../core/adapter.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused } from '../../core/seller-failure.ts'
import { createChannel } from './channel.ts'
import type { GrpcConnection } from './channel.ts'
import { createGrpcClient, isServiceError } from './client.ts'
import { toFailure, toOrderError } from './errors.ts'
import { toOrder, toQuote } from './normalize.ts'
import { Order, Quote } from './wire.ts'

/** An adapter for one seller. */
export function connectGrpc(entry: SellerEntry, connection: GrpcConnection, { onRequest }: AdapterDeps): SellerAdapter {
  const channel = createChannel(connection, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createGrpcClient(channel, connection)
  const read = (order: seller.Order__Output | null) => toOrder(parseAnswer(Order, order), entry.currencies)

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    async *getQuotes(ask, signal) {
      try {
        for await (const { quote } of client.getQuotes(ask, signal))
          yield toQuote(parseAnswer(Quote, quote), ask.isbn13, entry.currencies)
      } catch (error) {
        throw isServiceError(error) ? toFailure(error) : error
      }
    },
    async placeOrder(ask, signal) {
      try {
        return read((await client.placeOrder(toRequest(ask), signal)).order)
      } catch (error) {
        throw isServiceError(error) ? toOrderError(error) : error
      }
    },
    async findOrder(reference, signal) {
      try {
        return read((await client.getOrder({ requestId: reference }, signal)).order)
      } catch (error) {
        if (isServiceError(error) && error.code === status.NOT_FOUND) return null
        throw isServiceError(error) ? toFailure(error) : error
      }
    },
    async cancelOrder(reference, signal) {
      try {
        return read((await client.cancelOrder({ requestId: reference }, signal)).order)
      } catch (error) {
        if (isServiceError(error) && error.code === status.FAILED_PRECONDITION) throw new CancelRefused(error.details)
        throw isServiceError(error) ? toFailure(error) : error
      }
    },
    async getChallenge(signal) {
      try {
        return (await client.getChallenge({}, signal)).token
      } catch (error) {
        throw isServiceError(error) ? toFailure(error) : error
      }
    },
    async close() {
      channel.close()
    },
  }
}

function toRequest({ reference, quoteRef, limit, shipTo }: PlaceAsk): seller.PlaceOrderRequest {
  return { requestId: reference, quoteId: quoteRef, limitTotal: toProtoMoney(limit), shipTo }
}
