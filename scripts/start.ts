// `npm start`: everything on this machine, each part its own process as in production, until Ctrl-C.
// Order: folder and ports → PostgreSQL and sandbox → gateway; migrations, demo catalogue and ebooks, demo accounts; web build → server and worker.
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort, isFree, listens } from './ports.ts'
import { Problem, failWith } from './problem.ts'
import { startCluster } from './postgres/cluster.ts'
import { runChild, startChild } from './start/child.ts'
import type { Program, Running } from './start/child.ts'
import { readConfig } from './start/config.ts'
import type { StartConfig } from './start/config.ts'
import { holdFolder, openFolder, readSecrets, writeSecrets } from './start/folder.ts'
import type { Secrets } from './start/folder.ts'
import { openLog } from './start/log-file.ts'
import { placesOf, programs } from './start/services.ts'
import type { Places } from './start/services.ts'
import { createSupervisor } from './start/supervisor.ts'
import type { Supervisor } from './start/supervisor.ts'
import { buildWeb } from './start/web.ts'

const readyMs = 60_000 // for /readyz once the server listens: pg-boss makes its tables at the first start

try {
  await start()
} catch (error) {
  failWith(error)
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  openFolder(config.dataDir)
  const hold = await holdFolder(config.dataDir)
  const supervisor = createSupervisor({ say, onChange: (pids) => hold.remember(pids) })
  const stopping = stopOn(supervisor, hold.release)
  try {
    await refuseTakenPorts(config)
    if (config.databaseUrl) await refuseSilentDatabase(config.databaseUrl)
    const places = await bringUp(config, readSecrets(config.dataDir), supervisor)
    announce(config, places)
  } catch (error) {
    if (stopping.aborted) return // asked to stop in the middle of the start: what failed, failed because of that
    await supervisor.stop()
    hold.release()
    throw error
  }
}

async function bringUp(config: StartConfig, secrets: Secrets, supervisor: Supervisor): Promise<Places> {
  const began = Date.now()
  const port = config.databaseUrl ? 0 : await databasePort(config, secrets)
  const url = config.databaseUrl ?? `postgres://quire:${secrets.databasePassword}@127.0.0.1:${port}/quire`
  const places = placesOf(config, secrets, url)
  const program = programs(config, secrets, places)
  const web = buildWeb(say)
  web.catch(() => {}) // awaited below; until then a failure must not end the process
  await supervisor.start({
    ...(config.databaseUrl ? {} : { database: () => startDatabase(config, secrets, port, places.logDir) }),
    sandbox: () => startChild(program.sandbox),
  })
  const gateway = supervisor.start({ gateway: () => startChild(program.gateway) })
  await Promise.all([gateway, web, prepare(program)])
  await supervisor.start({ server: () => startChild(program.server), worker: () => startChild(program.worker) })
  await answers(`${places.webUrl}/readyz`)
  say(`all up after ${((Date.now() - began) / 1000).toFixed(1)} s`)
  return places
}

/** The tables, then what is in them from the first. Each step changes nothing when there is nothing to do. */
async function prepare({
  migrate,
  catalogue,
  ebooks,
  accounts,
}: Record<'migrate' | 'catalogue' | 'ebooks' | 'accounts', Program>): Promise<void> {
  const run = async (step: Program) => {
    const last = (await runChild(step)).split('\n').findLast((line) => line.trim() !== '')
    if (last) say(last)
  }
  await run(migrate)
  await Promise.all([run(catalogue).then(() => run(ebooks)), run(accounts)])
}

async function startDatabase(config: StartConfig, secrets: Secrets, port: number, logDir: string): Promise<Running> {
  const log = openLog(join(logDir, 'postgres.log'))
  const dir = join(config.dataDir, 'postgres')
  const cluster = await startCluster({ dir, port, password: secrets.databasePassword, onLine: log.write })
  return { pid: cluster.pid, ended: cluster.ended, stop: () => cluster.stop(), tail: log.tail }
}

/** The port of last time when nobody took it since: addresses written down in other tools stay true. */
async function databasePort(config: StartConfig, secrets: Secrets): Promise<number> {
  if (secrets.databasePort !== null && (await isFree(secrets.databasePort))) return secrets.databasePort
  const port = await freePort()
  writeSecrets(config.dataDir, { ...secrets, databasePort: port })
  return port
}

async function refuseTakenPorts({ port, gatewayAddr, sandboxPort }: StartConfig): Promise<void> {
  const [host, gatewayPort] = gatewayAddr.split(':')
  const wanted: [number, string, string][] = [
    [port, 'the web app', `QUIRE_PORT=${port + 1}`],
    [Number(gatewayPort), 'the seller gateway', `QUIRE_GATEWAY_ADDR=${host}:${Number(gatewayPort) + 1}`],
    [sandboxPort, 'the sandbox', `QUIRE_SANDBOX_PORT=${sandboxPort + 2}`],
    [sandboxPort + 1, "the sandbox's gRPC seller", `QUIRE_SANDBOX_PORT=${sandboxPort + 2}`],
  ]
  for (const [each, what, instead] of wanted) {
    if (await isFree(each, what === 'the seller gateway' ? host : undefined)) continue
    throw new Problem(
      `Port ${each}, for ${what}, is taken by another program. End that program, or start with: ${instead} npm start`,
    )
  }
}

async function refuseSilentDatabase(databaseUrl: string): Promise<void> {
  const { hostname, port } = new URL(databaseUrl)
  if (hostname === '' || (await listens(hostname, Number(port || 5432)))) return // no host: a socket, which the driver knows how to find
  throw new Problem(
    `No PostgreSQL answers at ${hostname}:${port || 5432}, which DATABASE_URL names. Start it, or unset DATABASE_URL to use the embedded one.`,
  )
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + readyMs; Date.now() < end; await delay(100)) {
    const response = await fetch(url).catch(() => null)
    if (response?.status === 200) return
  }
  throw new Problem(`The server runs, but ${url} does not say that it is ready. The logs say why.`)
}

/** Ctrl-C, a closed terminal, kill, or the end of npm: everything is stopped, once. */
function stopOn(supervisor: Supervisor, release: () => void): AbortSignal {
  const stopping = new AbortController()
  const stop = async () => {
    if (stopping.signal.aborted) return
    stopping.abort()
    say('stopping')
    await supervisor.stop()
    release()
    say('stopped; the data are kept')
    process.exit(0)
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void stop())
  process.on('disconnect', () => void stop()) // setup.mjs has ended
  process.channel?.unref()
  process.stdout.on('error', () => {}) // the terminal is gone; there is still everything to be stopped
  return stopping.signal
}

function announce(config: StartConfig, { webUrl, sandboxUrl, databaseUrl, demoPassword, logDir }: Places): void {
  process.stdout.write(`
Quire is ready: ${webUrl}

  sign in    reader@example.com or ops@example.com, password ${demoPassword}
  queues     ${webUrl}/ops/queues (as ops@example.com)
  sandbox    ${sandboxUrl} (sellers, payment provider; /sellers, /journal/payments)
  gateway    ${config.gatewayAddr} (gRPC, with reflection)
  database   ${databaseUrl}
  logs       ${logDir}
  to stop    Ctrl-C; the data stay in ${config.dataDir}
`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
