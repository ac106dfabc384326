// Talks GraphQL by plain POST: the token, the envelope, errors inside 200. Understands the transport, not books.
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { ownValue, parseAnswer, parseJson } from '../../core/parse-answer.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import type { FailureKind } from '../../core/seller-failure.ts'
import { documents } from './documents.ts'
import { Answer } from './wire.ts'

export interface GraphqlCartConnection {
  protocol: 'graphql-cart'
  /** The endpoint. */
  baseUrl: string
  /** The header that carries the storefront's token. */
  tokenHeader: string
  token: string
}

/** One root field's answer. */
export interface FieldAnswer {
  /** What it holds; null when it holds nothing, and only then without an error. */
  payload: unknown
  /** What the envelope complained of beside the payload: parts of it may be null because of that. */
  complaint: SellerFailure | null
}

export interface GraphqlClient {
  /** Runs the operation of that name. Throws SellerFailure when there is no payload because something went wrong. */
  run(field: keyof typeof documents, variables: Record<string, unknown>, signal: AbortSignal): Promise<FieldAnswer>
}

/** A client under one storefront token. */
export function createGraphqlClient(http: GuardedHttp, connection: GraphqlCartConnection): GraphqlClient {
  const { pathname } = new URL(connection.baseUrl)
  return {
    async run(field, variables, signal) {
      const answer = await http.send({
        method: 'POST',
        path: pathname,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          [connection.tokenHeader]: connection.token,
        },
        body: JSON.stringify({ query: documents[field], variables }),
        signal,
      })
      return readField(readEnvelope(answer), field)
    },
  }
}

function readEnvelope({ status, headers, body }: HttpAnswer): Answer {
  if (status === 401 || status === 403)
    throw new SellerFailure('auth', `our token was refused (${status})`, { actedOn: 'no' })
  if (status === 429)
    throw new SellerFailure('throttled', 'it asked us to slow down', {
      actedOn: 'no',
      retryAfterMs: Number(headers['retry-after'] ?? 1) * 1000 || 1_000,
    })
  if (status !== 200) throw new SellerFailure('unavailable', `answered ${status}`)
  return parseAnswer(Answer, parseJson(body))
}

function readField(answer: Answer, field: string): FieldAnswer {
  const complaint = answer.errors.length > 0 ? toFailure(answer) : null
  const payload = answer.data?.[field] ?? null
  if (payload === null && complaint) throw complaint
  if (!answer.data || !Object.hasOwn(answer.data, field)) throw new SellerFailure('bad_data', `${field} is missing`)
  return { payload, complaint }
}

const kinds: Readonly<Record<string, FailureKind>> = {
  THROTTLED: 'throttled',
  ACCESS_DENIED: 'auth',
  BAD_REQUEST: 'rejected',
}

/**
 * Errors without a `data` key were raised before execution (the specification says so), which is believed for the codes that can only come
 * from there; with one, and for any other code, nothing is proven.
 */
function toFailure({ data, errors: [first], extensions }: Answer): SellerFailure {
  const code = first?.extensions.code ?? 'no code'
  const kind = ownValue(kinds, code)
  const wait = kind === 'throttled' ? { retryAfterMs: refillMs(extensions) } : {}
  return new SellerFailure(kind ?? 'unavailable', `${code}: ${first?.message ?? ''}`, {
    actedOn: kind !== undefined && data === undefined ? 'no' : 'maybe',
    ...wait,
  })
}

// A query that costs more than the bucket holds is never let in; asking again in a minute is soon enough then.
const refillMaxMs = 60_000

function refillMs(extensions: Answer['extensions']): number {
  if (!extensions?.cost) return 1_000
  const { requestedQueryCost, throttleStatus } = extensions.cost
  const missing = Math.max(1, requestedQueryCost - throttleStatus.currentlyAvailable)
  return Math.min(refillMaxMs, Math.ceil((missing / throttleStatus.restoreRate) * 1000))
}
