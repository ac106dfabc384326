// What is Northgate's own: envelopes, errors inside 200, faults, omitted elements.
import { XMLParser } from 'fast-xml-parser'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { postSoap } from '../../testing/northgate-buyer.ts'
import { control } from '../../testing/control.ts'

const isbn13 = '9780340839935'
const ask = `<EAN13>${isbn13}</EAN13><Quantity>1</Quantity><DeliveryCountry>GB</DeliveryCountry>`
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await control(sandbox, 'PUT', `/sellers/northgate/offers/${isbn13}`, {
    price: '8.99',
    shipping: '2.40',
    quantity: 14,
  })
})

it('prices a book, tax given even when there is none', async () => {
  const { ItemDetail: item } = (await soap('PriceAndAvailability', ask)).body
  expect(item).toMatchObject({
    EAN13: isbn13,
    AvailabilityCode: '21',
    OnHand: '14',
    TotalAmount: '11.39',
    DispatchFrom: 'GB',
    Price: {
      PriceAmount: '8.99',
      CurrencyCode: 'GBP',
    },
    Carriage: { CarriageAmount: '2.40' },
    Tax: {
      TaxAmount: '0.00',
      TaxRatePercent: '0.0',
    },
  })
})

it('keeps a sold-out book in its catalogue and omits what is empty', async () => {
  await control(sandbox, 'PATCH', '/sellers/northgate', { soldOutRate: 1 })
  expect((await soap('PlaceOrder', order('r1', '11.39'))).body.ResponseCode).toBe('21')
  const { body } = await soap('PriceAndAvailability', ask)
  expect(body).toMatchObject({ ResponseCode: '00', ItemDetail: { AvailabilityCode: '31' } })
  expect(body.ItemDetail).not.toHaveProperty('OnHand')
})

it('answers business errors with 200: credentials, unknown books, countries not served, wrong elements', async () => {
  const codeOf = async (operation: string, fields: string) => {
    const { status, body } = await soap(operation, fields)
    expect(status).toBe(200)
    return body.ResponseCode
  }
  await control(sandbox, 'PUT', `/sellers/northgate/offers/${isbn13}`, { price: '1', quantity: 0 })
  expect(await codeOf('PriceAndAvailability', ask)).toBe('20')
  expect(await codeOf('OrderStatus', '<CustomerReference>r1</CustomerReference>')).toBe('40')
  expect(await codeOf('PlaceOrder', order('r1', 'eleven'))).toBe('11')
  expect(await codeOf('PlaceOrder', order('', '11.39'))).toBe('11')
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  expect(await codeOf('PriceAndAvailability', ask.replace('GB', 'AQ'))).toBe('23')

  const wrong = await post(
    'PriceAndAvailability',
    envelope('PriceAndAvailability', `<AccountNumber>X</AccountNumber>${ask}`),
  )
  expect([wrong.status, await wrong.text()]).toEqual([200, expect.stringContaining('<ResponseCode>10</ResponseCode>')])
})

it('names the new total when the price has moved', async () => {
  const { body } = await soap('PlaceOrder', order('r1', '11.38'))
  expect(body).toMatchObject({ ResponseCode: '22', TotalAmount: '11.39', CurrencyCode: 'GBP' })
  expect(body).not.toHaveProperty('Order')
})

it('reads what an address may hold', async () => {
  const fields = order('r1', '11.39').replace('A Reader', 'O&apos;Brien &amp; Sons &#228;')
  expect((await soap('PlaceOrder', fields)).body.ResponseCode).toBe('00')
})

it.each([
  ['no XML', 'PlaceOrder', 'certainly not', 'well-formed'],
  ['a DOCTYPE', 'PlaceOrder', `<!DOCTYPE x [<!ENTITY a "b">]>${envelope('PlaceOrder', '')}`, 'DOCTYPE'],
  ['no envelope', 'PlaceOrder', '<x/>', 'no Envelope'],
  ['an unknown operation', 'Refund', envelope('Refund', ''), 'no operation Refund'],
  ['another SOAPAction', 'OrderStatus', envelope('PlaceOrder', ''), 'SOAPAction'],
])('answers %s with a Client fault', async (_, action, body, text) => {
  const answer = await post(action, body)
  const fault = await answer.text()
  expect(answer.status).toBe(500)
  expect(fault).toContain('<faultcode>soap:Client</faultcode>')
  expect(fault).toContain(text)
})

it('breaks down with a Server fault, and throttles with 503', async () => {
  await control(sandbox, 'PATCH', '/sellers/northgate', { failRate: 1 })
  const broken = await postSoap(sandbox, 'PriceAndAvailability', ask)
  expect([broken.status, await broken.text()]).toEqual([500, expect.stringContaining('soap:Server')])
  await control(sandbox, 'PATCH', '/sellers/northgate', { failRate: 0, ratePerSecond: 1 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => postSoap(sandbox, 'PriceAndAvailability', ask)))
  expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1')
})

it('describes itself in a WSDL that is well-formed and knows its address', async () => {
  const text = await (await fetch(`${sandbox.url}/northgate/soap?wsdl`)).text()
  const { definitions } = parser.parse(text, true)
  expect(definitions.portType.operation).toHaveLength(4)
  expect(text).toContain(`location="${sandbox.url}/northgate/soap"`)
})

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false })

async function soap(operation: string, fields: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await postSoap(sandbox, operation, fields)
  expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8')
  return { status: answer.status, body: parser.parse(await answer.text(), true).Envelope.Body[`${operation}Response`] }
}

function post(action: string, body: string): Promise<Response> {
  const headers = { 'content-type': 'text/xml', soapaction: `urn:northgate:trade:v1#${action}` }
  return fetch(`${sandbox.url}/northgate/soap`, { method: 'POST', headers, body })
}

function envelope(operation: string, fields: string): string {
  return `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${operation} xmlns="urn:northgate:trade:v1">${fields}</${operation}></soap:Body></soap:Envelope>`
}

function order(reference: string, expectedTotal: string): string {
  return `<CustomerReference>${reference}</CustomerReference><EAN13>${isbn13}</EAN13><Quantity>1</Quantity>
    <ExpectedTotal>${expectedTotal}</ExpectedTotal><CurrencyCode>GBP</CurrencyCode>
    <DeliverTo><Name>A Reader</Name><AddressLine1>1 High Street</AddressLine1><City>York</City><PostCode>YO1</PostCode><Country>GB</Country></DeliverTo>`
}
