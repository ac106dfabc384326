// The server's modules with everything real around them: PostgreSQL, the gateway, the sandbox's sellers and payment provider.
import { afterAll, beforeAll } from 'vitest'
import { createDriver } from '#buying'
import type { Driver } from '#buying'
import { createCheckoutDriver } from '#checkout'
import type { CheckoutDriver } from '#checkout'
import { openBoards } from '#offers'
import { ensureQueues } from '#platform/jobs'
import { readConfig } from '../app/config.ts'
import { toCheckoutDeps } from '../app/checkout-deps.ts'
import { createDeps } from '../app/deps.ts'
import type { Deps } from '../app/deps.ts'
import { allJobs } from '../app/jobs.ts'
import { openOutside } from './outside.ts'
import type { Outside, OutsideControl } from './outside.ts'
import { useDatabase } from './world.ts'

export interface Stack extends OutsideControl {
  readonly deps: Deps
  readonly driver: Driver
  readonly checkouts: CheckoutDriver
  /** The address of a page or endpoint of the sandbox. */
  readonly sandboxUrl: string
}

/** Starts the stack for one test file: a database of its own, a calm sandbox (no latency, no faults but those asked for). */
export function useStack(): Stack {
  const database = useDatabase()
  let outside: Outside
  let deps: Deps
  let driver: Driver
  let checkouts: CheckoutDriver

  beforeAll(async () => {
    outside = await openOutside()
    deps = await createDeps(readConfig({ ...outside.env, DATABASE_URL: database.url }), 'server')
    driver = createDriver(deps)
    checkouts = createCheckoutDriver(toCheckoutDeps(deps, driver))
    await ensureQueues(deps.boss, allJobs(deps, { driver, checkouts, boards: openBoards(deps) }))
  })
  afterAll(async () => {
    await checkouts.idle()
    await driver.idle()
    await deps[Symbol.asyncDispose]()
    await outside.close()
  })

  return {
    get deps() {
      return deps
    },
    get driver() {
      return driver
    },
    get checkouts() {
      return checkouts
    },
    get sandboxUrl() {
      return outside.sandboxUrl
    },
    sellers: () => outside.control.sellers(),
    patchSeller: (...given) => outside.control.patchSeller(...given),
    offer: (...given) => outside.control.offer(...given),
    patchPayments: (...given) => outside.control.patchPayments(...given),
    patchMailbox: (...given) => outside.control.patchMailbox(...given),
    mails: () => outside.control.mails(),
    ordersAt: (...given) => outside.control.ordersAt(...given),
    requestsAt: (...given) => outside.control.requestsAt(...given),
    payments: () => outside.control.payments(),
    damageOrder: (...given) => outside.control.damageOrder(...given),
    damageIntent: (...given) => outside.control.damageIntent(...given),
    reset: () => outside.control.reset(),
  }
}
