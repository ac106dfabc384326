// Northgate's WSDL, for tools that want one; wire.md says what the schema cannot.
import { namespace } from './envelope.ts'

/** The service description for this address. */
export function wsdl(address: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ng="${namespace}" name="NorthgateTrade" targetNamespace="${namespace}">
  <types>
    <xs:schema targetNamespace="${namespace}" elementFormDefault="qualified">
      <xs:complexType name="Order">${sequence(orderElements, 'optional')}</xs:complexType>
      <xs:complexType name="ItemDetail">${sequence(itemElements, 'optional')}</xs:complexType>
      <xs:complexType name="DeliverTo">${sequence(addressElements)}</xs:complexType>
${names.map((name) => element(name) + element(`${name}Response`)).join('')}    </xs:schema>
  </types>
${names.map(messages).join('')}  <portType name="Trade">
${names.map(portOperation).join('')}  </portType>
  <binding name="TradeSoap" type="ng:Trade">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${names.map(bindingOperation).join('')}  </binding>
  <service name="NorthgateTrade"><port name="TradeSoap" binding="ng:TradeSoap"><soap:address location="${address}"/></port></service>
</definitions>`
}

const credentials = ['AccountNumber', 'Password']
const addressElements = [
  'Name',
  'AddressLine1',
  'AddressLine2?',
  'AddressLine3?',
  'City',
  'Region?',
  'PostCode',
  'Country',
]
const orderElements =
  `OrderNumber CustomerReference OrderStatus EAN13 Quantity LineAmount CarriageAmount TaxAmount TotalAmount CurrencyCode
  OrderDate`.split(/\s+/)
const itemElements = [
  'EAN13',
  'AvailabilityCode',
  'OnHand',
  { Price: ['PriceAmount', 'CurrencyCode'] },
  { Carriage: ['WeightBand', 'CarriageAmount'] },
  { Tax: ['TaxRatePercent', 'TaxAmount'] },
  'TotalAmount',
  'DispatchFrom',
  'DeliveryDaysMin',
  'DeliveryDaysMax',
  'PriceValidUntil',
]
const answer = ['ResponseCode', 'Message?']
const shapes: Record<string, Shape[]> = {
  PriceAndAvailability: [...credentials, 'EAN13', 'Quantity', 'DeliveryCountry'],
  PriceAndAvailabilityResponse: [...answer, 'ItemDetail?:ItemDetail'],
  PlaceOrder: [
    ...credentials,
    'CustomerReference',
    'EAN13',
    'Quantity',
    'ExpectedTotal',
    'CurrencyCode',
    'DeliverTo:DeliverTo',
  ],
  PlaceOrderResponse: [...answer, 'TotalAmount?', 'CurrencyCode?', 'Order?:Order'],
  OrderStatus: [...credentials, 'CustomerReference'],
  OrderStatusResponse: [...answer, 'Order?:Order'],
  CancelOrder: [...credentials, 'CustomerReference'],
  CancelOrderResponse: [...answer, 'Order?:Order'],
}
const names = ['PriceAndAvailability', 'PlaceOrder', 'OrderStatus', 'CancelOrder']

function element(name: string): string {
  return `      <xs:element name="${name}"><xs:complexType>${sequence(shapes[name] ?? [])}</xs:complexType></xs:element>\n`
}

function sequence(shape: Shape[], all?: 'optional'): string {
  return `<xs:sequence>${shape.map((part) => particle(part, all === 'optional')).join('')}</xs:sequence>`
}

function particle(part: Shape, isOptional: boolean): string {
  if (typeof part === 'string') {
    const [label = '', type] = part.split(':')
    const occurs = isOptional || label.endsWith('?') ? ' minOccurs="0"' : ''
    return `<xs:element name="${label.replace('?', '')}" type="${type ? `ng:${type}` : 'xs:string'}"${occurs}/>`
  }
  return Object.entries(part)
    .map(
      ([name, parts]) => `<xs:element name="${name}"><xs:complexType>${sequence(parts)}</xs:complexType></xs:element>`,
    )
    .join('')
}

function messages(name: string): string {
  const one = (message: string) =>
    `  <message name="${message}"><part name="body" element="ng:${message}"/></message>\n`
  return one(name) + one(`${name}Response`)
}

function portOperation(name: string): string {
  return `    <operation name="${name}"><input message="ng:${name}"/><output message="ng:${name}Response"/></operation>\n`
}

function bindingOperation(name: string): string {
  const literal = '<soap:body use="literal"/>'
  return `    <operation name="${name}"><soap:operation soapAction="${namespace}#${name}"/><input>${literal}</input><output>${literal}</output></operation>\n`
}

type Shape = string | { [name: string]: string[] }
