// A Quire for one benchmark: its own PostgreSQL, the sandbox without latency or faults, the gateway and the server as real processes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../scripts/ports.ts'
import { startScratch } from '../scripts/postgres/scratch.ts'
import { runChild, startChild } from '../scripts/start/child.ts'
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
  const dir = mkdtempSync(path.join(tmpdir(), 'quire-bench-'))
  const closers: (() => Promise<unknown>)[] = [() => postgres.stop()]
  const close = async () => {
    for (const each of closers.toReversed()) await each()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const [port, gatewayPort, sandboxPort] = [await freePort(), await freePort(), await freePort(2)]
    const databaseUrl = postgres.url('postgres')
    const config = {
      port,
      gatewayAddr: `127.0.0.1:${gatewayPort}`,
      sandboxPort,
      dataDir: dir,
      databaseUrl,
      stripe: null,
      demoPassword: secret,
    }
    const secrets = {
      authSecret: secret,
      webhookSecret: secret,
      tokenKey: secret,
      gatewayKey: secret,
      sellerSecretKey: secret,
      databasePassword: '',
      databasePort: null,
      demoPassword: secret,
    }
    const places = placesOf(config, secrets, databaseUrl)
    const all = programs(config, secrets, places)
    const env = {
      QUIRE_SANDBOX_CALM: '1',
      QUIRE_SANDBOX_PER_SECOND: perSecond,
      QUIRE_LOG_LEVEL: 'warn',
      QUIRE_WEB_DIST: '',
    }
    const described = (name: keyof typeof all) => ({ ...all[name], env: { ...all[name].env, ...env } })
    await runChild(described('migrate'))
    for (const name of ['sandbox', 'gateway', 'server'] as const) {
      const running = await startChild(described(name))
      closers.push(() => running.stop())
    }
    return {
      serverUrl: places.webUrl,
      sandboxUrl: places.sandboxUrl,
      sandboxGrpcAddr: `127.0.0.1:${sandboxPort + 1}`,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
