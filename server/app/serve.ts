// The server as a value: started and stopped by main.ts, by tests and by benchmarks alike.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { authorizeApps, createAuth } from '#accounts'
import { createDriver } from '#buying'
import { createCheckoutDriver } from '#checkout'
import { createRuns } from '#desk'
import { createReaderHttp } from '#drm'
import { keepLicences, serveReading } from '#ebooks'
import { createBestAnswers, openBoards } from '#offers'
import { createOpdsHttp } from '#opds'
import { systemClock } from '#platform/clock'
import { armCrashPoint } from '#platform/crash-points'
import { ensureQueues } from '#platform/jobs'
import type { Config } from './config.ts'
import { createDashboard } from './dashboard.ts'
import { toCheckoutDeps } from './checkout-deps.ts'
import { createDeps } from './deps.ts'
import { createHttp } from './http.ts'
import { allJobs } from './jobs.ts'
import { trackRequests } from './open-requests.ts'
import { appRouter } from './router.ts'

const drainMs = 8_000 // requests and steps of purchases mostly end within this; what does not is taken over by its alarm clock

/** Starts serving. `close` takes no more requests, answers those it has, hangs up streams, lets purchases finish their step, and closes everything. */
export async function serve(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  const deps = await createDeps(config, 'server')
  const closing = new AbortController()
  const boards = openBoards(deps)
  const driver = createDriver(deps)
  const checkouts = createCheckoutDriver(toCheckoutDeps(deps, driver))
  const runs = createRuns(deps)
  const auth = createAuth(deps, {
    secret: config.authSecret,
    publicUrl: config.publicUrl,
    trustedOrigins: config.trustedOrigins,
    proxyHeader: config.proxyHeader,
    rateLimit: { isOn: true, signInsMax: config.signInsMax },
  })
  const dashboard = createDashboard(config)
  const router = appRouter(deps, { boards, driver, checkouts, runs })
  const requests = trackRequests(closing.signal)
  const http = createHttp({
    config,
    deps,
    auth,
    router,
    dashboard,
    bestAnswers: createBestAnswers(boards),
    readers: createReaderHttp(deps, {
      drm: deps.drm,
      keeper: keepLicences(deps),
      publicUrl: config.publicUrl,
    }),
    reading: (req, res) =>
      serveReading({ deps, getAccountId: async () => (await auth.getCaller(req.headers))?.id ?? null }, req, res),
    opds: createOpdsHttp({ ...deps, apps: authorizeApps(auth) }),
    requests,
    closing: closing.signal,
  })
  await ensureQueues(deps.boss, allJobs(deps, { driver, checkouts, boards })) // a job can be sent before any worker has run
  armCrashPoint(config.crashAt)
  http.listen(config.port, config.host)
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo

  return {
    url: `http://${config.host}:${port}`,
    async close() {
      const closed = once(http, 'close')
      http.close()
      closing.abort()
      await withinDrain(async () => {
        await requests.answered() // they may begin purchases
        await checkouts.idle() // they may begin purchases too
        await driver.idle()
      })
      runs.close()
      boards.close() // not before: their readers would take what is known for all there is
      http.closeAllConnections()
      await closed
      await dashboard.close()
      await deps[Symbol.asyncDispose]()
    },
  }
}

async function withinDrain(work: () => Promise<void>): Promise<void> {
  const enough = new AbortController()
  const timer = systemClock.sleep(drainMs, enough.signal).catch(() => {})
  await Promise.race([work(), timer])
  enough.abort()
}
