// Lantern Checkout over ACP. wire.md is the contract; operations.ts is the table of contents.
import { timingSafeEqual } from 'node:crypto'
import { cut, json } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import type { Seller } from '../../core/seller.ts'
import { Checkout } from './checkout.ts'
import { AcpError, apiVersion, toErrorReply } from './errors.ts'
import { IdempotencyKeys } from './idempotency.ts'
import { mcpRoute } from './mcp.ts'
import { operations } from './operations.ts'
import type { Operation } from './operations.ts'
import { Webhooks, calmWebhooks, designedWebhooks } from './webhooks.ts'
import { toOrder } from './wire.ts'

export interface LanternOptions {
  key: string
  webhookUrl?: string | undefined
  webhookSecret: string
  /** Webhooks without their troubles. */
  calm: boolean
}

/** What one world's Lantern keeps besides the engine's books. */
interface Lantern {
  seller: Seller
  checkout: Checkout
  keys: IdempotencyKeys
  webhooks: Webhooks
}

/** One request, whatever carried it. */
export interface Asked {
  operation: Operation
  id: string
  query: URLSearchParams
  authorization: string
  version: string | undefined
  idempotencyKey: string | undefined
  /** As received, for the journal. */
  text: string
  body: unknown
  signal: AbortSignal
}

/** Lantern's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function lanternRoutes(current: () => Seller, options: LanternOptions): Route[] {
  const worlds = new WeakMap<Seller, Lantern>()
  const lantern = (): Lantern => {
    const seller = current()
    const found = worlds.get(seller) ?? open(seller, options)
    worlds.set(seller, found)
    return found
  }
  const serveOne = (asked: Asked) => serve(lantern(), options.key, asked)
  return [
    {
      method: 'GET',
      path: '/lantern/.well-known/acp.json',
      handler: ({ headers }) => json(200, discovery(headers.host)),
    },
    ...operations.map((operation) => ({
      method: operation.method,
      path: `/lantern${operation.path}`,
      handler: (request: HttpRequest) => serveOne(toAsked(operation, request)),
    })),
    mcpRoute(serveOne),
    { method: 'GET', path: '/sellers/lantern/webhooks', handler: () => json(200, lantern().webhooks.view()) },
    { method: 'PATCH', path: '/sellers/lantern/webhooks', handler: ({ body }) => lantern().webhooks.patch(body) },
  ]
}

function open(seller: Seller, { webhookUrl, webhookSecret, calm }: LanternOptions): Lantern {
  const checkout = new Checkout(seller)
  const troubles = calm ? calmWebhooks : designedWebhooks
  const webhooks = new Webhooks(seller, { url: webhookUrl ?? null, secret: webhookSecret, ...troubles })
  seller.watch((order) => {
    const type = order.state === 'CANCELLED' ? 'order_update' : 'order_create'
    webhooks.send({ type, data: toOrder(order, checkout.sessionIdOf(order.reference)) })
  })
  return { seller, checkout, keys: new IdempotencyKeys(), webhooks }
}

async function serve(lantern: Lantern, key: string, asked: Asked): Promise<HttpReply | typeof cut> {
  try {
    checkCaller(asked, key)
    if (asked.operation.method === 'GET') return await run(lantern, asked, () => {})
    return await runOnce(lantern, asked)
  } catch (error) {
    return toErrorReply(error)
  }
}

/** Runs a POST under its idempotency key: what was done is kept even when its answer gets lost. */
async function runOnce(lantern: Lantern, asked: Asked): Promise<HttpReply | typeof cut> {
  const { keys } = lantern
  const path = asked.operation.path.replace(':id', asked.id)
  const key = asked.idempotencyKey
  const kept = keys.begin(path, key, asked.body)
  if (kept) return kept
  let done: HttpReply | null = null
  try {
    return await run(lantern, asked, (reply) => (done = reply))
  } finally {
    keys.end(path, key ?? '', done)
  }
}

async function run(
  lantern: Lantern,
  asked: Asked,
  onDone: (reply: HttpReply) => void,
): Promise<HttpReply | typeof cut> {
  const { seller, checkout } = lantern
  const { operation, id, query, body, text, signal } = asked
  const reference = referenceIn(body) ?? checkout.referenceOf(id) ?? query.get('client_reference_id')
  // A session without a reference only asks for a price.
  const isRead = operation.kind === 'read' || (operation.name === 'create_checkout_session' && reference === null)
  seller.journal.record({ operation: operation.name, kind: isRead ? 'read' : 'order', reference, body: text })
  const served = await seller.serve(operation.kind, signal, () => {
    try {
      const reply = operation.act({ seller, checkout, id, query, body })
      onDone(reply)
      return reply
    } catch (error) {
      onDone(toErrorReply(error))
      throw error
    }
  })
  if (served.kind === 'cut') return cut
  if (served.kind === 'garbage') return { status: 200, headers: { 'content-type': 'application/json' }, body: garbage }
  return served.value
}

function checkCaller({ authorization, version }: Asked, key: string): void {
  const given = Buffer.from(authorization)
  const wanted = Buffer.from(`Bearer ${key}`)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AcpError('unauthorized', 'The bearer token is missing or wrong')
  if (version === undefined) throw new AcpError('missing_api_version', 'API-Version is required')
  if (version !== apiVersion) throw new AcpError('unsupported_api_version', `API-Version ${version} is not supported`)
}

function toAsked(operation: Operation, { url, params, headers, body, signal }: HttpRequest): Asked {
  return {
    operation,
    id: params.id ?? '',
    query: url.searchParams,
    authorization: headers.authorization ?? '',
    version: headers['api-version']?.toString(),
    idempotencyKey: headers['idempotency-key']?.toString(),
    text: operation.method === 'GET' ? `${url.pathname}${url.search}` : body,
    body: operation.method === 'GET' ? null : parseJson(body),
    signal,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    return text // no shape that any operation wants
  }
}

function referenceIn(body: unknown): string | null {
  const { metadata, client_reference_id: own } = (body ?? {}) as Record<string, unknown>
  const { client_reference_id: nested } = (metadata ?? {}) as Record<string, unknown>
  const reference = own ?? nested
  return typeof reference === 'string' ? reference : null
}

function discovery(host = 'localhost'): Record<string, unknown> {
  return {
    protocol: { name: 'acp', version: apiVersion, supported_versions: [apiVersion] },
    api_base_url: `http://${host}/lantern`,
    transports: ['rest', 'mcp'],
    capabilities: { services: ['checkout', 'orders', 'delegate_payment'], supported_currencies: ['usd', 'jpy'] },
  }
}

const garbage = '{"id":"cs_7","status":"compl'
