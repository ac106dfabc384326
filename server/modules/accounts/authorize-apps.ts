// Programs that come without cookies: HTTP Basic (RFC 7617) with an account's email and password, or a Bearer token (RFC 6750) that a sign-in gave. Both
// are sessions of better-auth behind, so that what ends a session ends them: signing out, another password, seven days.
import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { dropOldest } from '#platform/drop-oldest'
import type { Caller } from '#platform/trpc'
import type { Auth, SignedIn } from './create-auth.ts'

/** Who a request's `Authorization` says it comes from. `anonymous`: it has none. `wrong`: it has one, and that opens nothing. */
export type AppCaller =
  | { readonly kind: 'known'; readonly caller: Caller }
  | { readonly kind: 'anonymous' }
  | Exclude<SignedIn, { kind: 'signedIn' }>

export interface AppAuth {
  getCaller(req: IncomingMessage): Promise<AppCaller>
  /** A token for `Authorization: Bearer`, for email and password. */
  signIn(
    req: IncomingMessage,
    person: { email: string; password: string },
  ): Promise<{ readonly kind: 'signedIn'; readonly token: string } | Exclude<SignedIn, { kind: 'signedIn' }>>
}

const rememberedMax = 1_000 // apps in use at once; one that is forgotten signs in again
/** Longer is no email and password: nothing is computed over it. */
const credentialsMax = 1_024
/** What a token of ours decodes to; anything else would be no header of a request. */
const printable = /^[\x20-\x7e]+$/

/**
 * Apps send email and password with every request, and to check a password takes a tenth of a second on purpose. So the first request signs in, and
 * those after it use its session, found by a keyed hash of what was sent (HMAC-SHA256 under a key that this process makes and forgets).
 */
export function authorizeApps(auth: Auth): AppAuth {
  const key = randomBytes(32)
  const sessions = new Map<string, Promise<SignedIn>>()

  /** The session for these credentials; requests that come together sign in once. */
  async function open(req: IncomingMessage, person: { email: string; password: string }): Promise<SignedIn> {
    const name = createHmac('sha256', key)
      .update(JSON.stringify([person.email, person.password]))
      .digest('base64')
    const known = sessions.get(name)
    if (known) {
      const found = await known
      if (found.kind === 'signedIn' && (await auth.getCaller({ cookie: found.cookie }))) return found
      if (sessions.get(name) === known) sessions.delete(name)
    }
    const opening = sessions.get(name) ?? auth.signIn(req, person)
    sessions.set(name, opening)
    dropOldest(sessions, rememberedMax)
    const opened = await opening.catch((error: unknown) => {
      sessions.delete(name)
      throw error
    })
    if (opened.kind !== 'signedIn') sessions.delete(name)
    return opened
  }

  async function getSession(req: IncomingMessage): Promise<SignedIn> {
    const [, scheme = '', rest = ''] = /^(\w+) +(\S+)$/.exec(req.headers.authorization ?? '') ?? []
    if (rest.length > 2 * credentialsMax) return { kind: 'wrong' }
    const text = Buffer.from(rest, 'base64').toString('utf8') // Node reads base64url as well
    if (scheme.toLowerCase() === 'bearer')
      return printable.test(text) ? { kind: 'signedIn', cookie: text } : { kind: 'wrong' }
    const at = text.indexOf(':')
    if (scheme.toLowerCase() !== 'basic' || at < 1) return { kind: 'wrong' }
    return await open(req, { email: text.slice(0, at), password: text.slice(at + 1) })
  }

  return {
    async getCaller(req) {
      if (req.headers.authorization === undefined) return { kind: 'anonymous' }
      const session = await getSession(req)
      if (session.kind !== 'signedIn') return session
      const caller = await auth.getCaller({ cookie: session.cookie })
      return caller ? { kind: 'known', caller } : { kind: 'wrong' }
    },
    async signIn(req, person) {
      if (person.email.length + person.password.length > credentialsMax) return { kind: 'wrong' }
      const opened = await auth.signIn(req, person)
      if (opened.kind !== 'signedIn') return opened
      return { kind: 'signedIn', token: Buffer.from(opened.cookie).toString('base64url') }
    },
  }
}
