// ebook-protect: an EPUB of 20 MB, half text and half pictures, is taken, checked, encrypted and stored. Its ceiling is what no protection can do
// without: deflating the text and encrypting everything, in memory, one after the other. The bar is 3 seconds.
import { createCipheriv, randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { basicProfile, ensureProvider, openDrm } from '../server/modules/drm/index.ts'
import { systemClock } from '../server/platform/clock.ts'
import { createDb, createPool } from '../server/platform/db.ts'
import { migrateToLatest } from '../server/platform/migrate.ts'
import { largeFiles, upload, zip } from '../server/testing/epubs.ts'
import type { TestFile } from '../server/testing/epubs.ts'
import { freePort } from '../scripts/ports.ts'
import { startCluster } from '../scripts/postgres/cluster.ts'
import { removeFolder, temporaryFolder } from '../scripts/temporary.ts'
import { quantile, round } from './measure.ts'
import type { Report } from './measure.ts'

const megabytes = 20
const turns = 7
const warmUps = 2
const secondsMax = 3

export async function ebookProtect(say: (line: string) => void): Promise<Report> {
  const dir = temporaryFolder('ebook-protect')
  const closers: (() => Promise<unknown>)[] = [async () => removeFolder(dir)]
  try {
    const drm = await openStore(dir, closers)
    const files = largeFiles(megabytes)
    const bytes = await zip(files)
    const protectMs: number[] = []
    const leastMs: number[] = []
    let peakMb = 0
    for (let n = -warmUps; n < turns; n++) {
      const least = await timed(() => encryptAll(files))
      const ours = await watched(() =>
        drm.protect({ id: randomUUID(), scheme: 'LCP', file: upload(bytes), by: 'bench' }),
      )
      if (n < 0) continue
      leastMs.push(least)
      protectMs.push(ours.ms)
      peakMb = Math.max(peakMb, ours.peakMb)
      say(`Run ${n + 1} of ${turns}: ${round(ours.ms)} ms, at most ${round(ours.peakMb)} MB of it in memory`)
    }
    const perSecond = (ms: number) => round(bytes.length / 2 ** 20 / (ms / 1_000))
    const [measured, ceiling] = [perSecond(quantile(protectMs, 0.5)), perSecond(quantile(leastMs, 0.5))]
    return {
      name: 'ebook-protect',
      measured,
      ceiling,
      ratio: round(measured / ceiling),
      unit: 'MB/s',
      p50_ms: round(quantile(protectMs, 0.5)),
      p99_ms: round(quantile(protectMs, 0.99)),
      peak_mb: round(peakMb),
      holds: Math.max(...protectMs) < secondsMax * 1_000,
    }
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

async function openStore(dir: string, closers: (() => Promise<unknown>)[]) {
  const cluster = await startCluster({ dir: path.join(dir, 'postgres'), port: await freePort(), password: 'bench' })
  closers.push(() => cluster.stop())
  const url = cluster.url('postgres')
  await migrateToLatest(url)
  const db = createDb(createPool({ url, name: 'quire-ebook-protect', max: 2 }))
  closers.push(() => db.destroy())
  const folder = path.join(dir, 'ebooks')
  const provider = await ensureProvider(folder, new Date())
  const settings = {
    folder,
    secrets: ['bench'.repeat(8)],
    publicUrl: 'http://localhost',
    profile: basicProfile,
    provider,
  }
  return await openDrm({ db, clock: systemClock }, { ...settings, toUserKey: (hash) => hash })
}

async function encryptAll(files: readonly TestFile[]): Promise<void> {
  const key = randomBytes(32)
  for (const { body, isStored = false } of files) {
    const bytes = Buffer.from(body as string)
    const cipher = createCipheriv('aes-256-cbc', key, randomBytes(16))
    cipher.update(isStored ? bytes : await promisify(deflateRaw)(bytes))
    cipher.final()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** How long it takes, and by how much its buffers grow; the checker's thread has its own. */
async function watched(work: () => Promise<unknown>): Promise<{ ms: number; peakMb: number }> {
  const before = process.memoryUsage().arrayBuffers
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 5)
  const ms = await timed(work).finally(() => clearInterval(timer))
  return { ms, peakMb: (peak - before) / 2 ** 20 }
}
