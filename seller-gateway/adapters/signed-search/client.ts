// Talks to a seller with an XML search by client key and JSON orders under a signature that ends after minutes. Understands the transport.
import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { parseXml } from '../../core/guarded-xml.ts'
import { parseAnswer, parseJson, tryJson } from '../../core/parse-answer.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { sign } from './sign.ts'
import { Verdict } from './wire.ts'

export interface SignedSearchConnection {
  protocol: 'signed-search'
  baseUrl: string
  /** For searching. */
  clientKey: string
  /** For orders. */
  accessKey: string
  secret: string
  /** What the headers of a signed request begin with. */
  headerPrefix: string
  /** The currencies it can be asked in; the first one for all others. */
  quotesIn: readonly [string, ...string[]]
  /** True when nothing comes on top of its prices; otherwise the tax is not known. */
  pricesAreFinal: boolean
}

/** A signed request's answer: its code, and the message it came with. */
export interface CodedAnswer {
  verdict: Verdict
  json: unknown
}

export interface SignedSearchClient {
  /** Searches, and returns the parsed XML. */
  search(query: Record<string, string>, signal: AbortSignal): Promise<unknown>
  findOrders(referenceId: string, signal: AbortSignal): Promise<CodedAnswer>
  /** Sends an order under its request id, once. */
  sendOrder(requestId: string, order: unknown, signal: AbortSignal): Promise<CodedAnswer>
}

const ordersPath = '/v1/orders'
const tooOld = 4013
const tooNew = 4014

/** A client under one seller's keys. */
export function createSignedSearchClient(
  http: GuardedHttp,
  connection: SignedSearchConnection,
  clock: Clock,
): SignedSearchClient {
  const root = new URL(connection.baseUrl).pathname.replace(/\/$/, '')
  const prefix = connection.headerPrefix

  async function sendSigned({ method, path, requestId, body, signal }: SignedAsk): Promise<CodedAnswer> {
    const date = new Date(clock.now()).toISOString()
    const signature = sign({ method, path, date, requestId, body: body ?? '' }, connection.secret)
    const answer = await http.send({
      method,
      path,
      headers: {
        accept: 'application/json',
        [`${prefix}-accesskey`]: connection.accessKey,
        [`${prefix}-date`]: date,
        [`${prefix}-requestid`]: requestId,
        [`${prefix}-signature`]: signature,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal,
    })
    return readCoded(answer, clock.now())
  }

  return {
    async search(query, signal) {
      const path = `${root}/search?${new URLSearchParams({ ...query, clientkey: connection.clientKey }).toString()}`
      const answer = await http.send({ method: 'GET', path, headers: { accept: 'text/xml' }, signal })
      refuseAtTheDoor(answer, `our client key was refused (${answer.status})`)
      if (answer.status >= 500) throw new SellerFailure('unavailable', `answered ${answer.status}`)
      if (answer.status !== 200) throw new SellerFailure('rejected', `answered ${answer.status}`)
      return parseXml(answer.body)
    },
    findOrders(referenceId, signal) {
      const path = `${root}${ordersPath}?${new URLSearchParams({ referenceId }).toString()}`
      return sendSigned({ method: 'GET', path, requestId: randomUUID(), signal })
    },
    sendOrder(requestId, order, signal) {
      const path = `${root}${ordersPath}`
      return sendSigned({ method: 'POST', path, requestId, body: JSON.stringify(order), signal })
    },
  }
}

interface SignedAsk {
  method: 'GET' | 'POST'
  path: string
  requestId: string
  body?: string
  signal: AbortSignal
}

/** A code counts only under the HTTP status that it names: anything in between may have written the one, but not both. */
function readCoded(answer: HttpAnswer, nowMs: number): CodedAnswer {
  const { status, headers, body } = answer
  refuseAtTheDoor(answer, describeRefusal(body, headers['date'], nowMs))
  if (status >= 500) throw new SellerFailure('unavailable', `answered ${status}`)
  const json = parseJson(body)
  const verdict = parseAnswer(Verdict, json)
  if (Math.floor(verdict.code / 10) !== status)
    throw new SellerFailure('bad_data', `code ${verdict.code} under status ${status}`)
  return { verdict, json }
}

/** Who is turned away at the door has not been heard. */
function refuseAtTheDoor({ status, headers }: HttpAnswer, words: string): void {
  if (status === 401 || status === 403) throw new SellerFailure('auth', words, { actedOn: 'no' })
  if (status !== 429) return
  throw new SellerFailure('throttled', 'it asked us to slow down', {
    actedOn: 'no',
    retryAfterMs: Number(headers['retry-after'] ?? 1) * 1000 || 1_000,
  })
}

/** A sentence for operators; above all it names a clock that is wrong, which nothing else would. */
function describeRefusal(body: string, theirDate: string | undefined, nowMs: number): string {
  const { data: verdict } = Verdict.safeParse(tryJson(body))
  if (!verdict) return 'our signature was refused'
  const words = `our signature was refused (${verdict.code}): ${verdict.message}`
  if (verdict.code !== tooOld && verdict.code !== tooNew) return words
  const apartSeconds = Math.round((nowMs - Date.parse(theirDate ?? '')) / 1000)
  if (!Number.isFinite(apartSeconds)) return words
  return `${words}; our clock is ${Math.abs(apartSeconds)} s ${apartSeconds < 0 ? 'behind' : 'ahead of'} theirs`
}
