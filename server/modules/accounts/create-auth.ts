// better-auth on our tables: email and password, sessions in the database, limits on guessing.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { betterAuth } from 'better-auth'
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node'
import type { Caller } from '#platform/trpc'
import type { AccountsDeps, AuthConfig } from './model.ts'
import { toRole } from './queries.ts'

export interface Auth {
  /** Answers everything under /api/auth. */
  handler(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** Who sends this request, or null; asks the database each time, so a revoked session ends at once. */
  getCaller(headers: IncomingHttpHeaders): Promise<Caller | null>
  /** Signs somebody in who comes without our pages, under the limits of all sign-ins from their address. */
  signIn(req: IncomingMessage, person: { email: string; password: string }): Promise<SignedIn>
}

/** `cookie` is the session, as `getCaller` reads it. `later`: too many tried from this address. */
export type SignedIn =
  | { readonly kind: 'signedIn'; readonly cookie: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'later'; readonly afterSeconds: number }

const basePath = '/api/auth'
const daySeconds = 86_400

/** The client's address, under a name that no client can set: the handler overwrites it. */
const addressHeader = 'x-quire-client-address'

export function createAuth(deps: AccountsDeps, config: AuthConfig): Auth {
  const auth = betterAuth({
    appName: 'Quire',
    baseURL: config.publicUrl,
    basePath,
    secret: config.secret,
    trustedOrigins: [...config.trustedOrigins],
    database: { db: deps.db, type: 'postgres', transaction: true },
    ...tables,
    emailAndPassword: { enabled: true, autoSignIn: true, minPasswordLength: 8, maxPasswordLength: 128 },
    rateLimit: rateLimitOf(config.rateLimit),
    advanced: {
      cookiePrefix: 'quire',
      database: { generateId: () => deps.ids.next(), joins: true }, // a session comes with its account in one statement
      disableOriginCheck: false, // said aloud, because under a test runner the default is to skip it
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    logger: { level: 'warn', log: (level, message) => deps.log[level]({ from: 'better-auth' }, message) },
    telemetry: { enabled: false },
  })
  const handle = toNodeHandler(auth)
  return {
    async handler(req, res) {
      req.headers[addressHeader] = clientAddress(req, config.proxyHeader)
      if (isNoBrowser(req.headers)) req.headers.origin = new URL(config.publicUrl).origin
      await handle(req, res)
    },
    async signIn(req, { email, password }) {
      const origin = new URL(config.publicUrl).origin
      // Through the handler, not the function behind it: only there are sign-ins counted.
      const answer = await auth.handler(
        new Request(`${origin}${basePath}/sign-in/email`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            origin,
            [addressHeader]: clientAddress(req, config.proxyHeader),
          },
          body: JSON.stringify({ email, password }),
        }),
      )
      return await toSignedIn(answer)
    },
    async getCaller(headers) {
      if (!headers.cookie) return null // most readers are not signed in; no query for them
      const found = await auth.api.getSession({
        headers: fromNodeHeaders(headers),
        query: { disableRefresh: true, disableCookieCache: true }, // a read never writes
      })
      return (
        found && {
          id: found.user.id,
          role: toRole(found.user.role),
          signedInAt: found.session.createdAt, // renewing a session leaves it as it is
        }
      )
    },
  }
}

/** A refused sign-in says only that it was one: which of email and password was wrong is nobody's business. */
async function toSignedIn(answer: Response): Promise<SignedIn> {
  if (answer.status === 429)
    return { kind: 'later', afterSeconds: Number(answer.headers.get('x-retry-after')) || signInWindowSeconds }
  if (answer.status >= 500) throw new Error(`signing in failed with ${answer.status}`)
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return answer.ok && cookies.length > 0 ? { kind: 'signedIn', cookie: cookies.join('; ') } : { kind: 'wrong' }
}

/** Our names for its tables, and the few columns that are called otherwise. */
const tables = {
  user: {
    modelName: 'account',
    additionalFields: { role: { type: 'string', required: false, defaultValue: 'reader', input: false } },
  },
  session: {
    modelName: 'session',
    fields: { userId: 'accountId' },
    expiresIn: 7 * daySeconds,
    updateAge: daySeconds,
    cookieCache: { enabled: false }, // it keeps a revoked session alive
  },
  account: { modelName: 'credential', fields: { userId: 'accountId', accountId: 'providerAccountId' } },
  verification: { modelName: 'verification' },
} as const

const signInWindowSeconds = 10

/** Counted in this process: with N servers an address gets N times as much, still far too little to guess a password. */
function rateLimitOf({ isOn, signInsMax }: AuthConfig['rateLimit']) {
  const signIn = { window: signInWindowSeconds, max: signInsMax }
  return {
    enabled: isOn,
    storage: 'memory' as const,
    window: 10,
    max: 200, // reads of one's own session, from one address
    customRules: { '/sign-in/*': signIn, '/sign-up/*': signIn },
  }
}

function clientAddress(req: IncomingMessage, proxyHeader: string | null): string {
  const named =
    proxyHeader &&
    String(req.headers[proxyHeader] ?? '')
      .split(',')
      .at(-1)
      ?.trim()
  return named || (req.socket.remoteAddress ?? '')
}

/**
 * Every browser names the origin, the referrer or the fetch site of a POST; a request without them is a script's, which no foreign
 * page can forge. Node's own fetch is one: it sends `sec-fetch-mode` and no origin, which better-auth alone would refuse.
 */
function isNoBrowser(headers: IncomingHttpHeaders): boolean {
  return !headers.origin && !headers.referer && !headers['sec-fetch-site']
}
