// Northgate Wholesale over SOAP 1.1. wire.md is the contract.
import { cut } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import type { Content } from './envelope.ts'
import { BadEnvelope, namespace, readEnvelope, writeEnvelope, writeFault } from './envelope.ts'
import { BadElement, operations } from './operations.ts'
import type { Operation } from './operations.ts'
import { toRefused } from './wire.ts'
import { wsdl } from './wsdl.ts'

export interface NorthgateAccount {
  accountNumber: string
  password: string
}

/** Northgate's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function northgateRoutes(current: () => Seller, account: NorthgateAccount, baseUrl: () => string): Route[] {
  return [
    { method: 'POST', path: '/northgate/soap', handler: (request) => serve(current(), account, request) },
    { method: 'GET', path: '/northgate/soap', handler: () => xml(200, wsdl(`${baseUrl()}/northgate/soap`)) },
  ]
}

async function serve(seller: Seller, account: NorthgateAccount, request: HttpRequest): Promise<HttpReply | typeof cut> {
  try {
    const call = readRequest(request)
    seller.journal.record({
      operation: call.name,
      kind: call.operation.kind === 'read' ? 'read' : 'order',
      reference: textOf(call.fields, 'CustomerReference'),
      body: request.body,
    })
    return await answer(seller, account, call, request.signal)
  } catch (error) {
    if (error instanceof BadEnvelope) return xml(500, writeFault('soap:Client', error.message))
    if (error instanceof Trouble) return toFault(error)
    throw error
  }
}

// Business errors are answers like any other.
async function answer(
  seller: Seller,
  account: NorthgateAccount,
  { name, operation, fields }: Call,
  signal: AbortSignal,
) {
  const reply = (content: Content) => xml(200, writeEnvelope(`${name}Response`, content))
  if (!isAccount(account, fields)) return reply(wrongAccount)
  try {
    const served = await seller.serve(operation.kind, signal, () => operation.act(seller, fields))
    if (served.kind === 'cut') return cut
    return served.kind === 'garbage' ? xml(200, garbage) : reply(served.value)
  } catch (error) {
    if (error instanceof Refusal) return reply(toRefused(error))
    if (error instanceof BadElement) return reply({ ResponseCode: '11', Message: error.message })
    throw error
  }
}

function readRequest({ headers, body }: HttpRequest): Call {
  const { operation: name, fields } = readEnvelope(body)
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!operation) throw new BadEnvelope(`There is no operation ${name}`)
  const action = String(headers.soapaction ?? '').replaceAll('"', '')
  if (action !== `${namespace}#${name}`) throw new BadEnvelope(`SOAPAction does not match ${name}`)
  return { name, operation, fields }
}

function isAccount({ accountNumber, password }: NorthgateAccount, fields: unknown): boolean {
  return textOf(fields, 'AccountNumber') === accountNumber && textOf(fields, 'Password') === password
}

function textOf(fields: unknown, name: string): string | null {
  const value = typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>)[name] : null
  return typeof value === 'string' ? value : null
}

function toFault({ kind, message }: Trouble): HttpReply {
  if (kind !== 'throttled') return xml(500, writeFault('soap:Server', message))
  return xml(503, writeFault('soap:Server', message), { 'retry-after': '1' })
}

function xml(status: number, body: string, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8', ...headers }, body }
}

const wrongAccount = { ResponseCode: '10', Message: 'The account number or the password is wrong' }
const garbage = '<?xml version="1.0"?><soap:Envelope><soap:Body><PriceAndAvail'

interface Call {
  name: string
  operation: Operation
  fields: unknown
}
