// The outside world in a box: the sellers, the payment provider and the mailbox, as real servers on real sockets, with knobs and journals.
// Promises: the same seed gives the same world; its books are its own, so that ours can be checked against them.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { testConfig } from './config.ts'
import type { SandboxConfig } from './config.ts'
import { controlRoutes } from './control.ts'
import { serveRoutes } from './core/http.ts'
import { mailboxRoutes } from './mailbox/index.ts'
import { paymentRoutes } from './payments/index.ts'
import { bargainBarnRoutes } from './sellers/bargain-barn/index.ts'
import { bargainBarnProfile } from './sellers/bargain-barn/profile.ts'
import { edifact } from './sellers/continental/edifact-papers.ts'
import { continentalRoutes } from './sellers/continental/index.ts'
import { continentalProfile, continentalUsProfile } from './sellers/continental/profile.ts'
import { x12 } from './sellers/continental/x12-papers.ts'
import { startFleetStreet } from './sellers/fleet-street/index.ts'
import { fleetStreetProfile } from './sellers/fleet-street/profile.ts'
import { foxedRoutes } from './sellers/foxed/index.ts'
import { foxedProfile } from './sellers/foxed/profile.ts'
import { Access } from './sellers/harbor/access.ts'
import { harborRoutes } from './sellers/harbor/index.ts'
import { harborProfile } from './sellers/harbor/profile.ts'
import { lanternRoutes } from './sellers/lantern/index.ts'
import { lanternProfile } from './sellers/lantern/profile.ts'
import { meridianRoutes } from './sellers/meridian/index.ts'
import { meridianProfile } from './sellers/meridian/profile.ts'
import { northgateRoutes } from './sellers/northgate/index.ts'
import { northgateProfile } from './sellers/northgate/profile.ts'
import { papertrailRoutes } from './sellers/papertrail/index.ts'
import { papertrailProfile } from './sellers/papertrail/profile.ts'
import { World } from './world.ts'

export type { SandboxConfig }

export interface Sandbox {
  /** HTTP: control at the root, each seller under its name, `/stripe/v1` (also as `/v1`, for the SDK). */
  url: string
  /** `host:port` of Fleet Street Direct. */
  grpcAddr: string
  close(): Promise<void>
}

/**
 * Starts the sandbox on 127.0.0.1. What is not given is as tests want it: free ports, seed 1, no latency and no faults
 * (`calm: false` for the personalities as designed).
 */
export async function startSandbox(config: Partial<SandboxConfig> = {}): Promise<Sandbox> {
  const full = { ...testConfig, ...config }
  const place = { url: '', grpcAddr: '' } // known only once the sockets are open
  const world = new World(full.seed, { ...full, baseUrl: () => place.url })
  const routes = [
    ...controlRoutes(world, ({ profile }) =>
      profile.protocol === 'grpc' ? place.grpcAddr : `${place.url}/${profile.name}`,
    ),
    ...harborRoutes(() => world.seller(harborProfile), new Access(full.harbor.clientId, full.harbor.clientSecret)),
    ...northgateRoutes(
      () => world.seller(northgateProfile),
      full.northgate,
      () => place.url,
    ),
    ...lanternRoutes(() => world.seller(lanternProfile), { ...full.lantern, calm: full.calm }),
    ...meridianRoutes(() => world.seller(meridianProfile), full.meridian),
    ...bargainBarnRoutes(() => world.seller(bargainBarnProfile), full.bargainBarn),
    ...foxedRoutes(() => world.seller(foxedProfile), full.foxed),
    ...papertrailRoutes(() => world.seller(papertrailProfile), full.papertrail.key),
    ...continentalRoutes('continental', () => world.seller(continentalProfile), edifact, full.continental),
    ...continentalRoutes('continental-us', () => world.seller(continentalUsProfile), x12, full.continental),
    ...paymentRoutes(() => world.payments),
    ...mailboxRoutes(() => world.mailbox),
  ]
  const http = serveRoutes(routes)
  place.url = await listen(http, full.port)
  const grpcPort = full.grpcPort ?? (full.port === 0 ? 0 : full.port + 1)
  const fleetStreet = await startFleetStreet(() => world.seller(fleetStreetProfile), {
    port: grpcPort,
    ...full.fleetStreet,
  }).catch(async (error: unknown) => {
    await closeHttp(http)
    throw error
  })
  place.grpcAddr = fleetStreet.addr
  return {
    ...place,
    async close() {
      world.close()
      await Promise.all([closeHttp(http), fleetStreet.close()])
    },
  }
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening') // rejects when the port is taken
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closeHttp(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
