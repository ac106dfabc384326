// Harbor's errors, as wire.md lists them.
import { toDecimal } from '../../core/amount.ts'
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import { Trouble } from '../../core/refusal.ts'
import type { Refusal, RefusalCode } from '../../core/refusal.ts'

/** An answer that is an error; thrown inside Harbor, never outside. */
export class HarborError extends Error {
  readonly status: number
  readonly errorId: keyof typeof table
  readonly parameters: Record<string, string>

  constructor(errorId: keyof typeof table, message: string, parameters: Record<string, string> = {}) {
    super(message)
    this.errorId = errorId
    this.status = table[errorId].status
    this.parameters = parameters
  }
}

/** Any error of Harbor's code → its reply. What is not ours is thrown again. */
export function toErrorReply(error: unknown): HttpReply {
  if (error instanceof HarborError) return reply(error)
  if (error instanceof Trouble) return troubleReply(error)
  throw error
}

/** A refusal of the engine in Harbor's words. */
export function toHarborError(refusal: Refusal, { itemId = '', country = '' } = {}): HarborError {
  const { code, message, total } = refusal
  if (total) return new HarborError(15020, message, { total: toDecimal(total), currency: total.currency })
  if (code === 'NOT_SENT_THERE') return new HarborError(15022, message, { country })
  const isAboutItem = code === 'SOLD_OUT' || code === 'NO_SUCH_OFFER'
  return new HarborError(refusalIds[code], message, isAboutItem ? { itemId } : {})
}

/** The `errors` entry of an error. */
export function entry({ errorId, message, parameters }: HarborError): Record<string, unknown> {
  const { domain, category } = table[errorId]
  const listed = Object.entries(parameters).map(([name, value]) => ({ name, value }))
  return { errorId, domain, category, message, longMessage: message, ...(listed.length > 0 && { parameters: listed }) }
}

function reply(error: HarborError): HttpReply {
  return json(error.status, { errors: [entry(error)] })
}

function troubleReply({ kind, message }: Trouble): HttpReply {
  if (kind === 'throttled') return { ...reply(new HarborError(2001, message)), headers: { 'retry-after': '1' } }
  return reply(new HarborError(kind === 'late' ? 10001 : 10000, message))
}

const refusalIds: Record<RefusalCode, keyof typeof table> = {
  NO_SUCH_OFFER: 15021,
  SOLD_OUT: 15005,
  PRICE_CHANGED: 15020,
  QUOTE_EXPIRED: 15030,
  NOT_SENT_THERE: 15022,
  REFERENCE_REUSED: 15041,
  ORDER_CANCELLED: 15042,
  ORDER_NOT_FOUND: 15100,
}

const access = { domain: 'ACCESS', category: 'REQUEST' } as const
const browse = { domain: 'API_BROWSE', category: 'REQUEST' } as const
const order = { domain: 'API_ORDER', category: 'BUSINESS' } as const

const table = {
  1001: { status: 401, ...access },
  2001: { status: 429, ...access },
  10000: { status: 500, domain: 'API_ORDER', category: 'APPLICATION' },
  10001: { status: 504, domain: 'API_ORDER', category: 'APPLICATION' },
  12001: { status: 400, ...browse },
  12020: { status: 400, ...browse },
  12023: { status: 400, ...browse },
  15001: { status: 400, domain: 'API_ORDER', category: 'REQUEST' },
  15005: { status: 200, ...order },
  15006: { status: 200, ...order },
  15020: { status: 409, ...order },
  15021: { status: 404, ...order },
  15022: { status: 409, ...order },
  15028: { status: 404, ...order },
  15029: { status: 409, domain: 'API_ORDER', category: 'REQUEST' },
  15030: { status: 410, ...order },
  15041: { status: 409, ...order },
  15042: { status: 409, ...order },
  15100: { status: 404, ...order },
} as const
