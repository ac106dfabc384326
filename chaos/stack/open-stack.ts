// A whole Quire of its own for one run: real processes as in production, an empty PostgreSQL, free ports; gone afterwards.
// The sandbox is the judge and is never killed. Gateway, server and worker are, and come back.
import { join } from 'node:path'
import { freePort } from '../../scripts/ports.ts'
import { runChild, startChild } from '../../scripts/start/child.ts'
import type { Program } from '../../scripts/start/child.ts'
import { placesOf, programs } from '../../scripts/start/services.ts'
import type { ProgramName } from '../../scripts/start/services.ts'
import { removeFolder, temporaryFolder } from '../../scripts/temporary.ts'
import { createPool } from '../../server/platform/db.ts'
import type { Pool } from '../books/read-ours.ts'
import { startArmed } from './armed-process.ts'
import type { ArmedProcess } from './armed-process.ts'
import { startDatabase } from './database.ts'
import type { ChaosDatabase } from './database.ts'
import { keepProcess } from './kept-process.ts'
import type { KeptProcess } from './kept-process.ts'
import { startPostgresProxy } from './postgres-proxy.ts'
import type { PostgresProxy } from './postgres-proxy.ts'
import { controlSandbox } from './sandbox.ts'
import type { SandboxControl } from './sandbox.ts'
import { signIn } from './shopper.ts'
import type { Shopper } from './shopper.ts'
import { startTap } from './tap.ts'
import type { Ear } from './tap.ts'

export interface ChaosStack {
  readonly sandbox: SandboxControl
  readonly shopper: Shopper
  /** Where browsers find it, and the password of everybody. */
  readonly url: string
  readonly password: string
  /** Our own database, read from outside. */
  readonly db: Pool
  readonly database: ChaosDatabase
  /** What our processes reach the database through. */
  readonly proxy: PostgresProxy
  readonly gateway: KeptProcess
  readonly server: KeptProcess
  /** Starts a worker that is kept alive; a run may first want to be without one. */
  startWorker(): Promise<KeptProcess>
  /** One more server, on a port of its own, or one more worker, that dies at `point`. */
  startArmed(role: 'server' | 'worker', point: string): Promise<ArmedProcess & { readonly url: string }>
  /** Where its processes write what they say; gone with `close`. */
  readonly logDir: string
  close(): Promise<void>
}

const email = 'reader@example.com'
const password = 'demo-password-of-the-chaos'
const poolMax = 8 // connections a process: up to eight of them share one small PostgreSQL

/** Starts it and waits until it is ready. `seed` is the sandbox's; `onBytes` hears all that leaves for sellers. */
export async function openStack({ seed, onBytes }: { seed: number; onBytes: Ear }): Promise<ChaosStack> {
  const database = await startDatabase()
  const dir = temporaryFolder('chaos')
  const closers: (() => Promise<unknown>)[] = [() => database.stop()]
  const close = async () => {
    for (const each of closers.toReversed()) await each()
    removeFolder(dir)
  }
  try {
    const proxy = await startPostgresProxy(database.port)
    closers.push(() => proxy.close())
    const databaseUrl = Object.assign(new URL(database.url), { port: String(proxy.port) }).href
    const { program, webUrl, sandboxUrl, sandboxPort, tapPort, logDir } = await describe({ seed, dir, databaseUrl })
    for (const offset of [0, 1]) {
      const tap = await startTap(sandboxPort + offset, onBytes, tapPort + offset)
      closers.push(() => tap.close())
    }
    const keep = async (name: ProgramName) => {
      const kept = await keepProcess(program(name), join(dir, `clock-of-process-${closers.length}`))
      closers.push(() => kept.stop())
      return kept
    }
    const sandboxProcess = await startChild(program('sandbox'))
    closers.push(() => sandboxProcess.stop())
    for (const name of ['migrate', 'catalogue', 'accounts'] as const) await runChild(program(name))
    const db = createPool({ url: database.url, name: 'quire-chaos', max: 4 })
    closers.push(() => db.end())
    const [gateway, server] = await Promise.all([keep('gateway'), keep('server')])

    return {
      sandbox: controlSandbox(sandboxUrl, stripeKey),
      url: webUrl,
      password,
      shopper: await signIn(webUrl, { email, password }),
      db,
      database,
      proxy,
      gateway,
      server,
      startWorker: () => keep('worker'),
      async startArmed(role, point) {
        const port = role === 'server' ? await freePort() : 0
        const armed = await startArmed(program(role, { QUIRE_PORT: String(port) }), point)
        closers.push(() => armed.stop())
        return { ...armed, url: `http://127.0.0.1:${port}` }
      },
      logDir,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const stripeKey = 'sk_test_sandbox'

/** Every process as `npm start` would start it, with addresses and secrets of this run only. */
async function describe({ seed, dir, databaseUrl }: { seed: number; dir: string; databaseUrl: string }) {
  const [port, gatewayPort, sandboxPort] = [await freePort(), await freePort(), await freePort(2)]
  const tapPort = await freePort(2) // HTTP, and gRPC beside it, as in the sandbox itself
  const config = {
    port,
    gatewayAddr: `127.0.0.1:${gatewayPort}`,
    sandboxPort,
    dataDir: dir,
    databaseUrl,
    stripe: null,
    demoPassword: password,
  }
  const secrets = {
    authSecret: 'a secret that only this run of the chaos knows',
    webhookSecret: 'whsec_of_the_chaos',
    tokenKey: 'a token key that only this run of the chaos knows',
    sellerSecretKey: 'a key for sealing that only this run of the chaos knows',
    contentKey: 'a key for ebooks that only this run of the chaos knows',
    databasePassword: '',
    databasePort: null,
    demoPassword: password,
  }
  const places = placesOf(config, secrets, databaseUrl)
  const all = programs(config, secrets, places)
  const ours = {
    QUIRE_PUBLIC_URL: places.webUrl,
    QUIRE_STRIPE_WEBHOOK_SECRET: secrets.webhookSecret,
    BETTER_AUTH_SECRET: secrets.authSecret,
    QUIRE_GATEWAY_TOKEN_KEYS: secrets.tokenKey,
    QUIRE_GATEWAY_KEY: 'a-gateway-key-that-only-this-run-of-the-chaos-knows',
    QUIRE_GATEWAY_SECRET_KEYS: secrets.sellerSecretKey,
    QUIRE_WEB_DIST: '', // nobody looks
    QUIRE_POOL_MAX: String(poolMax),
    QUIRE_SIGN_INS_MAX: '10000', // all shoppers come from one address
    QUIRE_SANDBOX_CALM: '1', // every fault is one that the run asked for
    QUIRE_SANDBOX_SEED: String(seed),
  }
  const program = (name: ProgramName, env: Record<string, string> = {}): Program => {
    const base = all[name]
    const tapped = name === 'gateway' ? { QUIRE_SANDBOX_URL: `http://127.0.0.1:${tapPort}` } : {}
    return { ...base, env: { ...base.env, ...ours, ...tapped, ...env } }
  }
  return { program, sandboxPort, tapPort, ...places }
}
