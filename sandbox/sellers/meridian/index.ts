// Meridian Books over GraphQL. wire.md is the contract.
import { timingSafeEqual } from 'node:crypto'
import { cut, json } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import { Trouble } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import { Carts, Declined } from './carts.ts'
import { BadDocument, readDocument } from './document.ts'
import { prepare } from './schema.ts'
import type { Prepared } from './schema.ts'

/** Meridian's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function meridianRoutes(current: () => Seller, { token }: { token: string }): Route[] {
  const carts = new WeakMap<Seller, Carts>()
  const cartsOf = (seller: Seller) => {
    const found = carts.get(seller) ?? new Carts(seller)
    carts.set(seller, found)
    return found
  }
  const handler = (request: HttpRequest) => {
    if (!isSame(String(request.headers['x-meridian-storefront-token'] ?? ''), token))
      return json(401, { errors: [problem('ACCESS_DENIED', 'The storefront token is wrong')] })
    const seller = current()
    return serve(seller, cartsOf(seller), request)
  }
  return [{ method: 'POST', path: '/meridian/api/2026-10/graphql.json', handler }]
}

async function serve(seller: Seller, carts: Carts, { body, signal }: HttpRequest): Promise<HttpReply | typeof cut> {
  try {
    const { prepared, variables } = readRequest(body)
    seller.journal.record({
      operation: prepared.name,
      kind: prepared.kind === 'read' ? 'read' : 'order',
      reference: referenceIn(variables),
      body,
    })
    return await answer(seller, carts, prepared, signal)
  } catch (error) {
    if (error instanceof BadDocument) return json(200, { errors: [problem('BAD_REQUEST', error.message)] })
    throw error
  }
}

async function answer(
  seller: Seller,
  carts: Carts,
  { kind, cost, act, show }: Prepared,
  signal: AbortSignal,
): Promise<HttpReply | typeof cut> {
  const reply = (payload: unknown) => json(200, { data: show(payload), extensions: costs(seller, cost, cost) })
  try {
    const served = await seller.serve(kind, signal, () => act(seller, carts), cost / pointsPerRequest)
    if (served.kind === 'cut') return cut
    if (served.kind === 'answer') return reply(served.value)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: garbage }
  } catch (error) {
    if (error instanceof Declined) return reply(error.payload)
    if (error instanceof Trouble) return toErrors(error, seller, cost)
    throw error
  }
}

function readRequest(body: string): { prepared: Prepared; variables: Record<string, unknown> } {
  const { query, variables } = parseJson(body)
  if (typeof query !== 'string') throw new BadDocument('There is no query')
  const given = isObject(variables) ? variables : {}
  return { prepared: prepare(readDocument(query, given)), variables: given }
}

// Without `data`, nothing was executed; with a null there, something may have been.
function toErrors({ kind, message }: Trouble, seller: Seller, cost: number): HttpReply {
  if (kind === 'throttled')
    return json(200, { errors: [problem('THROTTLED', message)], extensions: costs(seller, cost, null) })
  const code = kind === 'late' ? 'TIMEOUT' : 'INTERNAL_SERVER_ERROR'
  return json(200, { data: null, errors: [problem(code, message)], extensions: costs(seller, cost, cost) })
}

function costs(seller: Seller, requestedQueryCost: number, actualQueryCost: number | null) {
  const { perSecond, left } = seller.rate()
  const restoreRate = perSecond * pointsPerRequest || unlimited
  const currentlyAvailable = perSecond === 0 ? unlimited : Math.floor(left * pointsPerRequest)
  const throttleStatus = { maximumAvailable: restoreRate, currentlyAvailable, restoreRate }
  return { cost: { requestedQueryCost, actualQueryCost, throttleStatus } }
}

function referenceIn({ input, clientMutationId }: Record<string, unknown>): string | null {
  const found = clientMutationId ?? (isObject(input) ? input.clientMutationId : undefined)
  return typeof found === 'string' ? found : null
}

function problem(code: string, message: string) {
  return { message, extensions: { code } }
}

function parseJson(body: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(body)
    if (isObject(read)) return read
  } catch {
    // the same as a body of another shape
  }
  throw new BadDocument('The body is no JSON object')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSame(a: string, b: string): boolean {
  const [given, wanted] = [Buffer.from(a), Buffer.from(b)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

// A whole purchase, two mutations: what the knob `ratePerSecond` counts.
const pointsPerRequest = 20
const unlimited = 1_000_000
const garbage = '{"data":{"productVariants":{"nodes":[{"id":"gid://mer'
