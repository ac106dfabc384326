// Any protocol as the kit sees it: through the adapter that the gateway itself would use.
import { exponentOf, fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import type { PlaceAsk as AdapterAsk, SellerAdapter, SellerOrder, SellerQuote } from '../core/adapter.ts'
import { CancelRefused, OrderRefused, SellerFailure } from '../core/seller-failure.ts'
import { describeOrder, describeQuotes } from './describe.ts'
import { quotesMax } from './subject.ts'
import type { Answer, PlaceAsk, SeenOrder, SeenQuote, Subject } from './subject.ts'

export interface AdapterSubjectOptions {
  name: string
  pricesFrom: Subject['pricesFrom']
}

/** A subject behind `adapter`; closing it closes the adapter. What the adapter refuses as bad data is a failure of the seller here too. */
export function subjectOf(adapter: SellerAdapter, { name, pricesFrom }: AdapterSubjectOptions): Subject {
  const place: Subject['place'] = (ask, signal) =>
    answered(async () => toSeenOrder(await adapter.placeOrder(toAsk(ask), signal)), describeOrder, signal)
  return {
    name,
    pricesFrom,
    can: adapter.can,
    grpc: null,
    place,
    quotes: (ask, signal) =>
      answered(
        async () => {
          const seen: SeenQuote[] = []
          for await (const quote of adapter.getQuotes(ask, signal)) {
            seen.push(toSeenQuote(quote))
            if (seen.length === quotesMax) break
          }
          return seen
        },
        describeQuotes,
        signal,
      ),
    find: (reference, signal) =>
      answered(
        async () => {
          const order = await adapter.findOrder(reference, signal)
          return order && toSeenOrder(order)
        },
        describeOrder,
        signal,
      ),
    cancel: (reference, signal) =>
      answered(async () => toSeenOrder(await adapter.cancelOrder(reference, signal)), describeOrder, signal),
    async placeAndLose(ask, cut) {
      await place(ask, cut)
    },
    close: () => adapter.close(),
  }
}

async function answered<T>(
  call: () => Promise<T>,
  describe: (value: T) => string,
  signal: AbortSignal,
): Promise<Answer<T>> {
  try {
    const value = await call()
    return { kind: 'ok', value, said: describe(value) }
  } catch (error) {
    if (error instanceof OrderRefused) return toRefused(error)
    if (error instanceof CancelRefused)
      return { kind: 'refused', reason: 'CANNOT_CANCEL', newTotal: null, violations: [], said: error.message }
    if (error instanceof SellerFailure) {
      const { kind, message, retryAfterMs } = error
      return { kind: 'failed', failure: kind, retryAfterMs, said: `${kind}: ${message}` }
    }
    if (signal.aborted)
      return { kind: 'failed', failure: 'timeout', retryAfterMs: undefined, said: 'no answer in time' }
    throw error
  }
}

function toRefused({ reason, message, newTotal }: OrderRefused): Answer<never> {
  const total = newTotal ? { currency: newTotal.currency, minor: newTotal.minor.toString() } : null
  const said = `${reason}: ${message}${total ? ` (new total ${total.minor} minor units of ${total.currency})` : ''}`
  return { kind: 'refused', reason, newTotal: total, violations: [], said }
}

function toAsk({ reference, quoteId, isbn13, limit, shipTo }: PlaceAsk): AdapterAsk {
  if (!limit || !shipTo) throw new TypeError('an adapter is always given a limit and an address')
  return { reference, quoteRef: quoteId, isbn13, limit: fromProtoMoney(limit), shipTo }
}

function toSeenQuote(quote: SellerQuote): SeenQuote {
  const { quoteRef, isbn13, condition, item, shipping, tax, quantity, shipsFrom, deliveryDays, expiresAt } = quote
  return {
    isbn13,
    condition,
    quantity,
    shipsFrom,
    deliveryDays,
    expiresAt,
    quoteId: quoteRef,
    item: toSeenMoney(item),
    shipping: toSeenMoney(shipping),
    tax: toSeenMoney(tax),
  }
}

function toSeenOrder({ sellerOrderId, total, ...order }: SellerOrder): SeenOrder {
  return { ...order, orderId: sellerOrderId, total: toSeenMoney(total) }
}

function toSeenMoney(money: Money | null) {
  if (!money) return null
  exponentOf(money.currency)
  return toProtoMoney(money)
}
