// Talks to a REST marketplace: OAuth2 client credentials, the marketplace header, paging. Understands statuses, not books.
import { parseAnswer, parseJson } from '../../core/parse-answer.ts'
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import type { Clock } from '../../core/clock.ts'
import { Token, Trouble } from './wire.ts'
import type { TroubleItem } from './wire.ts'

export interface RestCheckoutConnection {
  protocol: 'rest-checkout'
  baseUrl: string
  clientId: string
  clientSecret: string
  scope: string
  /** The header that selects a marketplace, and with it the currency. */
  marketplaceHeader: string
  /** The marketplace of each country; `home` for all others. */
  marketplaces: { home: string; byCountry: Readonly<Record<string, string>> }
}

/** An answer, read; `trouble` is the first error it names, with whatever status. */
export interface RestAnswer {
  status: number
  json: unknown
  trouble: TroubleItem | null
  headers: Record<string, string>
}

export interface RestClient {
  get(path: string, marketplace: string, signal: AbortSignal): Promise<RestAnswer>
  post(path: string, body: unknown, marketplace: string, signal: AbortSignal): Promise<RestAnswer>
}

// A token is renewed this long before it ends, so that it does not end under way.
const renewBeforeMs = 60_000
const tokenTimeoutMs = 3_000

/** A client under one seller's credentials. Its token is shared by all calls and fetched once. */
export function createRestClient(http: GuardedHttp, connection: RestCheckoutConnection, clock: Clock): RestClient {
  const root = new URL(connection.baseUrl).pathname.replace(/\/$/, '')
  let token: { text: Promise<string>; renewAt: number } | null = null

  function currentToken(): Promise<string> {
    if (token && token.renewAt > clock.now()) return token.text
    const mine = { text: fetchToken().catch(forget), renewAt: Infinity }
    function forget(error: unknown): never {
      if (token === mine) token = null
      throw error
    }
    async function fetchToken(): Promise<string> {
      const { access_token, expires_in } = await requestToken(http, root, connection)
      mine.renewAt = clock.now() + expires_in * 1000 - renewBeforeMs
      return access_token
    }
    token = mine
    return mine.text
  }

  async function call({ marketplace, signal, ...ask }: RestAsk): Promise<RestAnswer> {
    const send = async () =>
      http.send({
        ...ask,
        path: root + ask.path,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${await currentToken()}`,
          [connection.marketplaceHeader]: marketplace,
          ...(ask.body !== undefined && { 'content-type': 'application/json' }),
        },
        signal,
      })
    let answer = await send()
    if (answer.status === 401) {
      token = null // it may have been revoked: a new one, once
      answer = await send()
    }
    return readAnswer(answer)
  }

  return {
    get: (path, marketplace, signal) => call({ method: 'GET', path, marketplace, signal }),
    post: (path, body, marketplace, signal) =>
      call({ method: 'POST', path, body: JSON.stringify(body), marketplace, signal }),
  }
}

interface RestAsk {
  method: 'GET' | 'POST'
  path: string
  body?: string
  marketplace: string
  signal: AbortSignal
}

/** Refusals of the transport become failures; business errors are left to the reader. */
function readAnswer({ status, headers, body }: HttpAnswer): RestAnswer {
  if (status === 401 || status === 403)
    throw new SellerFailure('auth', `our credentials were refused (${status})`, { actedOn: 'no' })
  if (status === 429)
    throw new SellerFailure('throttled', 'it asked us to slow down', {
      actedOn: 'no',
      retryAfterMs: retryAfter(headers),
    })
  if (status >= 500) throw new SellerFailure('unavailable', `answered ${status}`)
  const json = parseJson(body)
  const trouble = findTrouble(json)
  if (status >= 400 && !trouble) throw new SellerFailure('rejected', `answered ${status} without a reason`)
  return { status, json, headers, trouble }
}

/** The first error that it names. A schema that fails makes an error itself, which would be one for every good answer. */
function findTrouble(json: unknown): TroubleItem | null {
  if (typeof json !== 'object' || json === null || !('errors' in json)) return null
  return Trouble.safeParse(json).data?.errors[0] ?? null
}

async function requestToken(
  http: GuardedHttp,
  root: string,
  { clientId, clientSecret, scope }: RestCheckoutConnection,
) {
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
  // Many calls wait for one token, so no single caller's signal may cancel it.
  const signal = AbortSignal.timeout(tokenTimeoutMs)
  try {
    const answer = await http.send({
      method: 'POST',
      path: `${root}/identity/v1/oauth2/token`,
      headers: {
        authorization: `Basic ${credentials.toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
      signal,
    })
    if (answer.status >= 500) throw new SellerFailure('unavailable', `the token service answered ${answer.status}`)
    if (answer.status !== 200) throw new SellerFailure('auth', `the token service answered ${answer.status}`)
    return parseAnswer(Token, parseJson(answer.body))
  } catch (error) {
    throw withoutEffect(error, signal)
  }
}

/** Whatever happens to a token request, nothing was ordered by it. */
function withoutEffect(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new SellerFailure('timeout', 'the token service did not answer', { actedOn: 'no' })
  if (!(error instanceof SellerFailure)) return error
  return new SellerFailure(error.kind, error.message, { actedOn: 'no', cause: error })
}

function retryAfter(headers: Record<string, string>): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1_000
}
