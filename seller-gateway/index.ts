// The seller gateway: many sellers' protocols behind one gRPC contract, quire.gateway.v1.SellerGateway.
// Promises: a slow, broken or hostile seller costs the others nothing; an order is sent at most once a call, and an outcome that is not
// proven is never called "not bought". Keeps nothing between calls but caches: order tokens carry what an order needs.
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { gatewayService } from '@quire/proto'
import { HealthImplementation } from 'grpc-health-check'
import { pino } from 'pino'
import type { GatewayConfig } from './config.ts'
import { systemClock } from './core/clock.ts'
import { createLookups } from './core/lookups.ts'
import { createOrderTokens } from './core/order-token.ts'
import { createRegistry } from './core/registry.ts'
import { listenForWebhooks } from './core/webhooks.ts'
import { createReflection } from './reflection.ts'
import { routes } from './routes.ts'
import { createAdmission } from './rpc/admission.ts'

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

const serviceName = 'quire.gateway.v1.SellerGateway'
const drainMs = 10_000
// A stream costs up to one call to every seller; far more than these at once could not be answered in time.
const callsMax = 1_000

const serverOptions = {
  // The largest request is an address and a token.
  'grpc.max_receive_message_length': 1024 * 1024,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
}

/** Starts the gateway. Rejects when an entry of the registry is wrong or the address is taken. */
export async function startGateway(config: GatewayConfig): Promise<Gateway> {
  const log = pino({ level: config.logLevel, name: 'seller-gateway' })
  if (config.isTokenKeyTemporary)
    log.warn('QUIRE_GATEWAY_TOKEN_KEYS is not set: quotes cannot be ordered any more after a restart')
  const clock = systemClock
  const registry = createRegistry(config.sellers, clock)
  const server = new Server(serverOptions)
  const deps = {
    registry,
    lookups: createLookups(clock, config.quoteCacheMs),
    tokens: createOrderTokens(config.tokenKeys),
    fx: config.fx,
    clock,
    admission: createAdmission(callsMax),
    log,
  }
  server.addService(gatewayService, routes(deps))
  const health = new HealthImplementation({ '': 'SERVING', [serviceName]: 'SERVING' })
  health.addToServer(server)
  createReflection([serviceName]).addToServer(server)
  const webhooks = config.webhookAddr === null ? null : await listenForWebhooks(config.webhookAddr, registry, log)
  const addr = await listen(server, config.listenAddr).catch(async (error: unknown) => {
    await webhooks?.close()
    throw error
  })
  let closing: Promise<void> | null = null
  return {
    addr,
    webhookAddr: webhooks?.addr ?? null,
    close: () =>
      (closing ??= (async () => {
        for (const name of ['', serviceName]) health.setStatus(name, 'NOT_SERVING')
        await Promise.all([drain(server), webhooks?.close()])
        await registry.close()
      })()),
  }
}

function listen(server: Server, addr: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync(addr, ServerCredentials.createInsecure(), (error, port) => {
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
