// Signing up, in and out: better-auth's own HTTP endpoints, with the session in a cookie that scripts cannot read.
import { texts } from '../texts.ts'

export type AuthResult = { ok: true } | { ok: false; sentence: string }

export function signUp(person: { name: string; email: string; password: string }): Promise<AuthResult> {
  return post('sign-up/email', person)
}

export function signIn(person: { email: string; password: string }): Promise<AuthResult> {
  return post('sign-in/email', person)
}

export function signOut(): Promise<AuthResult> {
  return post('sign-out', {})
}

async function post(path: string, body: object): Promise<AuthResult> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return { ok: true }
    return { ok: false, sentence: sentenceFor(response.status, await response.json().catch(() => null)) }
  } catch {
    return { ok: false, sentence: navigator.onLine ? texts.errors.unreachable : texts.errors.offline }
  }
}

/** better-auth answers `{ code, message }`; its codes have our sentences where we know better than it what to do. */
function sentenceFor(status: number, body: unknown): string {
  const answer = typeof body === 'object' && body !== null ? body : {}
  const code = 'code' in answer && typeof answer.code === 'string' ? answer.code : ''
  const known: Record<string, string> = texts.auth.errors
  if (known[code]) return known[code]
  if (status === 429) return texts.auth.tooMany
  if (status >= 500) return texts.errors.fault
  return 'message' in answer && typeof answer.message === 'string' ? answer.message : texts.errors.badInput
}
