// Everything the modules depend on, made once a process. Closing it closes what it opened, in the reverse order.
import { readFileSync } from 'node:fs'
import { checkoutPurpose, openCheckoutPlaces } from '#checkout'
import { connectOnboarding, createVault } from '#desk'
import { mandatePurpose } from '#mandates'
import { connectStripe } from '#payments'
import { connectSellers, createDirectory } from '#sellers'
import { findLowest, openHabits } from '#offers'
import { connectShop } from '#shop'
import { openGate, openStockGate } from '#stock'
import { systemClock } from '#platform/clock'
import { openDatabaseClock } from '#platform/database-clock'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, jobsOf } from '#platform/jobs'
import { createLog } from '#platform/log'
import { connectMail } from '#platform/mail'
import { connectRedis } from '#platform/redis'
import type { Config } from './config.ts'
import { toReturnCopies } from './return-copies.ts'

export type Deps = Awaited<ReturnType<typeof createDeps>>

/** Opens the database, the queue and the gateway's client for one process. */
export async function createDeps(config: Config, role: 'server' | 'worker') {
  const log = createLog({ name: `quire-${role}`, level: config.logLevel })
  const pool = createPool({ url: config.databaseUrl, max: config.poolMax, name: `quire-${role}` })
  const db = createDb(pool)
  const clock = await openDatabaseClock(pool, log)
  const boss = createBoss({ url: config.databaseUrl, role: role === 'worker' ? 'worker' : 'sender', log })
  await boss.start()
  const habits = await openHabits({ db, clock, log })
  const door = { key: config.gatewayKey, ca: config.gatewayCaFile ? readFileSync(config.gatewayCaFile) : null }
  // gRPC compares a call's deadline with the clock of this machine.
  const gateway = connectSellers(config.gatewayAddr, { clock: systemClock, log, door })
  const sellers = connectShop(gateway, { db, jobs: jobsOf(boss), ids: systemIds, clock, log })
  const onboarding = connectOnboarding(config.gatewayAddr, { clock: systemClock, ca: door.ca })
  const processor = connectStripe({
    ...config.stripe,
    returnUrl: ({ purpose, reference }) => {
      if (purpose === mandatePurpose) return `${config.publicUrl}/watches?confirmed=${reference}`
      if (purpose === checkoutPurpose) return `${config.publicUrl}/checkouts/${reference}`
      return `${config.publicUrl}/purchases/${reference}`
    },
  })
  // Only a server has buyers to admit.
  const redis = config.redisUrl === null || role === 'worker' ? null : connectRedis(config.redisUrl, log)
  return {
    db,
    log,
    boss,
    sellers,
    onboarding,
    vault: createVault(config.authSecret),
    habits,
    processor,
    mailer: config.mail ? connectMail(config.mail) : null,
    publicUrl: config.publicUrl,
    jobs: jobsOf(boss),
    paymentProvider: config.stripe.apiBase ? ('sandbox' as const) : ('stripe' as const),
    places: openCheckoutPlaces(config.poolMax),
    /** In front of scarce copies; open where there is no Redis. */
    gate: redis ? openStockGate({ db, redis }) : openGate,
    directory: createDirectory(sellers, clock),
    clock,
    ids: systemIds,
    returnCopies: toReturnCopies({ ids: systemIds }),
    /** Search shows prices without knowing offers; this is where they meet. */
    lowestOffers: (isbns: readonly string[]) => findLowest(db, isbns, 'USD'),
    async [Symbol.asyncDispose]() {
      await habits.close()
      redis?.close()
      await clock.close()
      sellers.close()
      onboarding.close()
      await boss.stop({ graceful: true, timeout: 10_000 })
      await db.destroy()
    },
  }
}
