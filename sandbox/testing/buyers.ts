// Three buyers, one per protocol, behind one interface: what a test may ask of any seller, over real sockets.
import { credentials, makeClientConstructor, Metadata, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { XMLParser } from 'fast-xml-parser'
import { sellerService } from '@quire/proto'
import type { seller as wire } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { fromDecimal, toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'

/** How a call to a seller ends. `trouble` covers every answer after which the buyer cannot know. */
export type Outcome<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'refused'; code: string; total?: Money }
  | { kind: 'trouble'; what: string }

export interface SeenQuote {
  id: string
  total: Money
  quantity: number
}

export interface SeenOrder {
  orderId: string
  state: string
  total: Money | null
}

export interface Buyer {
  seller: string
  /** The currency it quotes in here. */
  currency: string
  quote(isbn13: string, signal?: AbortSignal): Promise<Outcome<SeenQuote[]>>
  place(reference: string, quote: SeenQuote, signal?: AbortSignal): Promise<Outcome<SeenOrder>>
  get(reference: string): Promise<Outcome<SeenOrder>>
  cancel(reference: string): Promise<Outcome<SeenOrder>>
  close(): void
}

export const address = {
  recipient: 'A Reader',
  lines: ['1 High Street', 'Flat 2'],
  city: 'York',
  region: '',
  postalCode: 'YO1 7AA',
  country: 'GB',
}

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

/** Buys at Northgate. */
export function northgateBuyer(sandbox: Sandbox): Buyer {
  const ask = (operation: string, fields: string, signal?: AbortSignal) =>
    over(postSoap(sandbox, operation, fields, signal), (text, { status: code }): Outcome<NorthgateBody> => {
      if (code >= 500) return { kind: 'trouble', what: String(code) }
      const read = xml.parse(text, true).Envelope.Body[`${operation}Response`] as NorthgateBody
      if (read.ResponseCode === '00') return { kind: 'ok', value: read }
      const total = read.TotalAmount && fromDecimal(read.TotalAmount, read.CurrencyCode ?? '')
      return { kind: 'refused', code: northgateCodes[read.ResponseCode] ?? read.ResponseCode, ...(total && { total }) }
    })
  const byReference = (reference: string) => `<CustomerReference>${reference}</CustomerReference>`
  return {
    seller: 'northgate',
    currency: 'GBP',
    async quote(isbn13, signal) {
      const fields = `<EAN13>${isbn13}</EAN13><Quantity>1</Quantity><DeliveryCountry>GB</DeliveryCountry>`
      const answer = await ask('PriceAndAvailability', fields, signal)
      if (answer.kind === 'refused' && answer.code === 'NO_SUCH_OFFER') return { kind: 'ok', value: [] }
      return map(answer, ({ ItemDetail: item = {} }) =>
        item.OnHand ? [{ id: isbn13, total: readMoney(item.TotalAmount, 'GBP'), quantity: Number(item.OnHand) }] : [],
      )
    },
    async place(reference, { id, total }, signal) {
      const fields = `${byReference(reference)}<EAN13>${id}</EAN13><Quantity>1</Quantity>
        <ExpectedTotal>${toDecimal(total)}</ExpectedTotal><CurrencyCode>${total.currency}</CurrencyCode>
        <DeliverTo><Name>A Reader</Name><AddressLine1>1 High Street</AddressLine1><AddressLine2>Flat 2</AddressLine2>
        <City>York</City><PostCode>YO1 7AA</PostCode><Country>GB</Country></DeliverTo>`
      return map(await ask('PlaceOrder', fields, signal), toNorthgateOrder)
    },
    get: async (reference) => map(await ask('OrderStatus', byReference(reference)), toNorthgateOrder),
    cancel: async (reference) => map(await ask('CancelOrder', byReference(reference)), toNorthgateOrder),
    close() {},
  }
}

/** Posts one Northgate operation with good credentials. */
export function postSoap(sandbox: Sandbox, operation: string, fields: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${sandbox.url}/northgate/soap`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: `"urn:northgate:trade:v1#${operation}"` },
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><n:${operation} xmlns:n="urn:northgate:trade:v1"
      xmlns="urn:northgate:trade:v1"><AccountNumber>QUIRE01</AccountNumber><Password>northgate-secret</Password>${fields}</n:${operation}></s:Body></s:Envelope>`,
    signal: signal ?? null,
  })
}

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

async function over<T>(
  sent: Promise<Response>,
  read: (text: string, answer: Response) => Outcome<T>,
): Promise<Outcome<T>> {
  try {
    const answer = await sent
    return read(await answer.text(), answer)
  } catch (error) {
    return { kind: 'trouble', what: String(error) }
  }
}

function map<A, B>(outcome: Outcome<A>, to: (value: A) => B): Outcome<B> {
  return outcome.kind === 'ok' ? { kind: 'ok', value: to(outcome.value) } : outcome
}

function readMoney(text: string | undefined, currency: string): Money {
  const money = fromDecimal(text ?? '', currency)
  if (!money) throw new RangeError(`${text} is no amount of ${currency}`)
  return money
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
      ...{ recipient: 'A Reader', addressLine1: '1 High Street', addressLine2: 'Flat 2' },
      ...{ city: 'York', postalCode: 'YO1 7AA', country: 'GB' },
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

function toNorthgateOrder({ Order: order = {} }: NorthgateBody): SeenOrder {
  const total = order.TotalAmount === undefined ? null : readMoney(order.TotalAmount, order.CurrencyCode ?? '')
  return { orderId: order.OrderNumber ?? '', state: order.OrderStatus ?? '', total }
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

const xml = new XMLParser({ removeNSPrefix: true, parseTagValue: false })

const harborCodes: Record<number, string> = {
  15005: 'SOLD_OUT',
  15020: 'PRICE_CHANGED',
  15041: 'REFERENCE_REUSED',
  15042: 'ORDER_CANCELLED',
  15100: 'ORDER_NOT_FOUND',
}
const northgateCodes: Record<string, string> = {
  20: 'NO_SUCH_OFFER',
  21: 'SOLD_OUT',
  22: 'PRICE_CHANGED',
  30: 'REFERENCE_REUSED',
  31: 'ORDER_CANCELLED',
  40: 'ORDER_NOT_FOUND',
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

interface NorthgateBody {
  ResponseCode: string
  TotalAmount?: string
  CurrencyCode?: string
  ItemDetail?: { OnHand?: string; TotalAmount?: string }
  Order?: Record<string, string>
}
