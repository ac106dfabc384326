// One seller of each protocol, and what an honest one of it answers when it is asked for a book: the stage on which tests let them misbehave.
import type { seller } from '@quire/proto'
import { toTimestamp } from '@quire/proto/time'
import { escapeXml } from '../core/guarded-xml.ts'
import type { SellerConnection, SellerEntry } from '../core/registry.ts'
import papertrail from '../mappings/papertrail.json' with { type: 'json' }
import { isbn } from './books.ts'
import { limits } from './fake-seller.ts'

export const book = isbn(1)

/** The protocols over HTTP; gRPC is the other one. */
export const httpProtocols = [
  'rest-checkout',
  'rest-mapped',
  'soap-trade',
  'signed-search',
  'graphql-cart',
  'agentic-checkout',
  'price-list',
  'edifact',
  'x12',
] as const
export type HttpProtocol = (typeof httpProtocols)[number]

/** A price as each protocol writes it. */
export interface Said {
  /** "8.99" */
  text: string
  /** "8,99" */
  comma: string
  /** JSON: 899 */
  minor: string
  money: NonNullable<seller.Quote['item']> | null
  currency: string
}

export const fair: Said = {
  text: '8.99',
  comma: '8,99',
  minor: '899',
  money: { currencyCode: 'EUR', units: '8', nanos: 990_000_000 },
  currency: 'EUR',
}

/** An entry of the registry for a seller at `base`, whose path is all its own. */
export function entryOf(id: string, connection: SellerConnection, change: Partial<SellerEntry> = {}): SellerEntry {
  return {
    id,
    name: id,
    currency: 'EUR',
    currencies: ['EUR', 'JPY'],
    notFoundFinalAfterMs: 30_000,
    limits: { ...limits, perSecond: 10_000, burst: 10_000, quoteTimeoutMs: 10_000, orderTimeoutMs: 10_000 },
    allowLoopback: true,
    connection,
    ...change,
  }
}

/** How each protocol reaches its seller at `baseUrl`. */
export function connectionOf(protocol: HttpProtocol, baseUrl: string): SellerConnection {
  const account = { user: 'quire', password: 'a password' }
  const zones = [['GB']]
  switch (protocol) {
    case 'rest-checkout': {
      const client = { clientId: 'id', clientSecret: 'secret', scope: 'buy' }
      return { protocol, baseUrl, ...client, marketplaceHeader: 'x-market', marketplaces: { home: 'M', byCountry: {} } }
    }
    case 'rest-mapped':
      return { protocol, baseUrl, secrets: { apiKey: 'a key' }, mapping: papertrail }
    case 'soap-trade':
      return { protocol, baseUrl, namespace: 'urn:trade', accountNumber: '1', password: 'a password' }
    case 'signed-search': {
      const keys = { clientKey: 'key', accessKey: 'access', secret: 'secret' }
      return { protocol, baseUrl, ...keys, headerPrefix: 'x', quotesIn: ['EUR'], pricesAreFinal: true }
    }
    case 'graphql-cart':
      return { protocol, baseUrl, tokenHeader: 'x-token', token: 'a token' }
    case 'agentic-checkout': {
      const payment = { handlerId: 'credit', merchantId: 'lantern' }
      const skip = { option: 'Format', values: ['ebook'] }
      return { protocol, baseUrl, apiKey: 'key', pricesIn: ['EUR'], payment, skip, webhookSecret: 'secret' }
    }
    case 'price-list':
      return { protocol, baseUrl, ...account, zones, listLifeMs: 3_600_000, patienceMs: 1_000, shipsFrom: 'GB' }
    case 'edifact':
    case 'x12': {
      const letters = { sender: 'QUIRE', recipient: 'SELLER', currencyByCountry: {}, patienceMs: 1_000 }
      return { protocol: 'edi', standard: protocol, baseUrl, ...account, ...letters, zones, shipsFrom: 'GB' }
    }
  }
}

/** What an honest seller answers to `path` (below its base), with this price. */
export function answerOf(protocol: HttpProtocol, path: string, said: Said): string {
  return answers[protocol](said, path)
}

const answers: Record<HttpProtocol, (said: Said, path: string) => string> = {
  'rest-checkout': (said, path) =>
    path.startsWith('/identity') ? '{"access_token":"t","expires_in":3600}' : searchPage(said),
  'rest-mapped': (said) =>
    `{"isbn":"${book}","currency":${text(said.currency)},"ships_from":"GB","offers":[
      {"offer_id":"o-1","kind":"paper","grade":"new","price":${text(said.text)},"postage":"2.40","vat":"0.00","stock":1}]}`,
  'soap-trade': soapDetail,
  'signed-search': searchResults,
  'graphql-cart': variants,
  'agentic-checkout': (said, path) =>
    path.startsWith('/products')
      ? `{"products":[{"variants":[{"id":"v-1","condition":"new","barcodes":[{"value":"${book}"}]}]}]}`
      : session(said),
  'price-list': priceList,
  edifact: (said, path) => (path.startsWith('?') ? 'END 1\n1 C PRICAT\n' : pricat(said)),
  x12: (said, path) => (path.startsWith('?') ? 'END 1\n1 C 832\n' : catalogue832(said)),
}

/** What an honest gRPC seller quotes. */
export function protoQuote(said: Said): seller.Quote {
  return {
    quoteId: 'q-1',
    isbn13: book,
    condition: 'CONDITION_NEW',
    item: said.money,
    shipping: { currencyCode: 'EUR', units: '2', nanos: 400_000_000 },
    tax: { currencyCode: 'EUR', units: '0', nanos: 0 },
    quantity: 1,
    shipsFrom: 'GB',
    deliveryDaysMin: 1,
    deliveryDaysMax: 3,
    expireTime: toTimestamp(new Date(later(1))),
  }
}

const text = (value: string) => JSON.stringify(value)
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const stamp = (hours: number) => later(hours).replaceAll(/\D/g, '').slice(0, 14)

function searchPage(said: Said): string {
  return `{"total":1,"itemSummaries":[{"itemId":"i-1","gtin":"${book}","conditionId":"1000","buyingOptions":["FIXED_PRICE"],
    "price":{"value":${text(said.text)},"currency":${text(said.currency)}},"estimatedAvailableQuantity":1,
    "shippingOptions":[{"shippingCostType":"FIXED","shippingCost":{"value":"2.40","currency":"EUR"}}],
    "estimatedTax":{"value":"0.00","currency":"EUR"}}]}`
}

function variants(said: Said): string {
  return `{"data":{"productVariants":{"nodes":[{"id":"v-1","barcode":"${book}","condition":"NEW","availableForSale":true,
    "quantityAvailable":1,"shipsFrom":"GB","priceValidUntil":"${later(1)}","taxesIncluded":true,
    "price":{"amount":${text(said.text)},"currencyCode":${text(said.currency)}},
    "shippingRate":{"deliveryDaysMin":1,"deliveryDaysMax":3,"price":{"amount":"2.40","currencyCode":"EUR"}}}]}}}`
}

function soapDetail(said: Said): string {
  return `<Envelope><Body><PriceAndAvailabilityResponse><ResponseCode>00</ResponseCode><ItemDetail><EAN13>${book}</EAN13>
    <AvailabilityCode>21</AvailabilityCode><OnHand>1</OnHand><Price><PriceAmount>${escapeXml(said.text)}</PriceAmount>
    <CurrencyCode>${escapeXml(said.currency)}</CurrencyCode></Price><Carriage><CarriageAmount>2.40</CarriageAmount></Carriage>
    <Tax><TaxAmount>0.00</TaxAmount></Tax></ItemDetail></PriceAndAvailabilityResponse></Body></Envelope>`
}

function searchResults(said: Said): string {
  return `<searchResults><resultCount>1</resultCount><Book><bookId>b-1</bookId><isbn13>${book}</isbn13>
    <listingCondition>NEW BOOK</listingCondition><listingCurrency>${escapeXml(said.currency)}</listingCurrency>
    <listingPrice>${escapeXml(said.text)}</listingPrice><firstBookShipCost>2.40</firstBookShipCost></Book></searchResults>`
}

function session({ minor, currency }: Said): string {
  return `{"id":"cs_1","status":"not_ready_for_payment","currency":${text(currency.toLowerCase())},"line_items":[{"available_quantity":1}],
    "fulfillment_options":[{"type":"shipping","id":"std"}],"totals":[{"type":"subtotal","amount":${minor}},
    {"type":"fulfillment","amount":240},{"type":"total","amount":1139}]}`
}

/** Twelve lines with this price: what is wrong with one of a thousand is left out, and what is wrong with most of them fails the list. */
function priceList({ comma, currency }: Said): string {
  const lines = Array.from({ length: 12 }, (_, n) => `${isbn(n + 1)};A book;N;${comma};${currency};1;2,40;;`)
  return [`H;SELLER;L1;${later(-0.5)}`, ...lines, `T;${lines.length}`, ''].join('\r\n')
}

function pricat({ text: price, currency }: Said): string {
  const body = `BGM+9+L1+9'DTM+137:${stamp(-1)}:204'DTM+206:${stamp(1)}:204'CUX+2:${currency}:8'LIN+1++${book}:EN'QTY+145:7'PRI+AAA:${price}'ALC+C+Z1+++FC'MOA+8:2.40'`
  return `UNB+UNOC:3+SELLER:ZZZ+QUIRE:ZZZ+261121:0400+C1'UNH+1+PRICAT:D:96A:UN'${body}UNT+11+1'UNZ+1+C1'`
}

function catalogue832({ text: price, currency }: Said): string {
  const isa =
    'ISA*00*          *00*          *ZZ*SELLER         *ZZ*QUIRE          *261121*0400*U*00401*000000003*0*T*>~'
  const dates = [-1, 1].map(
    (hours, at) => `DTM*${['097', '197'][at]}*${stamp(hours).slice(0, 8)}*${stamp(hours).slice(8)}~`,
  )
  const body = `BCT*PS*L1~${dates.join('')}CUR*SE*${currency}~LIN*1*EN*${book}~QTY*17*7~CTP**NET*${price}~SAC*C*D240******2.40*****Z1~`
  return `${isa}GS*SC*SELLER*QUIRE*20261121*0400*3*X*004010~ST*832*0001~${body}SE*10*0001~GE*1*3~IEA*1*000000003~`
}
