// The server's modules with everything real around them: PostgreSQL, the gateway, the sandbox's sellers and payment provider.
import { afterAll, beforeAll } from 'vitest'
import { loadConfig, startGateway } from '@quire/seller-gateway'
import type { Gateway } from '@quire/seller-gateway'
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import { createDriver } from '#buying'
import type { Driver } from '#buying'
import { ensureQueues } from '#platform/jobs'
import { readConfig } from '../app/config.ts'
import { createDeps } from '../app/deps.ts'
import type { Deps } from '../app/deps.ts'
import { allJobs } from '../app/jobs.ts'
import { useDatabase } from './world.ts'

/** One order in a seller's own books. */
export interface JournalOrder {
  reference: string
  orderId: string
  isbn13: string
  state: string
  total: { currency: string; minor: number }
}

/** The provider's own books. */
export interface PaymentJournal {
  intents: {
    id: string
    status: string
    authorizedMinor: number
    capturedMinor: number
    voided: boolean
    metadata: Record<string, string>
  }[]
  events: { type: string; intentId: string; amountMinor: number }[]
}

export interface Stack {
  readonly deps: Deps
  readonly driver: Driver
  /** The names of all sellers in the sandbox. */
  sellers(): Promise<string[]>
  /** Sets knobs of a seller, or what it offers. */
  patchSeller(name: string, knobs: object): Promise<void>
  offer(
    seller: string,
    isbn13: string,
    offer: { price: string; shipping?: string; currency?: string; condition?: string; quantity?: number },
  ): Promise<void>
  patchPayments(knobs: object): Promise<void>
  ordersAt(seller: string): Promise<JournalOrder[]>
  requestsAt(seller: string): Promise<{ operation: string; body: unknown }[]>
  payments(): Promise<PaymentJournal>
  /** The address of a page or endpoint of the sandbox. */
  readonly sandboxUrl: string
  /** Everything outside anew: offers, orders, knobs, payments. */
  reset(): Promise<void>
}

/** Starts the stack for one test file: a database of its own, a calm sandbox (no latency, no faults but those asked for). */
export function useStack(): Stack {
  const database = useDatabase()
  let sandbox: Sandbox
  let gateway: Gateway
  let deps: Deps
  let driver: Driver

  beforeAll(async () => {
    sandbox = await startSandbox()
    const env = {
      QUIRE_SANDBOX_URL: sandbox.url,
      QUIRE_SANDBOX_GRPC_ADDR: sandbox.grpcAddr,
      QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
      QUIRE_LOG_LEVEL: 'silent',
    }
    gateway = await startGateway(loadConfig(env))
    const config = readConfig({
      DATABASE_URL: database.url,
      QUIRE_GATEWAY_ADDR: gateway.addr,
      QUIRE_LOG_LEVEL: 'silent',
      BETTER_AUTH_SECRET: 'only-for-tests-only-for-tests-only',
      STRIPE_SECRET_KEY: 'sk_test_sandbox',
      STRIPE_API_BASE: `${sandbox.url}/stripe`,
      QUIRE_STRIPE_WEBHOOK_SECRET: 'whsec_sandbox',
    })
    deps = await createDeps(config, 'server')
    driver = createDriver(deps)
    await ensureQueues(deps.boss, allJobs(deps, driver))
  })
  afterAll(async () => {
    await driver.idle()
    await deps[Symbol.asyncDispose]()
    await gateway.close()
    await sandbox.close()
  })

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(sandbox.url + path, { method, ...(body ? { headers, body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  return {
    get deps() {
      return deps
    },
    get driver() {
      return driver
    },
    get sandboxUrl() {
      return sandbox.url
    },
    sellers: async () => (await control<{ name: string }[]>('GET', '/sellers')).map(({ name }) => name),
    patchSeller: async (name, knobs) => void (await control('PATCH', `/sellers/${name}`, knobs)),
    offer: async (seller, isbn13, offered) =>
      void (await control('PUT', `/sellers/${seller}/offers/${isbn13}`, offered)),
    patchPayments: async (knobs) => void (await control('PATCH', '/payments', knobs)),
    ordersAt: (seller) => control('GET', `/journal/sellers/${seller}/orders`),
    requestsAt: (seller) => control('GET', `/journal/sellers/${seller}/requests`),
    payments: () => control('GET', '/journal/payments'),
    reset: async () => void (await control('POST', '/reset', { seed: 1 })),
  }
}
