// Everything the modules depend on, made once a process. Closing it closes what it opened, in the reverse order.
import { readFileSync } from 'node:fs'
import { checkoutPurpose, openCheckoutPlaces } from '#checkout'
import { connectOnboarding, createVault } from '#desk'
import { mandatePurpose } from '#mandates'
import { connectStripe } from '#payments'
import { connectSellers, createDirectory } from '#sellers'
import { findLowest, openHabits } from '#offers'
import { searchPool, standingsChanged } from '#search'
import { connectShop } from '#shop'
import { findShelved, openGate, openStockGate } from '#stock'
import { systemClock } from '#platform/clock'
import { openDatabaseClock } from '#platform/database-clock'
import { createDb, createPool } from '#platform/db'
import type { Tx } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, jobsOf } from '#platform/jobs'
import { createLog } from '#platform/log'
import { connectMail } from '#platform/mail'
import { connectOpenSearch } from '#platform/opensearch'
import { connectRedis } from '#platform/redis'
import type { Config } from './config.ts'
import { toMeaning } from './meaning.ts'
import { toReturnCopies } from './return-copies.ts'
import { openProtection } from './protection.ts'

export type Deps = Awaited<ReturnType<typeof createDeps>>

/** Opens the database, the queue and the gateway's client for one process. */
export async function createDeps(config: Config, role: 'server' | 'worker') {
  const log = createLog({ name: `quire-${role}`, level: config.logLevel })
  const pool = createPool({ url: config.databaseUrl, max: config.poolMax, name: `quire-${role}` })
  const db = createDb(pool)
  const searchDb = createDb(createPool({ ...searchPool, url: config.databaseUrl, name: `quire-${role}-search` }))
  const clock = await openDatabaseClock(pool, log)
  const boss = createBoss({ url: config.databaseUrl, role: role === 'worker' ? 'worker' : 'sender', log })
  await boss.start()
  const habits = await openHabits({ db, clock, log })
  const door = { key: config.gatewayKey, ca: config.gatewayCaFile ? readFileSync(config.gatewayCaFile) : null }
  // gRPC compares a call's deadline with the clock of this machine.
  const gateway = connectSellers(config.gatewayAddr, { clock: systemClock, log, door })
  const jobs = jobsOf(boss)
  const sellers = connectShop(gateway, { db, jobs, ids: systemIds, clock, log })
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
  const openSearch = config.openSearch && {
    remote: connectOpenSearch(config.openSearch.url),
    alias: config.openSearch.alias,
  }
  return {
    db,
    searchDb,
    ...toMeaning(config, { db: searchDb, clock, log, jobs }),
    log,
    boss,
    sellers,
    onboarding,
    vault: createVault(config.authSecret),
    habits,
    processor,
    mailer: config.mail ? connectMail(config.mail) : null,
    publicUrl: config.publicUrl,
    importFolder: config.importFolder,
    jobs,
    paymentProvider: config.stripe.apiBase ? ('sandbox' as const) : ('stripe' as const),
    places: openCheckoutPlaces(config.poolMax),
    /** In front of scarce copies; open where there is no Redis. */
    gate: redis ? openStockGate({ db, redis }) : openGate,
    /** The second search engine and the name of our index there; null where there is none. */
    openSearch,
    directory: createDirectory(sellers, clock),
    clock,
    ids: systemIds,
    returnCopies: toReturnCopies({ ids: systemIds }),
    /** Ebooks under protection; refuses everything where no folder is configured for them. */
    drm: await openProtection(config, { db, clock }),
    /** Search shows prices without knowing offers; this is where they meet. */
    lowestOffers: (isbns: readonly string[]) => findLowest(db, isbns, 'USD'),
    onShelf: (isbns: readonly string[]) => findShelved(db, isbns),
    announceSeen: (tx: Tx, isbns: readonly string[]) => jobs.send(tx, standingsChanged, { isbns: [...isbns] }),
    async [Symbol.asyncDispose]() {
      await habits.close()
      redis?.close()
      await openSearch?.remote.close()
      await clock.close()
      sellers.close()
      onboarding.close()
      await boss.stop({ graceful: true, timeout: 10_000 })
      await searchDb.destroy()
      await db.destroy()
    },
  }
}
