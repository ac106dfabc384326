// The payment provider's face: the part of Stripe's HTTP API that the official SDK needs for manual-capture PaymentIntents and
// for cards saved by SetupIntents.
// Owns the order of things as Stripe has it: key, idempotency, then execution; and the faults on the way.
import { timingSafeEqual } from 'node:crypto'
import { cut, json } from '../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../core/http.ts'
import { authenticationRoutes } from './authenticate-page.ts'
import { endpoints } from './endpoints.ts'
import type { Call, Endpoint } from './endpoints.ts'
import { StripeError } from './errors.ts'
import { stillRunning } from './idempotency.ts'
import type { PaymentProvider } from './provider.ts'
import { setupEndpoints } from './setup-endpoints.ts'

/** The provider's routes, under `/v1` (where the SDK looks) and `/stripe/v1`. `current` follows resets. */
export function paymentRoutes(current: () => PaymentProvider): Route[] {
  const routes = ['/v1', '/stripe/v1'].flatMap((prefix) =>
    [...endpoints, ...setupEndpoints].map((endpoint): Route => ({
      method: endpoint.method,
      path: prefix + endpoint.path,
      handler: (request) => serve(current(), endpoint, request),
    })),
  )
  return [...routes, ...authenticationRoutes(current)]
}

async function serve(
  provider: PaymentProvider,
  endpoint: Endpoint,
  request: HttpRequest,
): Promise<HttpReply | typeof cut> {
  const key = keyOf(request)
  const call: Call = {
    provider,
    idempotencyKey: key,
    id: request.params.id ?? '',
    form: request.method === 'POST' ? request.body : request.url.search,
  }
  const reply = await answer(endpoint, call, request)
  const isCut = request.method === 'POST' && provider.chance.timeout.chance(provider.behaviour.actThenTimeoutRate)
  if (isCut && !isRefusedAtTheDoor(reply)) {
    provider.mishaps.actedThenTimedOut++
    return cut
  }
  const headers = {
    'request-id': provider.books.newId('req'),
    ...(key !== null && { 'idempotency-key': key }),
    ...reply.headers,
  }
  return { ...reply, headers }
}

async function answer(endpoint: Endpoint, call: Call, request: HttpRequest): Promise<HttpReply> {
  const { provider, idempotencyKey: key } = call
  try {
    requireKey(provider, request)
    if (request.method === 'POST') refuseAtTheDoor(provider, key)
    const kept = key === null ? null : provider.keys.begin(key, fingerprintOf(request))
    return kept ?? (await execute(endpoint, call))
  } catch (error) {
    return toErrorReply(error)
  }
}

// Half of the latency passes before the provider acts, half after, so that a client that gives up can have either.
async function execute({ act }: Endpoint, call: Call): Promise<HttpReply> {
  const { provider, idempotencyKey: key } = call
  const waitMs = provider.chance.latency.latencyMs(provider.behaviour.latencyMs)
  const fails = provider.chance.fail.chance(provider.behaviour.failRate)
  const failsAfter = provider.chance.failAfter.chance(provider.behaviour.actThenFailRate)
  await provider.timers.sleep(waitMs / 2)
  const { reply, isKept } = attempt(() => {
    if (fails) provider.mishaps.failed++
    if (fails) throw unknownError()
    const done = json(200, act(call))
    if (failsAfter) throw unknownError()
    return done
  })
  await provider.timers.sleep(waitMs / 2)
  if (key !== null && isKept) provider.keys.keep(key, reply)
  if (key !== null && !isKept) provider.keys.free(key)
  return reply
}

function attempt(act: () => HttpReply): { reply: HttpReply; isKept: boolean } {
  try {
    return { reply: act(), isKept: true }
  } catch (error) {
    return { reply: toErrorReply(error), isKept: error instanceof StripeError && error.isKept }
  }
}

function toErrorReply(error: unknown): HttpReply {
  if (!(error instanceof StripeError)) throw error
  // Stripe tells its SDK not to repeat what idempotency would only replay.
  const headers: Record<string, string> = error.status === 500 ? { 'stripe-should-retry': 'false' } : {}
  return json(error.status, { error: error.body }, headers)
}

function requireKey(provider: PaymentProvider, { headers }: HttpRequest): void {
  const given = Buffer.from(headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${provider.stripeKey}`)
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return
  throw new StripeError(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' }, false)
}

/** What Stripe says before it looks at a request (https://docs.stripe.com/rate-limits): nothing of it is executed or kept. */
function refuseAtTheDoor({ chance, behaviour, mishaps }: PaymentProvider, key: string | null): void {
  if (chance.door.chance(behaviour.throttleRate)) {
    mishaps.throttled++
    const message = 'Request rate limit exceeded'
    throw new StripeError(429, { type: 'invalid_request_error', code: 'rate_limit', message }, false)
  }
  if (key !== null && chance.door.chance(behaviour.busyRate)) {
    mishaps.busy++
    throw stillRunning(key)
  }
}

function unknownError(): StripeError {
  return new StripeError(500, { type: 'api_error', message: 'An unknown error occurred' })
}

function isRefusedAtTheDoor({ status }: HttpReply): boolean {
  return status === 401 || status === 409 || status === 429
}

function keyOf({ method, headers }: HttpRequest): string | null {
  const key = headers['idempotency-key']
  return method === 'POST' && typeof key === 'string' ? key : null
}

// The order of parameters does not make another request.
function fingerprintOf({ url, body }: HttpRequest): string {
  const params = new URLSearchParams(body)
  params.sort()
  return `${url.pathname.replace(/^\/stripe/, '')} ${params.toString()}`
}
