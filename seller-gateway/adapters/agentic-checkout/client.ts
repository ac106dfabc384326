// Talks ACP to a seller: bearer, version, idempotency keys. Understands statuses and flat errors, not books.
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { parseJson } from '../../core/parse-answer.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { Trouble } from './wire.ts'

export interface AgenticCheckoutConnection {
  protocol: 'agentic-checkout'
  baseUrl: string
  apiKey: string
  /** What it can be asked to price in, upper case; the first for everyone else. */
  pricesIn: readonly [string, ...string[]]
  /** The way of paying that we have agreed with it: one of its seller-backed handlers, so that no card number is ever sent. */
  payment: { handlerId: string; merchantId: string }
  /** Variants that are no paper books, by an option of its feed. */
  skip: { option: string; values: readonly string[] }
  /** Signs its webhooks; empty when it sends none. */
  webhookSecret: string
}

export interface AcpAnswer {
  json: unknown
  /** The flat error of an answer of 4xx. */
  trouble: Trouble | null
  /** True for the answer of an earlier request with the same key: it says how things stood then. */
  isReplayed: boolean
}

export interface AcpClient {
  get(path: string, signal: AbortSignal): Promise<AcpAnswer>
  /** `key` makes it safe to send again: the same key with the same body is done once. */
  post(path: string, body: unknown, key: string, signal: AbortSignal): Promise<AcpAnswer>
}

const apiVersion = '2026-04-17'

export function createAcpClient(http: GuardedHttp, { baseUrl, apiKey }: AgenticCheckoutConnection): AcpClient {
  const root = new URL(baseUrl).pathname.replace(/\/$/, '')
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}`, 'api-version': apiVersion }
  return {
    get: async (path, signal) => readAnswer(await http.send({ method: 'GET', path: root + path, headers, signal })),
    post: async (path, body, key, signal) =>
      readAnswer(
        await http.send({
          method: 'POST',
          path: root + path,
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify(body),
          signal,
        }),
      ),
  }
}

/** Refusals of the transport become failures; flat errors are left to the reader. */
function readAnswer({ status, headers, body }: HttpAnswer): AcpAnswer {
  if (status === 401 || status === 403)
    throw new SellerFailure('auth', `our credentials were refused (${status})`, { actedOn: 'no' })
  if (status === 429)
    throw new SellerFailure('throttled', 'it asked us to slow down', {
      actedOn: 'no',
      retryAfterMs: retryAfter(headers),
    })
  if (status >= 500) throw new SellerFailure('unavailable', `answered ${status}`)
  const json = parseJson(body)
  const isReplayed = headers['idempotent-replayed'] === 'true'
  if (status < 300) return { json, trouble: null, isReplayed }
  const trouble = Trouble.safeParse(json)
  if (!trouble.success) throw new SellerFailure('rejected', `answered ${status} without a reason`)
  return { json, trouble: trouble.data, isReplayed }
}

function retryAfter(headers: Record<string, string>): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1_000
}
