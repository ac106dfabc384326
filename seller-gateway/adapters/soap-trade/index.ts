// Wholesalers that speak SOAP: new books at a trade price, one call an order, errors inside answers that say 200.
// Promises: our reference is their CustomerReference, which makes an order idempotent and lets it be found and cancelled.
import type { AdapterDeps, SellerAdapter, SellerOrder } from '../../core/adapter.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, SellerFailure } from '../../core/seller-failure.ts'
import { createSoapClient } from './client.ts'
import type { SoapTradeConnection } from './client.ts'
import { toOrder, toOrderFields, toQuote, toRefusal } from './normalize.ts'
import { OrderAnswer, PriceAndAvailability } from './wire.ts'

const done = '00'
const notInCatalogue = '20'
const notDeliveredThere = '23'
const noSuchOrder = '40'

/** An adapter for one seller. */
export function connectSoapTrade(
  entry: SellerEntry,
  connection: SoapTradeConnection,
  { clock, onRequest }: AdapterDeps,
): SellerAdapter {
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createSoapClient(http, connection)
  const { currencies } = entry

  async function order(operation: string, reference: string, signal: AbortSignal): Promise<OrderAnswer> {
    return parseAnswer(OrderAnswer, await client.call(operation, [['CustomerReference', reference]], signal))
  }

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    async *getQuotes({ isbn13, destination }, signal) {
      const fields: [string, string][] = [
        ['EAN13', isbn13],
        ['Quantity', '1'],
        ['DeliveryCountry', destination.country],
      ]
      const answer = parseAnswer(PriceAndAvailability, await client.call('PriceAndAvailability', fields, signal))
      if (answer.ResponseCode === notInCatalogue || answer.ResponseCode === notDeliveredThere) return
      if (answer.ResponseCode !== done) throw new SellerFailure('rejected', describe(answer))
      if (!answer.ItemDetail) throw new SellerFailure('bad_data', 'ItemDetail is missing')
      const quote = toQuote(answer.ItemDetail, isbn13, { currencies, fetchedAt: new Date(clock.now()) })
      if (quote) yield quote
    },
    async placeOrder(ask, signal) {
      const answer = parseAnswer(OrderAnswer, await client.call('PlaceOrder', toOrderFields(ask), signal))
      if (answer.ResponseCode !== done)
        throw toRefusal(answer, currencies) ?? new SellerFailure('rejected', describe(answer))
      return toKnownOrder(answer, currencies)
    },
    async findOrder(reference, signal) {
      const answer = await order('OrderStatus', reference, signal)
      if (answer.ResponseCode === noSuchOrder) return null
      if (answer.ResponseCode !== done) throw new SellerFailure('rejected', describe(answer))
      return toKnownOrder(answer, currencies)
    },
    async cancelOrder(reference, signal) {
      const answer = await order('CancelOrder', reference, signal)
      if (answer.ResponseCode !== done) throw new CancelRefused(describe(answer))
      return toKnownOrder(answer, currencies)
    },
    close: () => http.close(),
  }
}

function toKnownOrder(answer: OrderAnswer, currencies: readonly string[]): SellerOrder {
  if (!answer.Order) throw new SellerFailure('bad_data', 'Order is missing')
  return toOrder(answer.Order, currencies)
}

function describe({ ResponseCode, Message }: { ResponseCode: string; Message: string }): string {
  return `code ${ResponseCode}: ${Message}`
}
