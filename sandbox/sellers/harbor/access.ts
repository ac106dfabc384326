// Harbor's door: OAuth2 client credentials, and the marketplace header.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { json } from '../../core/http.ts'
import type { HttpReply, HttpRequest } from '../../core/http.ts'
import { HarborError } from './errors.ts'

/** The tokens that Harbor gave out. They survive a reset of the world, not the process. */
export class Access {
  readonly #basic: Buffer
  readonly #expiresAtMs = new Map<string, number>()

  constructor(clientId: string, clientSecret: string) {
    this.#basic = Buffer.from(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`)
  }

  /** `POST …/oauth2/token`. */
  grant({ headers, body }: HttpRequest): HttpReply {
    const given = Buffer.from(headers.authorization ?? '')
    if (given.length !== this.#basic.length || !timingSafeEqual(given, this.#basic))
      return json(401, { error: 'invalid_client', error_description: 'The client id or secret is wrong' })
    if (new URLSearchParams(body).get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type', error_description: 'grant_type must be client_credentials' })
    const token = randomBytes(32).toString('base64url')
    this.#expiresAtMs.set(token, Date.now() + tokenLifeSeconds * 1000)
    return json(200, { access_token: token, expires_in: tokenLifeSeconds, token_type: 'Application Access Token' })
  }

  /** Checks token and marketplace; gives the marketplace's currency. Throws HarborError 1001 or 12020. */
  currencyOf({ headers }: HttpRequest): string {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    if ((this.#expiresAtMs.get(token) ?? 0) <= Date.now()) throw new HarborError(1001, 'Invalid access token')
    const currency = marketplaces[String(headers['x-harbor-marketplace'])]
    if (!currency) throw new HarborError(12020, 'X-Harbor-Marketplace must be HARBOR_US or HARBOR_GB')
    return currency
  }
}

const tokenLifeSeconds = 7200
const marketplaces: Readonly<Record<string, string>> = { HARBOR_US: 'USD', HARBOR_GB: 'GBP' }
