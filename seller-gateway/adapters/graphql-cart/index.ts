// Storefronts that speak GraphQL (Shopify's model, with a purchase at its end): quotes, a cart that sells nothing, then the order.
// Promises: cart and order carry our reference, the order the quoted total; only `cartSubmit` can buy, so every failure before it is harmless.
import type { AdapterDeps, PlaceAsk, SellerAdapter, SellerOrder } from '../../core/adapter.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, OrderRefused, SellerFailure, withEffect } from '../../core/seller-failure.ts'
import { createGraphqlClient } from './client.ts'
import type { GraphqlCartConnection } from './client.ts'
import { toCartInput, toMoney, toOrder, toQuote, toRefusal, toSubmitInput } from './normalize.ts'
import { CartCreated, Order, Ordered, Variants } from './wire.ts'

// A book has a variant or two; each one asked for is paid for in points.
const variantsMax = 10

/** An adapter for one seller. */
export function connectGraphqlCart(
  entry: SellerEntry,
  connection: GraphqlCartConnection,
  { onRequest }: AdapterDeps,
): SellerAdapter {
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createGraphqlClient(http, connection)
  const { currencies } = entry

  async function openCart(ask: PlaceAsk, signal: AbortSignal): Promise<string> {
    const { payload } = await client.run('cartCreate', { input: toCartInput(ask) }, signal)
    const created = parseAnswer(CartCreated, payload)
    const refusal = toRefusal(created, currencies)
    if (refusal) throw refusal
    if (!created.cart) throw new SellerFailure('rejected', 'there is no cart, and no reason that we know')
    if (created.cart.lines.length !== 1) throw new SellerFailure('bad_data', 'the cart does not hold the one copy')
    const total = toMoney(created.cart.cost.totalAmount, currencies)
    if (total.currency !== ask.limit.currency)
      throw new SellerFailure('bad_data', `quoted in ${ask.limit.currency}, charges ${total.currency}`)
    if (total.minor > ask.limit.minor) throw new OrderRefused('PRICE_CHANGED', 'the cart costs more', total)
    return created.cart.id
  }

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    async *getQuotes({ isbn13, destination }, signal) {
      const variables = { barcode: isbn13, country: destination.country, first: variantsMax }
      const { payload } = await client.run('productVariants', variables, signal)
      for (const variant of parseAnswer(Variants, payload).nodes) {
        const quote = toQuote(variant, isbn13, currencies)
        if (quote) yield quote
      }
    },
    async placeOrder(ask, signal): Promise<SellerOrder> {
      const cartId = await openCart(ask, signal).catch((error: unknown) => {
        throw withEffect(error, 'no') // a cart sells nothing
      })
      const { payload, complaint } = await client.run('cartSubmit', { input: toSubmitInput(ask, cartId) }, signal)
      const submitted = parseAnswer(Ordered, payload)
      if (submitted.order) return toOrder(submitted.order, currencies)
      if (complaint) throw complaint // the order may be missing because of it
      throw toRefusal(submitted, currencies) ?? new SellerFailure('rejected', 'no order, and no reason that we know')
    },
    async findOrder(reference, signal) {
      const { payload } = await client.run('order', { clientMutationId: reference }, signal)
      return payload === null ? null : toOrder(parseAnswer(Order, payload), currencies)
    },
    async cancelOrder(reference, signal) {
      const input = { clientMutationId: reference }
      const { payload, complaint } = await client.run('orderCancel', { input }, signal)
      const { order, userErrors } = parseAnswer(Ordered, payload)
      if (order) return toOrder(order, currencies)
      if (complaint) throw complaint
      if (userErrors.length === 0) throw new SellerFailure('bad_data', 'neither cancelled nor refused')
      throw new CancelRefused(userErrors.map(({ code, message }) => `${code}: ${message}`).join('; '))
    },
    close: () => http.close(),
  }
}
