// A buyer at Northgate.
import { XMLParser } from 'fast-xml-parser'
import { fromDecimal, toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'
import { map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder } from './buyer.ts'

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

function toNorthgateOrder({ Order: order = {} }: NorthgateBody): SeenOrder {
  const total = order.TotalAmount === undefined ? null : readMoney(order.TotalAmount, order.CurrencyCode ?? '')
  return { orderId: order.OrderNumber ?? '', state: order.OrderStatus ?? '', total }
}

const xml = new XMLParser({ removeNSPrefix: true, parseTagValue: false })

const northgateCodes: Record<string, string> = {
  20: 'NO_SUCH_OFFER',
  21: 'SOLD_OUT',
  22: 'PRICE_CHANGED',
  30: 'REFERENCE_REUSED',
  31: 'ORDER_CANCELLED',
  40: 'ORDER_NOT_FOUND',
}

interface NorthgateBody {
  ResponseCode: string
  TotalAmount?: string
  CurrencyCode?: string
  ItemDetail?: { OnHand?: string; TotalAmount?: string }
  Order?: Record<string, string>
}
