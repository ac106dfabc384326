// The one HTTP server: tRPC and its live streams, auth, webhooks, the dashboard, health, metrics, and the built web app.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { Registry, collectDefaultMetrics } from 'prom-client'
import sirv from 'sirv'
import { sql } from 'kysely'
import type { Auth } from '#accounts'
import { drmPath } from '#drm'
import { readingPath } from '#ebooks'
import { opdsPath } from '#opds'
import type { BestAnswers } from '#offers'
import { receiveWebhook } from '#payments'
import { Refusal } from '#platform/errors'
import type { Config } from './config.ts'
import { createContext } from './context.ts'
import { dashboardPath } from './dashboard.ts'
import type { Dashboard } from './dashboard.ts'
import type { Deps } from './deps.ts'
import { answerImports, importsPath } from './imports.ts'
import type { OpenRequests } from './open-requests.ts'
import { isOurs } from './origin.ts'
import type { AppRouter } from './router.ts'
import { answerUpload, isUpload } from './upload.ts'
import { watchWork } from './work-metrics.ts'

const hotPrefix = '/trpc/offers.best?input='
const hotHeaders = {
  'content-type': 'application/json',
  vary: 'trpc-accept, accept',
  'x-content-type-options': 'nosniff',
}
const batchMax = 10 // calls in one request; a page needs three
const webhookBytesMax = 256 * 1024
const trpcBytesMax = 64 * 1024

export interface HttpParts {
  readonly config: Config
  readonly deps: Deps
  readonly auth: Auth
  readonly router: AppRouter
  readonly dashboard: Dashboard
  readonly bestAnswers: BestAnswers
  /** What reading apps ask: licences, their status, files. */
  readonly readers: Answer
  /** What our own reader reads in the browser. */
  readonly reading: Answer
  /** The catalogue of our ebooks for reading apps. */
  readonly opds: Answer
  readonly requests: OpenRequests
  /** Aborted when the process drains: it is not ready any more. */
  readonly closing: AbortSignal
}

export function createHttp(parts: HttpParts): Server {
  const { config, deps, auth, closing } = parts
  const origins = new Set([new URL(config.publicUrl).origin, ...config.trustedOrigins])
  const trpc = createTrpc(parts)
  const web = config.webDist ? sirv(config.webDist, { single: true, etag: true, setHeaders: cacheHeaders }) : null
  const metrics = new Registry() // of its own: a process may serve twice, as tests do
  collectDefaultMetrics({ register: metrics })
  watchWork(metrics, deps)

  /** Answers a best-quote read without the adapter; false when it is none, or one to be refused. */
  function answerBest(req: IncomingMessage, res: ServerResponse): boolean {
    const { method, url } = req
    if (method !== 'GET' || !url?.startsWith(hotPrefix) || url.includes('&')) return false
    const found = parts.bestAnswers(url.slice(hotPrefix.length))
    if (!found) return false
    const send = (body: Buffer) => void res.writeHead(200, { ...hotHeaders, 'content-length': body.length }).end(body)
    if (Buffer.isBuffer(found)) send(found)
    else {
      parts.requests.add(req, res)
      found.then(send).catch((error: unknown) => fail(error, req, res))
    }
    return true
  }

  function fail(error: unknown, req: IncomingMessage, res: ServerResponse): void {
    deps.log.error({ err: error, url: req.url }, 'a request failed')
    if (!res.headersSent) text(res, 500, 'Something went wrong on our side.')
    else res.destroy()
  }

  const routes: readonly [owns: (pathname: string, method?: string) => boolean, answer: Answer][] = [
    [under('/trpc'), (req, res) => (isOurs(req, origins) ? trpc(req, res) : refuseForeign(res))],
    [under('/api/auth'), (req, res) => auth.handler(req, res)],
    [isImports, (req, res) => (isOurs(req, origins) ? answerImports(parts, req, res) : refuseForeign(res))],
    [(pathname, method) => pathname === '/webhooks/stripe' && method === 'POST', (req, res) => webhook(deps, req, res)],
    [isUpload, (req, res) => answerUpload({ deps, auth, origins }, req, res)],
    [under(drmPath), (req, res) => parts.readers(req, res)],
    [under(readingPath), (req, res) => parts.reading(req, res)],
    [(pathname) => pathname === opdsPath || under(opdsPath)(pathname), (req, res) => parts.opds(req, res)],
    [is('/healthz'), (_, res) => text(res, 200, 'ok')],
    [is('/readyz'), (_, res) => ready(deps, closing, res)],
    [is('/metrics'), async (_, res) => text(res, 200, await metrics.metrics(), metrics.contentType)],
    [isDashboard, (req, res) => staffOnly(req, res)],
    [(pathname) => under('/webhooks')(pathname) || under('/api')(pathname), (_, res) => nothing(res)], // no pages of the web app
    [() => true, (req, res) => (web && isRead(req) ? web(req, res, () => nothing(res)) : nothing(res))],
  ]

  async function staffOnly(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const caller = await auth.getCaller(req.headers)
    if (caller?.role === 'staff') await parts.dashboard.handler(req, res)
    else text(res, 403, 'This page is for staff. Please sign in as such.')
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const pathname = URL.parse(req.url ?? '/', 'http://localhost')?.pathname
    if (pathname === undefined) return text(res, 400, 'This address cannot be read.')
    securityHeaders(res, pathname)
    await routes.find(([owns]) => owns(pathname, req.method))?.[1](req, res)
  }

  return createServer((req, res) => {
    if (answerBest(req, res)) return
    parts.requests.add(req, res)
    answer(req, res).catch((error: unknown) => fail(error, req, res))
  })
}

type Answer = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void

const isRead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD'
const is = (path: string) => (pathname: string) => pathname === path
const under = (path: string) => (pathname: string) => pathname.startsWith(`${path}/`)
const isImports = (pathname: string) => pathname === importsPath || under(importsPath)(pathname)
const isDashboard = (pathname: string) =>
  pathname === dashboardPath || pathname === `${dashboardPath}.data` || under(dashboardPath)(pathname)

function createTrpc({ config, deps, auth, router }: HttpParts) {
  const isSecure = new URL(config.publicUrl).protocol === 'https:'
  return createHTTPHandler({
    router,
    basePath: '/trpc/',
    maxBatchSize: batchMax,
    maxBodySize: trpcBytesMax,
    createContext: ({ req, res, info }) => createContext({ auth, log: deps.log, isSecure }, { req, res }, info.signal),
  })
}

async function webhook(deps: Deps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    const rawBody = await readBody(req, webhookBytesMax)
    if (rawBody === null) return text(res, 413, 'This is more than an event.')
    await receiveWebhook(deps, { rawBody, signature: String(req.headers['stripe-signature'] ?? '') })
    text(res, 200, 'received')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    deps.log.warn({ refusal: error.code }, 'a webhook was refused')
    text(res, 400, error.message)
  }
}

/** Ready once the database answers and the queue is open; never while draining. */
async function ready(deps: Deps, closing: AbortSignal, res: ServerResponse): Promise<void> {
  if (closing.aborted) return text(res, 503, 'draining')
  try {
    await sql`select 1`.execute(deps.db)
    await deps.directory.list()
    text(res, 200, 'ready')
  } catch {
    text(res, 503, 'the database or the gateway does not answer')
  }
}

/** Null when there is more than `bytesMax`. */
async function readBody(req: IncomingMessage, bytesMax: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  const rest = { destroyOnReturn: false } // what is left unread must not cut the answer off
  for await (const chunk of req.iterator(rest) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const pagePolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

/** The page that shows an ebook, which it draws in frames made from blobs. They inherit this: scripts that a publisher put in do not run. */
const readerPage = /^\/library\/[^/]+\/read\/?$/
const readerPolicy = [
  "default-src 'self'",
  "script-src 'self' blob:",
  "style-src 'self' blob: 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' blob: data:",
  'frame-src blob:',
  "object-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

function securityHeaders(res: ServerResponse, pathname: string): void {
  res.setHeader('x-content-type-options', 'nosniff')
  res.setHeader('referrer-policy', 'same-origin')
  if (pathname.startsWith(dashboardPath)) return // its pages bring inline scripts of their own
  res.setHeader('content-security-policy', readerPage.test(pathname) ? readerPolicy : pagePolicy)
}

/** Files with a hash in their name never change; the page that names them is asked for each time. */
function cacheHeaders(res: ServerResponse, pathname: string): void {
  const isHashed = pathname.startsWith('/assets/')
  res.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}

function nothing(res: ServerResponse): void {
  text(res, 404, 'There is nothing here.')
}

function refuseForeign(res: ServerResponse): void {
  text(res, 403, 'This request does not come from one of our pages.')
}

function text(res: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  res.writeHead(status, { 'content-type': type }).end(body)
}
