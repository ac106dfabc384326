// Who asks, and what an app hears that has not said (Authentication for OPDS 1.0 §2.4): the document that tells how to sign in. Nothing of what was
// sent is logged.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { rels, types } from './model.ts'
import type { OpdsDeps } from './model.ts'
import { toAuthentication } from './to-feed.ts'
import { authenticationPath } from './to-publication.ts'

const formBytesMax = 4_096 // an email, a password and three short words

interface Http {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** The account that asks; null: nobody's, and the request is answered. */
export async function checkCaller(deps: OpdsDeps, { req, res }: Http): Promise<string | null> {
  const found = await deps.apps.getCaller(req)
  if (found.kind === 'known') return found.caller.id
  if (found.kind === 'later') askLater(res, found.afterSeconds)
  else askToSignIn(deps, res)
  return null
}

/** RFC 6749 §4.3: email and password for a token, which is a session of seven days. There is nothing to refresh: the app asks for another. */
export async function issueToken(deps: OpdsDeps, { req, res }: Http): Promise<void> {
  const form = await readForm(req)
  if (form?.get('grant_type') !== 'password')
    return sendToken(res, 400, { error: form ? 'unsupported_grant_type' : 'invalid_request' })
  const signedIn = await deps.apps.signIn(req, {
    email: form.get('username') ?? '',
    password: form.get('password') ?? '',
  })
  if (signedIn.kind === 'later') return askLater(res, signedIn.afterSeconds)
  if (signedIn.kind === 'wrong') return sendToken(res, 400, { error: 'invalid_grant' })
  sendToken(res, 200, { access_token: signedIn.token, token_type: 'bearer', expires_in: tokenSeconds })
}

const tokenSeconds = 7 * 24 * 60 * 60 // as long as a session lasts that nobody renews

function askToSignIn(deps: OpdsDeps, res: ServerResponse): void {
  res.writeHead(401, {
    'content-type': types.authentication,
    'www-authenticate': ['Basic realm="Quire", charset="UTF-8"', 'Bearer realm="Quire"'],
    link: `<${deps.publicUrl}${authenticationPath}>; rel="${rels.authDocument}"; type="${types.authentication}"`,
    'cache-control': 'no-store',
  })
  res.end(JSON.stringify(toAuthentication(deps)))
}

function askLater(res: ServerResponse, afterSeconds: number): void {
  const title = 'Too many have tried to sign in from your address. Please try again in a few seconds.'
  res.writeHead(429, {
    'content-type': types.problem,
    'retry-after': String(afterSeconds),
    'cache-control': 'no-store',
  })
  res.end(JSON.stringify({ type: 'urn:quire:opds.too_many', title, status: 429 }))
}

function sendToken(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
}

/** Null: no form, or a longer one than any. */
async function readForm(req: IncomingMessage): Promise<URLSearchParams | null> {
  if (!(req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > formBytesMax) return null
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
