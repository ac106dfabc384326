// Protection with everything real around it, for one test file: a database, a folder, the certificates of the basic profile, an HTTP server.
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { basicProfile, createKeeper, createReaderHttp, ensureProvider, openDrm } from '#drm'
import type { Drm, DrmScheme, IssueLicence, Licence } from '#drm'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { filesOf, upload, zip } from './epubs.ts'
import { useDatabase } from './world.ts'

export const passphrase = 'the whale is white'
const secret = 'a secret for content keys of thirty-two and more'
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
export const dayMs = 24 * 60 * 60_000

export interface DrmWorld {
  readonly db: Db
  readonly drm: Drm
  readonly folder: string
  /** The certificate that a reader under test trusts. */
  readonly root: string
  readonly url: string
  /** Moves the clock; tests begin at noon of a day. */
  at(time: Date): void
  now(): Date
  publish(bytes?: Buffer, scheme?: DrmScheme): Promise<string>
  /** A licence for a loan of a day, issued now, unless told otherwise. */
  issue(publicationId: string, order?: Partial<IssueLicence>): Promise<Licence>
  end(licenceId: string, how: 'returned' | 'revoked' | 'expired'): Promise<Licence>
}

/** The world of one test file; its parts are there once the file's `beforeAll`s have run. */
export function useDrm(): DrmWorld {
  const database = useDatabase()
  let time = new Date('2026-11-22T12:00:00Z')
  let server: Server
  const world = {} as { db: Db; drm: Drm; folder: string; root: string; url: string }

  beforeAll(async () => {
    world.folder = await mkdtemp(join(tmpdir(), 'quire-drm-'))
    world.db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
    const deps = {
      db: world.db,
      clock: { now: () => time, sleep: async () => {} },
    }
    const provider = await ensureProvider(world.folder, time)
    world.root = provider.root
    let answer: ReturnType<typeof createReaderHttp> | null = null
    server = createServer((req, res) => void answer?.(req, res))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    world.drm = await openDrm(deps, {
      folder: world.folder,
      secrets: [secret],
      publicUrl: world.url,
      provider,
      profile: basicProfile,
      toUserKey: (hash) => hash,
    })
    answer = createReaderHttp(deps, { drm: world.drm, keeper: createKeeper(deps, world.drm), publicUrl: world.url })
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await world.db.destroy()
    await rm(world.folder, { recursive: true, force: true })
  })

  return Object.assign(world, {
    at: (next: Date) => void (time = next),
    now: () => time,
    async publish(bytes?: Buffer, scheme: DrmScheme = 'LCP') {
      const file = upload(bytes ?? (await zip(filesOf())))
      const { publication } = await world.drm.protect({ id: randomUUID(), scheme, file, by: 'staff' })
      return publication.id
    },
    issue: (publicationId: string, order: Partial<IssueLicence> = {}) =>
      world.db.transaction().execute((tx) =>
        world.drm.issueLicence(tx, {
          id: randomUUID(),
          publicationId,
          reader: { id: 'reader-1', name: 'Ada <Reader>' },
          rights: { start: time, end: new Date(time.getTime() + dayMs), copy: 1000, print: 10 },
          passphrase: { hash: hashOf(passphrase), hint: 'The colour of the whale' },
          renewableUntil: new Date(time.getTime() + 3 * dayMs),
          at: time,
          ...order,
        }),
      ),
    end: (licenceId: string, how: 'returned' | 'revoked' | 'expired') =>
      world.db.transaction().execute((tx) => world.drm.endLicence(tx, { licenceId, how, device: null, at: time })),
  })
}
