// Cross-site requests: a cookie is sent by the browser whoever asks, so what changes something must come from our own pages.
import type { IncomingMessage } from 'node:http'

/**
 * False for a request that a foreign page could have made a browser send: one that changes something and says it comes from another origin or site,
 * or that a form could send without asking first, which is a POST whose body is no JSON.
 */
export function isOurs(req: IncomingMessage, origins: ReadonlySet<string>): boolean {
  if (req.method === 'GET' || req.method === 'HEAD') return true
  const { origin, 'sec-fetch-site': site } = req.headers
  if (origin !== undefined && !origins.has(origin)) return false
  if (origin === undefined && (site === 'cross-site' || site === 'same-site')) return false
  if (req.method === 'PUT') return true // from elsewhere, a browser asks first, and nobody here says yes
  return req.headers['content-type']?.startsWith('application/json') ?? false
}
