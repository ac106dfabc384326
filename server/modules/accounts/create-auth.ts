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
}

const daySeconds = 86_400

/** The client's address, under a name that no client can set: the handler overwrites it. */
const addressHeader = 'x-quire-client-address'

export function createAuth(deps: AccountsDeps, config: AuthConfig): Auth {
  const auth = betterAuth({
    appName: 'Quire',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
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

/** Counted in this process: with N servers an address gets N times as much, still far too little to guess a password. */
function rateLimitOf({ isOn, signInsMax }: AuthConfig['rateLimit']) {
  const signIn = { window: 10, max: signInsMax }
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
