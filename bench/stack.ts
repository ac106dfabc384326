// A Quire for one benchmark: its own PostgreSQL, the sandbox without latency or faults, the gateway and the server as real processes; or the
// sandbox and the gateway alone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '../scripts/ports.ts'
import { startCluster } from '../scripts/postgres/cluster.ts'
import { startScratch } from '../scripts/postgres/scratch.ts'
import { runChild, startChild } from '../scripts/start/child.ts'
import type { Program } from '../scripts/start/child.ts'
import { placesOf, programs } from '../scripts/start/services.ts'

export interface BenchStack {
  readonly serverUrl: string
  readonly sandboxUrl: string
  /** `host:port` of the seller that speaks gRPC. */
  readonly sandboxGrpcAddr: string
  close(): Promise<void>
}

const perSecond = '100000' // no seller's published rate is in the way: the gateway is measured, not a seller's patience
const secret = 'only-for-benchmarks-only-for-benchmarks'

export async function openBenchStack(): Promise<BenchStack> {
  const postgres = await startScratch()
  const { dir, closers, close } = openFolder()
  closers.push(() => postgres.stop())
  try {
    const { all, places, grpcAddr } = await describePrograms(dir, postgres.url('postgres'))
    await runChild(all.migrate)
    for (const name of ['sandbox', 'gateway', 'server'] as const) {
      const running = await startChild(all[name])
      closers.push(() => running.stop())
    }
    return { serverUrl: places.webUrl, sandboxUrl: places.sandboxUrl, sandboxGrpcAddr: grpcAddr, close }
  } catch (error) {
    await close()
    throw error
  }
}

export interface BuyingStack {
  readonly serverUrl: string
  readonly sandboxUrl: string
  /** The database of the server and the worker, for a look from outside. */
  readonly databaseUrl: string
  /** A reader's account. */
  readonly reader: { email: string; password: string }
  /** Of PostgreSQL and the four programs. */
  readonly pids: Readonly<Record<StackProcess, number>>
  close(): Promise<void>
}

export type StackProcess = 'postgres' | 'sandbox' | 'gateway' | 'server' | 'worker'

/**
 * All that a purchase goes through, as in production: a PostgreSQL that loses nothing (fsync and synchronous_commit are on), sandbox, gateway,
 * server and worker, with the demo catalogue and its people. `preload` is loaded into the programs that it names before anything else.
 */
export async function openBuyingStack(options: { preload?: Preload } = {}): Promise<BuyingStack> {
  const { dir, closers, close } = openFolder()
  try {
    const cluster = await startCluster({ dir: path.join(dir, 'postgres'), port: await freePort(), password: secret })
    closers.push(() => cluster.stop())
    const databaseUrl = cluster.url('postgres')
    const { all, places } = await describePrograms(dir, databaseUrl)
    for (const name of ['migrate', 'catalogue', 'accounts'] as const) await runChild(all[name])
    const pids = { postgres: cluster.pid, sandbox: 0, gateway: 0, server: 0, worker: 0 }
    for (const name of ['sandbox', 'gateway', 'server', 'worker'] as const) {
      const running = await startChild(preloaded(all[name], options.preload))
      closers.push(() => running.stop())
      pids[name] = running.pid
    }
    const reader = { email: 'reader@example.com', password: secret }
    return { serverUrl: places.webUrl, sandboxUrl: places.sandboxUrl, databaseUrl, reader, pids, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A module that a process loads first, with `?file=` a file of its own, named after it, in `dir`. */
interface Preload {
  readonly module: string
  readonly into: readonly string[]
  readonly dir: string
}

function preloaded(program: Program, preload: Preload | undefined): Program {
  if (!preload || !preload.into.includes(program.name)) return program
  const module = pathToFileURL(preload.module)
  module.searchParams.set('file', path.join(preload.dir, program.name))
  return { ...program, env: { ...program.env, NODE_OPTIONS: `--import=${module.href}` } }
}

/** A worker of this database and nothing else, with `nodeOptions` for Node. */
export async function openWorker(
  databaseUrl: string,
  nodeOptions = '',
): Promise<{ readonly pid: number; close(): Promise<void> }> {
  const { dir, closers, close } = openFolder()
  try {
    const { all } = await describePrograms(dir, databaseUrl)
    const worker = await startChild({ ...all.worker, env: { ...all.worker.env, NODE_OPTIONS: nodeOptions } })
    closers.push(() => worker.stop())
    return { pid: worker.pid, close }
  } catch (error) {
    await close()
    throw error
  }
}

export interface GatewayStack {
  /** `host:port`. */
  readonly gatewayAddr: string
  readonly sandboxUrl: string
  /** Ends it and returns what the gateway counted for each seller. */
  close(): Promise<Record<string, { lookUps: number; hedges: number; retries: number }>>
}

/** The sellers of the sandbox behind the gateway, without database or server. */
export async function openGatewayStack(): Promise<GatewayStack> {
  const { dir, closers, close } = openFolder()
  try {
    const { all, places, gatewayAddr } = await describePrograms(dir, 'postgres://unused')
    const sandbox = await startChild(all.sandbox)
    closers.push(() => sandbox.stop())
    const gateway = await startChild({ ...all.gateway, env: { ...all.gateway.env, QUIRE_LOG_LEVEL: 'info' } })
    closers.push(() => gateway.stop())
    return {
      gatewayAddr,
      sandboxUrl: places.sandboxUrl,
      async close() {
        await close()
        const last = gateway.tail().findLast((line) => line.includes('"since the start"'))
        if (!last) throw new Error('the gateway ended without its last line')
        return (JSON.parse(last) as { sellers: Awaited<ReturnType<GatewayStack['close']>> }).sellers
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A folder of its own, and what is to be closed before it goes, the last first. */
function openFolder() {
  const dir = mkdtempSync(path.join(tmpdir(), 'quire-bench-'))
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const each of closers.toReversed()) await each()
    rmSync(dir, { recursive: true, force: true })
  }
  return { dir, closers, close }
}

async function describePrograms(dir: string, databaseUrl: string) {
  const [port, gatewayPort, sandboxPort] = [await freePort(), await freePort(), await freePort(2)]
  const gatewayAddr = `127.0.0.1:${gatewayPort}`
  const config = { port, gatewayAddr, sandboxPort, dataDir: dir, databaseUrl, stripe: null, demoPassword: secret }
  const secrets = {
    authSecret: secret,
    webhookSecret: secret,
    tokenKey: secret,
    sellerSecretKey: secret,
    contentKey: secret,
    databasePassword: '',
    databasePort: null,
    demoPassword: secret,
  }
  const places = placesOf(config, secrets, databaseUrl)
  const plain = programs(config, secrets, places)
  const env = {
    QUIRE_SANDBOX_CALM: '1',
    QUIRE_SANDBOX_PER_SECOND: perSecond,
    QUIRE_LOG_LEVEL: 'warn',
    QUIRE_WEB_DIST: '',
    QUIRE_SIGN_INS_MAX: '100000', // all readers come from one address
  }
  const described = Object.entries(plain).map(([name, program]) => [
    name,
    { ...program, env: { ...program.env, ...env } },
  ])
  const all = Object.fromEntries(described) as typeof plain
  return { all, places, gatewayAddr, grpcAddr: `127.0.0.1:${sandboxPort + 1}` }
}
