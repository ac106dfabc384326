// What every quote and order must be, whatever its seller speaks: checked once, behind every adapter, so that no protocol can forget it.
// Promises: a quote that is not so is the seller's bad data, and names the field. An order stands whatever it looks like: what cannot be kept
// of it is left out, and the caller compares the rest with what it ordered.
import type { SellerAdapter, SellerOrder, SellerQuote } from './adapter.ts'
import { SellerFailure, toReadable } from './seller-failure.ts'

// References of real sellers have some forty characters. Thousands of quotes are kept, and orders go into tables.
const refMax = 512
const idMax = 256
// Far above any stock and any delivery time, and well within an int32, which is what they are sent as.
const countMax = 1_000_000
const lastMs = Date.parse('9999-12-31T23:59:59Z') // of google.protobuf.Timestamp

/** The same adapter, of which nothing comes that is not as the port says. */
export function checkAdapter(adapter: SellerAdapter): SellerAdapter {
  return {
    ...adapter,
    async *getQuotes(ask, signal) {
      for await (const quote of adapter.getQuotes(ask, signal)) yield checkQuote(quote, ask.isbn13)
    },
    placeOrder: async (ask, signal) => toKept(await adapter.placeOrder(ask, signal)),
    async findOrder(reference, signal) {
      const order = await adapter.findOrder(reference, signal)
      return order && toKept(order)
    },
    cancelOrder: async (reference, signal) => toKept(await adapter.cancelOrder(reference, signal)),
  }
}

/** The quote, with nothing in it that holds on to the answer it was read from. Throws SellerFailure `bad_data`. */
function checkQuote(quote: SellerQuote, isbn13: string): SellerQuote {
  const { quoteRef, item, shipping, tax, quantity, shipsFrom, deliveryDays, expiresAt, listedAt } = quote
  const isTold: Record<string, boolean> = {
    quoteRef: quoteRef !== '' && quoteRef === toReadable(quoteRef, refMax),
    isbn13: quote.isbn13 === isbn13,
    shipping: shipping === null || shipping.currency === item.currency,
    tax: tax === null || tax.currency === item.currency,
    quantity: isCount(quantity),
    shipsFrom: /^([A-Z]{2})?$/.test(shipsFrom),
    deliveryDays: isCount(deliveryDays.min) && isCount(deliveryDays.max),
    expiresAt: isInstant(expiresAt),
    listedAt: listedAt === undefined || isInstant(listedAt),
  }
  const wrong = Object.keys(isTold).find((field) => !isTold[field])
  if (wrong !== undefined) throw new SellerFailure('bad_data', `its quote has no usable ${wrong}`)
  // A part of a long text keeps the whole of it in memory (V8's sliced strings); a cache of quotes must not keep documents.
  return { ...quote, isbn13, quoteRef: Buffer.from(quoteRef).toString() }
}

function toKept(order: SellerOrder): SellerOrder {
  const { reference, sellerOrderId, isbn13, createdAt } = order
  return {
    ...order,
    reference: toReadable(reference, idMax),
    sellerOrderId: toReadable(sellerOrderId, idMax),
    isbn13: /^\d{13}$/.test(isbn13) ? isbn13 : '', // an order of something else; the caller finds out
    createdAt: createdAt && isInstant(createdAt) ? createdAt : null,
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= countMax
}

function isInstant(date: Date): boolean {
  return date.getTime() >= 0 && date.getTime() <= lastMs // an invalid date is neither
}
