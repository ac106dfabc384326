// Process: gives the demo three ebooks of our own, two to borrow and all to buy, and ends. Each is taken in once, however often this runs.
import { Readable } from 'node:stream'
import { importCsv } from '#catalog'
import { basicProfile, ensureProvider, openDrm } from '#drm'
import { ebooksJobs, receiveEbook, setLicences, setPrice } from '#ebooks'
import { indexWorks } from '#search'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import { derivedId, systemIds } from '#platform/ids'
import { createBoss, ensureQueues, jobsOf } from '#platform/jobs'
import { createLog } from '#platform/log'
import { demoBooks } from './modules/ebooks/demo/books.ts'
import { writeEpub } from './modules/ebooks/demo/write-epub.ts'

const pools = '0d5c9f2e-6a0b-4f0e-8a57-3d1c7be0a9d4' // the namespace of the demo's pools

const url = process.env['DATABASE_URL']
const folder = process.env['QUIRE_EBOOK_DIR']
const secrets = process.env['QUIRE_CONTENT_KEYS']?.split(',') ?? []
if (!url) throw new Error('DATABASE_URL is not set')
if (folder && secrets.length > 0) await load(url, folder)
else process.stdout.write('no folder for ebooks (QUIRE_EBOOK_DIR, QUIRE_CONTENT_KEYS); none loaded\n')

async function load(databaseUrl: string, ebookFolder: string): Promise<void> {
  const log = createLog({ name: 'quire-ebooks', level: 'warn' })
  const db = createDb(createPool({ url: databaseUrl, name: 'quire-ebooks', max: 2 }))
  const boss = createBoss({ url: databaseUrl, role: 'worker', log }) // the role that may install the queues
  await boss.start()
  const base = { db, log, clock: systemClock, ids: systemIds, jobs: jobsOf(boss) }
  const drm = await openDrm(base, {
    folder: ebookFolder,
    secrets,
    publicUrl: process.env['QUIRE_PUBLIC_URL'] ?? 'http://127.0.0.1:3000',
    provider: await ensureProvider(ebookFolder, systemClock.now()),
    profile: basicProfile,
    toUserKey: (hash) => hash, // nothing is licensed here
  })
  const deps = { ...base, drm }
  try {
    await ensureQueues(boss, ebooksJobs(deps))
    await importBooks(deps)
    for (const book of demoBooks) await take(deps, book)
    process.stdout.write(`${demoBooks.length} ebooks of our own are in the library\n`)
  } finally {
    await boss.stop()
    await db.destroy()
  }
}

type LoadDeps = Parameters<typeof receiveEbook>[0]

async function importBooks({ db, ids }: LoadDeps): Promise<void> {
  const rows = demoBooks.map(({ isbn13, title, author }) => `quire-${isbn13},${title},${author},${isbn13},ebook,en`)
  const csv = ['work_key,title,authors,isbn13,format,language', ...rows].join('\n')
  await importCsv({ db, ids, announce: indexWorks }, Readable.from([csv]), {
    onReject: ({ line, field, reason }) => process.stderr.write(`line ${line}, ${field}: ${reason}\n`),
  })
}

async function take(deps: LoadDeps, book: (typeof demoBooks)[number]): Promise<void> {
  const { isbn13, licences, priceMinor } = book
  const deed = { isbn13, by: 'demo' }
  const file = Readable.from([await writeEpub(book)])
  await receiveEbook(deps, { ...deed, scheme: licences > 0 ? 'LCP' : 'WATERMARK', file, key: 'demo-file' })
  await setPrice(deps, { ...deed, currency: 'USD', minor: priceMinor, key: 'demo-price' })
  if (licences === 0) return
  const pool = {
    poolId: derivedId(pools, isbn13),
    concurrentLimit: licences,
    totalLimit: null,
    loanDays: 14,
    endsAt: null,
  }
  await setLicences(deps, { ...deed, ...pool, key: 'demo-licences' })
}
