// An OpenSearch for one run of the tests or of a tool: a single small node on a free port, empty, gone afterwards.
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { removeFolder, temporaryFolder } from '../temporary.ts'
import { resolveClassPath } from './class-path.ts'

export interface ScratchOpenSearch {
  readonly url: string
  /** Stops answering without a word (SIGSTOP), or goes on. */
  freeze(isFrozen: boolean): void
  stop(): Promise<void>
}

/** Enough for a hundred thousand books of tests and benchmarks; a node of its own begins at a gigabyte. */
const heapMb = 512
/** The runner looks for a free port from here up to its own bound of 9299. Each process begins elsewhere, so that two seldom meet. */
const ports = { first: 9_201, count: 80 }
const attempts = 3
/** A node starts within five seconds on an idle machine of two cores, and was seen to take three minutes on a crowded one. */
const startTimeoutMs = 300_000
/** What the JVM gets to end in order; nothing of it is kept anyhow. */
const stopTimeoutMs = 15_000
const pollMs = 100 // its readiness can only be looked for

const settings = `
discovery.type: single-node
network.host: 127.0.0.1
transport.port: 0
node.roles: [cluster_manager, data]
# A full disk is somebody else's problem: a scratch node must not refuse to write over it.
cluster.routing.allocation.disk.threshold_enabled: false
`

/** Starts a node, or says in a sentence why this machine cannot. */
export async function startOpenSearch(): Promise<ScratchOpenSearch | { readonly missing: string }> {
  const found = await resolveClassPath()
  if ('missing' in found) return found
  for (let attempt = 1; ; attempt++) {
    const folder = temporaryFolder('opensearch')
    try {
      return await startIn(folder, found.classPath, attempt)
    } catch (error) {
      removeFolder(folder)
      if (attempt === attempts) throw error // each time another process took the port between the look and the start
    }
  }
}

async function startIn(folder: string, classPath: string, attempt: number): Promise<ScratchOpenSearch> {
  const config = join(folder, 'config')
  mkdirSync(config)
  writeFileSync(join(config, 'opensearch.yml'), settings)
  const before = ports.first - 1 + ((process.pid + attempt * 7) % ports.count)
  // One collector thread and the quick compiler only: the tests want the other core, and a node that lives for a minute has nothing from a better one.
  const heap = [`-Xms${heapMb}m`, `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const runner = ['org.codelibs.opensearch.runner.OpenSearchRunner', '-numOfNode', '1', '-basePath', folder]
  const cluster = `quire-${process.pid}-${attempt}`
  const place = ['-confPath', config, '-baseHttpPort', String(before), '-clusterName', cluster]
  const child = spawn('java', [...heap, '-cp', classPath, ...runner, ...place], { stdio: ['ignore', 'pipe', 'ignore'] })
  const kill = () => child.kill('SIGKILL') // and not asked to end: it may be frozen
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    await end(child)
    removeFolder(folder)
  }
  try {
    const url = `http://127.0.0.1:${await portOf(child)}`
    await isGreen(url, cluster, child)
    return { url, freeze: (isFrozen) => void child.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Child = ChildProcessByStdio<null, Readable, null>

/** The runner says which port it took before it opens it. */
async function portOf(child: Child): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /^HTTP Port:\s+(\d+)$/.exec(line) ?? []
    if (port === undefined) continue
    child.stdout.resume() // what it says later is in its own log, and may not fill the pipe
    return port
  }
  throw new Error(`OpenSearch ended with ${child.exitCode} before it had a port`)
}

/** Green, and ours: what answers there may be another process's node that was quicker to take the port. */
async function isGreen(url: string, cluster: string, child: Child): Promise<void> {
  for (const end = Date.now() + startTimeoutMs; Date.now() < end; await delay(pollMs)) {
    if (child.exitCode !== null) throw new Error(`OpenSearch ended with ${child.exitCode}`)
    const answer = await fetch(`${url}/_cluster/health?wait_for_status=green&timeout=5s`).catch(() => null)
    const health = answer?.ok ? ((await answer.json()) as { cluster_name: string }) : null
    if (health?.cluster_name === cluster) return
  }
  throw new Error('OpenSearch did not start in five minutes')
}

async function end(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGCONT')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await gone
  clearTimeout(timer)
}
