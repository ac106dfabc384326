// The seller gateway: many sellers' protocols behind one gRPC contract, quire.gateway.v1.SellerGateway, and the contract by which sellers come in,
// quire.onboarding.v1.SellerOnboarding. Promises: a slow, broken or hostile seller costs the others nothing; an order is sent at most once a call,
// and an outcome that is not proven is never called "not bought". Keeps nothing of quotes and orders between calls but caches: order tokens carry
// what an order needs. What registered sellers are is in PostgreSQL; without one it trades with those that are configured.
import { Server } from '@grpc/grpc-js'
import type { ServerCredentials } from '@grpc/grpc-js'
import { gatewayService, onboardingService } from '@quire/proto'
import { HealthImplementation } from 'grpc-health-check'
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { GatewayConfig } from './config.ts'
import { systemClock } from './core/clock.ts'
import type { Clock } from './core/clock.ts'
import { findRate } from './core/fx.ts'
import { createLookups } from './core/lookups.ts'
import { createOrderTokens } from './core/order-token.ts'
import { createRegistry } from './core/registry.ts'
import { createMemoryStore } from './core/standing/memory-store.ts'
import { createStandings } from './core/standing/standings.ts'
import { watchConduct } from './core/standing/watch-conduct.ts'
import { listenForWebhooks } from './core/webhooks.ts'
import type { WebhookDoor } from './core/webhooks.ts'
import { createCredentials } from './credentials.ts'
import { logStats } from './log-stats.ts'
import type { ConformanceKit } from './onboarding/kit.ts'
import { openOnboarding } from './onboarding/open.ts'
import type { Onboarding } from './onboarding/open.ts'
import { createRateLimit } from './onboarding/rate-limit.ts'
import { suspendingBy } from './onboarding/suspending.ts'
import { createReflection } from './reflection.ts'
import { onboardingIsOff, onboardingRoutes, routes } from './routes.ts'
import { createAdmission, watchQueueDelay } from './rpc/admission.ts'
import type { GatewayDeps } from './rpc/handler.ts'
import { byGatewayKey, bySeller } from './rpc/identify.ts'
import { createOrderBook } from './rpc/order-book.ts'
import { createStandingStore } from './store/standing-store.ts'

export { loadConfig } from './config.ts'
export type { GatewayConfig } from './config.ts'
export { sandboxSellers } from './default-sellers.ts'

export interface Gateway {
  /** Where it listens, `host:port`. */
  addr: string
  /** Where it takes webhooks, `host:port`; null when it does not. */
  webhookAddr: string | null
  /** Stops taking calls, lets those under way end (ten seconds at most), closes every connection. */
  close(): Promise<void>
}

const services = ['quire.gateway.v1.SellerGateway', 'quire.onboarding.v1.SellerOnboarding']
// Described for integrators, who implement it; the gateway only calls it.
const described = [...services, 'quire.seller.v1.SellerService']
const drainMs = 10_000
// Calls at once. A stream costs up to one call to every seller; far more than these could not be answered in time. Purchases have places of
// their own, as many as the line to one seller holds.
const places = { browsing: 1_000, buying: 256, placing: 256, settling: 256 }
// Integrators' calls have places of their own: however many come, trading keeps its own.
const onboardingPlaces = { browsing: 100, buying: 0, placing: 0, settling: 0 }
// After its first ones an address waits half a minute for each; all addresses together have ten times that.
const registrationRate = { perMinute: 2, all: 10 }
const verificationRate = { burst: 10, perMinute: 6, all: 10 }

const serverOptions = {
  // The largest request is a mapping.
  'grpc.max_receive_message_length': 1024 * 1024,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.enable_channelz': 0, // nobody serves it, and it is counted for every message
}

/**
 * Starts the gateway. Rejects when an entry of the registry is wrong, a certificate cannot be read or the address is taken; not for want of the
 * database. `kit` is what sellers are checked with.
 */
export async function startGateway(config: GatewayConfig, kit: ConformanceKit | null = null): Promise<Gateway> {
  const log = pino({ level: config.logLevel, name: 'seller-gateway' })
  if (config.isTokenKeyTemporary)
    log.warn('QUIRE_GATEWAY_TOKEN_KEYS is not set: quotes cannot be ordered any more after a restart')
  const credentials = createCredentials(config.tls)
  const clock = systemClock
  const registry = createRegistry(config.sellers, clock, (id, error) => standings.countCall(id, error))
  const lookups = createLookups(clock, config.quoteCacheMs)
  const onboarding = config.onboarding && openOnboarding(config.onboarding, { registry, lookups, clock, log, kit })
  const { standings, endStandings } = openStandings(onboarding, { clock, log })
  const deps: GatewayDeps = {
    identify: byGatewayKey(config.gatewayKey),
    registry,
    lookups,
    tokens: createOrderTokens(config.tokenKeys),
    standings,
    fx: config.fx,
    clock,
    admission: createAdmission(places),
    orderBook: createOrderBook(onboarding?.db ?? null, registry, log),
    log,
  }
  const server = new Server(serverOptions)
  server.addService(gatewayService, routes(deps))
  server.addService(onboardingService, onboarding ? onboardingOf(onboarding, deps, kit) : onboardingIsOff())
  const names = ['', ...services]
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'SERVING'])))
  health.addToServer(server)
  createReflection(described).addToServer(server)
  let webhooks: WebhookDoor | null = null
  const stopLogging = logStats(deps)
  const stopWatching = watchQueueDelay(clock, deps.admission.noteQueueDelay)
  const closeAll = async () => {
    await Promise.all([drain(server), webhooks?.close()])
    stopWatching()
    stopLogging()
    await endStandings()
    await Promise.all([registry.close(), onboarding?.close()])
  }
  let addr: string
  try {
    if (config.webhookAddr !== null) webhooks = await listenForWebhooks(config.webhookAddr, registry, log)
    addr = await listen(server, config.listenAddr, credentials)
  } catch (error) {
    await closeAll()
    throw error
  }
  let closing: Promise<void> | null = null
  return {
    addr,
    webhookAddr: webhooks?.addr ?? null,
    close() {
      for (const name of names) health.setStatus(name, 'NOT_SERVING')
      return (closing ??= closeAll())
    },
  }
}

/** Sellers' standings: in the database where there is one, and then with an eye on what registered sellers do. */
function openStandings(onboarding: Onboarding | null, around: { clock: Clock; log: Logger }) {
  const store = onboarding ? createStandingStore(onboarding.db) : createMemoryStore()
  const standings = createStandings({ store, ...around })
  const watch = onboarding && watchConduct({ standings, suspending: suspendingBy(onboarding), ...around })
  return {
    standings,
    async endStandings() {
      watch?.close()
      await standings.close()
    },
  }
}

function onboardingOf(
  { config, db, seals, following }: Onboarding,
  { fx, registry, lookups, standings, clock, log }: GatewayDeps,
  kit: ConformanceKit | null,
) {
  return onboardingRoutes({
    identify: bySeller(db),
    db,
    seals,
    registry,
    lookups,
    following,
    kit,
    allowLoopback: config.allowLoopback,
    hasRate: (currency) => findRate(fx, fx.base, currency) !== null,
    registrations: createRateLimit({ ...registrationRate, burst: config.registrationsMax }, clock),
    verifications: createRateLimit(verificationRate, clock),
    standings,
    clock,
    admission: createAdmission(onboardingPlaces),
    log,
  })
}

function listen(server: Server, addr: string, credentials: ServerCredentials): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync(addr, credentials, (error, port) => {
      if (error) reject(new Error(`cannot listen on ${addr}: ${error.message}`, { cause: error }))
      else resolve(`${addr.slice(0, addr.lastIndexOf(':'))}:${port}`)
    })
  })
}

/** Calls under way may end; a health watcher never does, so there is a limit. */
async function drain(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, drainMs)
  server.tryShutdown(() => resolve())
  await promise
  clearTimeout(timer)
  server.forceShutdown()
}
