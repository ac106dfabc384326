// Cookies of one request: read from it, set on its answer. All are HttpOnly and SameSite=Lax: no script reads them, no foreign page's POST has them.
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Cookies {
  get(name: string): string | null
  /** For the whole site, for so many seconds. What is set is what `get` gives from now on. */
  set(name: string, value: string, maxAgeSeconds: number): void
}

/** `isSecure`: the site is served over https, so its cookies never travel otherwise. Names and values are tokens (RFC 6265 §4.1.1). */
export function openCookies(req: IncomingMessage, res: ServerResponse, { isSecure }: { isSecure: boolean }): Cookies {
  const fresh = new Map<string, string>()
  return {
    get: (name) => fresh.get(name) ?? findCookie(req.headers.cookie, name),
    set(name, value, maxAgeSeconds) {
      if (!/^[\w.-]+$/.test(name) || !/^[\w.-]*$/.test(value)) throw new RangeError(`not a cookie: ${name}`)
      fresh.set(name, value)
      const parts = [`${name}=${value}`, `Max-Age=${maxAgeSeconds}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
      res.appendHeader('set-cookie', [...parts, ...(isSecure ? ['Secure'] : [])].join('; '))
    },
  }
}

/** The first of this name in a Cookie header, or null. */
export function findCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}
