// Talks SOAP 1.1 to a wholesaler: the envelope, credentials in the body, faults. Understands the transport, not books.
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { escapeXml, parseXml } from '../../core/guarded-xml.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { Envelope, Fault, Verdict } from './wire.ts'

export interface SoapTradeConnection {
  protocol: 'soap-trade'
  /** The service's address. */
  baseUrl: string
  namespace: string
  accountNumber: string
  password: string
}

/** Elements in order; empty ones are left out. */
export type Fields = [name: string, value: string | Fields][]

export interface SoapClient {
  /** Calls one operation and returns its answer element, unread. */
  call(operation: string, fields: Fields, signal: AbortSignal): Promise<unknown>
}

const wrongCredentials = '10'

/** A client under one account. */
export function createSoapClient(http: GuardedHttp, connection: SoapTradeConnection): SoapClient {
  const { pathname } = new URL(connection.baseUrl)
  const { namespace, accountNumber, password } = connection
  return {
    async call(operation, fields, signal) {
      const answer = await http.send({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${namespace}#${operation}"` },
        body: envelope(operation, namespace, [['AccountNumber', accountNumber], ['Password', password], ...fields]),
        signal,
      })
      return readBody(answer, `${operation}Response`)
    },
  }
}

function readBody({ status, headers, body }: HttpAnswer, expected: string): unknown {
  if (status === 401 || status === 403)
    throw new SellerFailure('auth', `our credentials were refused (${status})`, { actedOn: 'no' })
  // The contract says that nothing was done, but a 503 may as well come from something in between: it stays unproven.
  if (status === 503)
    throw new SellerFailure('throttled', 'it is busy', {
      retryAfterMs: Number(headers['retry-after'] ?? 1) * 1000 || 1_000,
    })
  if (status !== 200 && status !== 500) throw new SellerFailure('unavailable', `answered ${status}`)
  const { Body } = parseAnswer(Envelope, parseXml(body)).Envelope
  if (Body['Fault'] !== undefined) throw toFailure(parseAnswer(Fault, Body['Fault']))
  const answer = Body[expected]
  const { ResponseCode, Message } = parseAnswer(Verdict, answer)
  if (ResponseCode === wrongCredentials) throw new SellerFailure('auth', Message, { actedOn: 'no' })
  return answer
}

/** A fault proves nothing about what was done before it. */
function toFailure({ faultcode, faultstring }: { faultcode: string; faultstring: string }): SellerFailure {
  const isOurs = faultcode.endsWith('Client')
  return new SellerFailure(isOurs ? 'rejected' : 'unavailable', `fault: ${faultstring}`)
}

function envelope(operation: string, namespace: string, fields: Fields): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
    `<${operation} xmlns="${escapeXml(namespace)}">${render(fields)}</${operation}>` +
    '</soap:Body></soap:Envelope>'
  )
}

function render(fields: Fields): string {
  return fields
    .filter(([, value]) => value.length > 0)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? escapeXml(value) : render(value)}</${name}>`)
    .join('')
}
