// Books that publishers made, protected and opened again by r2-lcp-js: files come out as they went in. They are outside data, not in the
// repository; without them this says so.
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passphrase, useDrm } from '#testing/drm'
import { decrypt, download, openLicence, readEntry } from '#testing/lcp-reader'
import { openArchive } from './open-archive.ts'

const shared = process.env['QUIRE_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data')
const data = join(shared, 'epub')
const books = (await readdir(data).catch(() => [])).filter((name) => name.endsWith('.epub'))
/** Of a book with hundreds of files so many are compared, spread over it. */
const comparedMax = 12
const world = useDrm()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quire-books-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('real books', () => {
  it.runIf(books.length === 0)(`ARE NOT HERE: ${data} has no EPUBs, so none was tried`, ({ skip }) => skip())

  for (const book of books)
    it(`${book} is protected, and its files are decrypted to their bytes`, async () => {
      const original = join(data, book)
      const file = createReadStream(original)
      const { publication } = await world.drm.protect({ id: randomUUID(), scheme: 'LCP', file, by: 'staff' })
      const { id } = await world.issue(publication.id)
      const reader = { root: world.root, now: world.now, device: { id: 'd', name: 'A reading app' } }
      const lcp = await openLicence(reader, await world.drm.toLicenceDocument(id), passphrase)
      const epub = await download(folder, lcp)
      const encryption = (await readEntry(epub, 'META-INF/encryption.xml')).toString()
      const archive = await openArchive(original)
      const paths = [...archive.entries.keys()].filter((path) => path !== 'META-INF/encryption.xml')
      const step = Math.ceil(paths.length / comparedMax)
      let encrypted = 0
      for (const path of paths.filter((_, i) => i % step === 0)) {
        const isEncrypted = encryption.includes(`URI="${path.split('/').map(encodeURIComponent).join('/')}"`)
        const bytes = isEncrypted ? await decrypt(lcp, epub, path) : await readEntry(epub, path)
        expect(bytes.equals(await readEntry(original, path)), path).toBe(true)
        if (isEncrypted) encrypted++
      }
      archive.close()
      expect(encrypted).toBeGreaterThan(1)
    })
})
