// The sandbox's HTTP: requests come in whole, replies are values, so that a seller's face is a function from one to the other.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

export interface HttpRequest {
  method: string
  url: URL
  /** The `:name` parts of the route. */
  params: Record<string, string>
  headers: IncomingMessage['headers']
  body: string
  /** Aborted when the caller has gone away. */
  signal: AbortSignal
}

export interface HttpReply {
  status: number
  headers?: Record<string, string>
  /** Text goes out as UTF-8; bytes as they are. */
  body?: string | Buffer
}

/** Instead of a reply: the connection is cut. */
export const cut = Symbol('cut')

export type Handler = (request: HttpRequest) => Promise<HttpReply | typeof cut> | HttpReply | typeof cut

export interface Route {
  method: string
  /** `/a/:name/b`; a name matches one segment. */
  path: string
  handler: Handler
}

/** A JSON reply. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** A server for these routes. Faults of ours answer 500 and are written to stderr: they are bugs, not personality. */
export function serveRoutes(routes: Route[]): Server {
  const compiled = routes.map((route) => ({ ...route, segments: route.path.split('/') }))
  const server = createServer((req, res) => {
    answer(compiled, req, res).catch((error: unknown) => {
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`)
      if (!res.headersSent) write(res, json(500, { error: { message: 'the sandbox itself failed' } }))
      else res.destroy()
    })
  })
  server.keepAliveTimeout = 75_000 // longer than clients keep sockets, so that none is cut by accident
  return server
}

async function answer(routes: CompiledRoute[], req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://sandbox')
  const found = match(routes, req.method ?? 'GET', url.pathname)
  if (typeof found === 'number')
    return write(res, json(found, { error: { message: `no ${req.method} ${url.pathname} here` } }))
  const body = await readBody(req)
  if (body === null) return write(res, json(413, { error: { message: 'the body is too large' } }))
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const { handler, params } = found
  const reply = await handler({
    method: req.method ?? 'GET',
    url,
    params,
    headers: req.headers,
    body,
    signal: gone.signal,
  })
  if (reply === cut) res.destroy()
  else write(res, reply)
}

function match(
  routes: CompiledRoute[],
  method: string,
  path: string,
): { handler: Handler; params: Record<string, string> } | 404 | 405 {
  const segments = path.split('/')
  let isKnownPath = false
  for (const route of routes) {
    const params = matchSegments(route.segments, segments)
    if (!params) continue
    if (route.method === method) return { handler: route.handler, params }
    isKnownPath = true
  }
  return isKnownPath ? 405 : 404
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [i, wanted] of pattern.entries()) {
    const got = segments[i] ?? ''
    if (wanted.startsWith(':')) params[wanted.slice(1)] = safeDecode(got)
    else if (wanted !== got) return null
  }
  return params
}

function safeDecode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // a stray % is part of the name
  }
}

async function readBody(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimitBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function write(res: ServerResponse, { status, headers = {}, body = '' }: HttpReply): void {
  if (res.destroyed) return
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

// No order and no payment of ours comes near it.
const bodyLimitBytes = 1024 * 1024

interface CompiledRoute extends Route {
  segments: string[]
}
