// ACP's protocol errors: flat, one code each. Business problems are no errors but messages in a session (wire.md).
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import { Trouble } from '../../core/refusal.ts'

const statuses = {
  missing_api_version: 400,
  unsupported_api_version: 400,
  idempotency_key_required: 400,
  invalid: 400,
  unauthorized: 401,
  session_not_found: 404,
  order_not_found: 404,
  session_completed: 405,
  session_canceled: 405,
  idempotency_in_flight: 409,
  client_reference_canceled: 409,
  idempotency_conflict: 422,
  rate_limited: 429,
  service_unavailable: 503,
} as const

export class AcpError extends Error {
  readonly code: keyof typeof statuses
  readonly param: string | undefined

  constructor(code: keyof typeof statuses, message: string, param?: string) {
    super(message)
    this.code = code
    this.param = param
  }
}

/** An answer of 2xx that is no sale. Thrown, so that the knob that loses the answers of sales lets it through. */
export class NoSale extends Error {
  readonly reply: HttpReply

  constructor(reply: HttpReply) {
    super('nothing was bought')
    this.reply = reply
  }
}

/** Any error of Lantern's code → its reply. What is not ours is thrown again. */
export function toErrorReply(error: unknown): HttpReply {
  if (error instanceof NoSale) return error.reply
  if (error instanceof AcpError) return reply(error)
  if (!(error instanceof Trouble)) throw error
  if (error.kind === 'throttled') return reply(new AcpError('rate_limited', error.message))
  return reply(new AcpError('service_unavailable', error.message))
}

/** The version of ACP that Lantern speaks. */
export const apiVersion = '2026-04-17'

function reply({ code, message, param }: AcpError): HttpReply {
  const type = code === 'service_unavailable' ? code : 'invalid_request'
  const isVersion = code === 'missing_api_version' || code === 'unsupported_api_version'
  const body = { type, code, message, ...(param && { param }), ...(isVersion && { supported_versions: [apiVersion] }) }
  const isPatience = code === 'rate_limited' || code === 'idempotency_in_flight'
  return json(statuses[code], body, isPatience ? { 'retry-after': '1' } : {})
}
