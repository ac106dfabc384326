// A buyer at Harbor's British marketplace.
import type { Money } from '@quire/proto/money'
import { toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'
import { map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder, SeenQuote } from './buyer.ts'

/** Buys at Harbor's British marketplace. */
export async function harborBuyer(sandbox: Sandbox): Promise<Buyer> {
  const { access_token: token } = (await (await grantHarborToken(sandbox)).json()) as { access_token: string }
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Outcome<HarborBody>> => {
    const request = {
      method,
      headers: { authorization: `Bearer ${token}`, 'x-harbor-marketplace': 'HARBOR_GB' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    }
    return await over(fetch(`${sandbox.url}/harbor${path}`, request), (text, { status: code }) => {
      if (code === 429 || code >= 500) return { kind: 'trouble', what: String(code) }
      const read = JSON.parse(text) as HarborBody
      const [error] = read.errors ?? []
      if (!error || read.purchaseOrder) return { kind: 'ok', value: read }
      return { kind: 'refused', code: harborCodes[error.errorId] ?? String(error.errorId), ...harborTotal(error) }
    })
  }
  return {
    seller: 'harbor',
    currency: 'GBP',
    async quote(isbn13, signal) {
      const path = `/buy/browse/v1/item_summary/search?q=${isbn13}&deliveryCountry=GB`
      return map(await ask('GET', path, undefined, signal), ({ itemSummaries = [] }) =>
        itemSummaries.flatMap((item) => toHarborQuote(item, isbn13) ?? []),
      )
    },
    async place(reference, quote, signal) {
      const initiated = await ask(
        'POST',
        '/buy/order/v1/checkout_session/initiate',
        toInitiate(reference, quote),
        signal,
      )
      if (initiated.kind !== 'ok') return initiated
      const path = `/buy/order/v1/checkout_session/${initiated.value.checkoutSessionId}/place_order`
      return map(await ask('POST', path, {}, signal), ({ purchaseOrder }) => toHarborOrder(purchaseOrder ?? {}))
    },
    async get(reference) {
      return map(await ask('GET', `/buy/order/v1/purchase_order?clientReference=${reference}`), toHarborOrder)
    },
    async cancel(reference) {
      return map(
        await ask('POST', '/buy/order/v1/purchase_order/cancel', { clientReference: reference }),
        toHarborOrder,
      )
    },
    close() {},
  }
}

export function grantHarborToken(sandbox: Sandbox, secret = 'harbor-secret'): Promise<Response> {
  return fetch(`${sandbox.url}/harbor/identity/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`harbor-client:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'buy' }),
  })
}

function toHarborQuote(item: HarborItem, isbn13: string): SeenQuote | null {
  const shipping = item.shippingOptions?.[0]?.shippingCost
  if (item.gtin !== isbn13 || !item.price || !shipping || !item.estimatedTax) return null
  const parts = [item.price, shipping, item.estimatedTax].map(({ value, currency }) => readMoney(value, currency))
  const total = { currency: item.price.currency, minor: parts.reduce((all, { minor }) => all + minor, 0n) }
  return { id: item.itemId, total, quantity: item.estimatedAvailableQuantity }
}

export function toInitiate(reference: string, { id, total }: SeenQuote) {
  return {
    clientReference: reference,
    lineItemInputs: [{ itemId: id, quantity: 1 }],
    shippingAddress: {
      recipient: 'A Reader',
      addressLine1: '1 High Street',
      addressLine2: 'Flat 2',
      city: 'York',
      postalCode: 'YO1 7AA',
      country: 'GB',
    },
    expectedTotal: { value: toDecimal(total), currency: total.currency },
  }
}

function toHarborOrder({ purchaseOrderId = '', purchaseOrderStatus = '', pricingSummary }: HarborOrder): SeenOrder {
  const total = pricingSummary && readMoney(pricingSummary.total.value, pricingSummary.total.currency)
  return { orderId: purchaseOrderId, state: purchaseOrderStatus, total: total ?? null }
}

function harborTotal({ parameters = [] }: HarborProblem): { total?: Money } {
  const { total, currency = '' } = Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
  return total === undefined ? {} : { total: readMoney(total, currency) }
}

const harborCodes: Record<number, string> = {
  15005: 'SOLD_OUT',
  15020: 'PRICE_CHANGED',
  15041: 'REFERENCE_REUSED',
  15042: 'ORDER_CANCELLED',
  15100: 'ORDER_NOT_FOUND',
}

interface HarborBody extends HarborOrder {
  errors?: HarborProblem[]
  itemSummaries?: HarborItem[]
  checkoutSessionId?: string
  purchaseOrder?: HarborOrder
}

interface HarborProblem {
  errorId: number
  parameters?: { name: string; value: string }[]
}

interface HarborAmount {
  value: string
  currency: string
}

interface HarborItem {
  itemId: string
  gtin?: string
  price?: HarborAmount
  shippingOptions?: { shippingCost?: HarborAmount }[]
  estimatedTax?: HarborAmount
  estimatedAvailableQuantity: number
}

interface HarborOrder {
  purchaseOrderId?: string
  purchaseOrderStatus?: string
  pricingSummary?: { total: HarborAmount }
}
