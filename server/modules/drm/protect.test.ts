// What becomes of an upload: taken and encrypted as a stream, or refused with its reason, and then nothing of it stays.
import { randomUUID } from 'node:crypto'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useDrm } from '#testing/drm'
import { chapter, filesOf, largeFiles, packageOf, page, png, upload, zip } from '#testing/epubs'
import type { TestFile } from '#testing/epubs'
import { readEntry } from '#testing/lcp-reader'
import { checkEpub } from './check-epub.ts'
import type { UploadRefusal } from './model.ts'

const world = useDrm()
const megabyte = 1024 * 1024

const fileOf = async (publicationId: string) =>
  join(world.folder, `${(await world.drm.getPublication(publicationId)).sha256}.epub`)
const protect = (bytes: Buffer, id = randomUUID()) =>
  world.drm.protect({ id, scheme: 'LCP', file: upload(bytes), by: 'staff' })
const drafts = () => readdir(join(world.folder, 'drafts'))
const mayRead = async () => true
const zipOf = (...more: TestFile[]) => zip(filesOf(more))

describe('a good EPUB', () => {
  it('is stored with what a reader needs first in the clear, and the rest encrypted', async () => {
    const file = await fileOf(await world.publish())
    expect((await readEntry(file, 'mimetype')).toString()).toBe('application/epub+zip')
    expect((await readEntry(file, 'OPS/package.opf')).toString()).toBe(packageOf())
    expect((await readEntry(file, 'OPS/nav.xhtml')).toString()).toContain('epub:type="toc"')
    expect(await readEntry(file, 'OPS/cover.png')).toEqual(png)
    for (const path of ['OPS/chapter 1.xhtml', 'OPS/style.css', 'OPS/dot.png']) {
      const bytes = await readEntry(file, path)
      expect(bytes.length % 16, path).toBe(0)
      expect(bytes.includes('Ishmael') || bytes.includes('PNG'), path).toBe(false)
    }
    const encryption = (await readEntry(file, 'META-INF/encryption.xml')).toString()
    expect(encryption.match(/CipherReference URI="[^"]*"/g)).toEqual([
      'CipherReference URI="OPS/chapter%201.xhtml"',
      'CipherReference URI="OPS/style.css"',
      'CipherReference URI="OPS/dot.png"',
    ])
    expect(encryption).toContain(`Method="8" OriginalLength="${Buffer.byteLength(chapter)}"`)
    expect(encryption).toContain(`Method="0" OriginalLength="${png.length}"`)
  })

  it('is the same publication when it is handed in again under its id, at the same time too', async () => {
    const id = randomUUID()
    const bytes = await zipOf()
    const both = await Promise.all([protect(bytes, id), protect(bytes, id)])
    const again = await protect(Buffer.from('not even read'), id)
    expect(new Set([...both, again].map(({ publication }) => publication.sha256)).size).toBe(1)
    expect(await readEntry(await fileOf(id), 'mimetype')).toHaveLength(20)
  })

  it('keeps fonts that are obfuscated, and says so', async () => {
    const encryption = `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><enc:CipherData><enc:CipherReference URI="OPS/font.otf"/></enc:CipherData></enc:EncryptedData></encryption>`
    const opf = packageOf({ items: '<item id="font" href="font.otf" media-type="font/otf"/>' })
    const font = Buffer.from('an obfuscated font')
    const id = await world.publish(
      await zipOf(
        { path: 'META-INF/encryption.xml', body: encryption },
        { path: 'OPS/package.opf', body: opf },
        { path: 'OPS/font.otf', body: font },
      ),
    )
    const file = await fileOf(id)
    expect(await readEntry(file, 'OPS/font.otf')).toEqual(font)
    expect((await readEntry(file, 'META-INF/encryption.xml')).toString()).toMatch(
      /embedding"\/>\s*<enc:CipherData><enc:CipherReference URI="OPS\/font.otf"/,
    )
  })

  it('tells what the EPUB checker found', async () => {
    const { findings } = await protect(await zipOf({ path: 'OPS/style.css', body: 'p { background: url(none.png) }' }))
    expect(findings).toContainEqual({
      id: 'RSC-007',
      severity: 'error',
      say: expect.stringContaining('none.png'),
      place: { path: 'OPS/style.css', line: null, column: null },
    })
    expect(findings).toContainEqual(
      expect.objectContaining({ id: 'PKG-010', place: { path: 'OPS/package.opf', line: 7, column: null } }),
    )
  })

  it('gives every file back as it was, decrypted', async () => {
    const publicationId = await world.publish()
    for (const { path, body } of filesOf()) {
      const { stream } = await world.drm.openResource({ publicationId, path, mayRead })
      expect(Buffer.concat(await stream.toArray()), path).toEqual(Buffer.from(body as string))
    }
  })

  it('gives bytes of any length back as they were', async () => {
    const arbitrary = fc.record({ bytes: fc.uint8Array({ maxLength: 100 }), isStored: fc.boolean() })
    const files = fc.sample(arbitrary, 60).map(({ bytes, isStored }, i) => {
      return { path: `OPS/${i % 2 ? `${i}.png` : `${i}.bin`}`, body: Buffer.from(bytes), isStored }
    })
    const items = files.map(
      ({ path }, i) => `<item id="f${i}" href="${path.slice(4)}" media-type="${i % 2 ? 'image/png' : 'text/plain'}"/>`,
    )
    const opf = packageOf({ items: items.join('') })
    const publicationId = await world.publish(await zipOf({ path: 'OPS/package.opf', body: opf }, ...files))
    for (const { path, body } of files) {
      const { stream } = await world.drm.openResource({ publicationId, path, mayRead })
      expect(Buffer.concat(await stream.toArray()), path).toEqual(body)
    }
  })

  it('is never held whole', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const live = () => {
      collect() // what is measured is what is held, and not what nobody has cleared away yet
      return process.memoryUsage().arrayBuffers
    }
    const bytes = await zip(largeFiles(24))
    const before = live()
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, live())), 250)
    const { publication } = await protect(bytes).finally(() => clearInterval(watch))
    expect(publication.bytes).toBeGreaterThan(23 * megabyte)
    expect((peak - before) / megabyte).toBeLessThan(6) // a quarter
  }, 120_000)
})

describe('what is refused', () => {
  const refused: [name: string, bytes: () => Promise<Buffer>, reason: RegExp][] = [
    ['no ZIP', async () => Buffer.from('hello'), /not a ZIP/],
    ['nothing', async () => Buffer.alloc(0), /not a ZIP/],
    ['a ZIP that is no EPUB', () => zip([{ path: 'a.txt', body: 'a' }]), /mimetype/],
    ['a mimetype that is not first', async () => zip(filesOf().toReversed()), /mimetype/],
    ['another mimetype', () => zipOf({ path: 'mimetype', body: 'application/zip', isStored: true }), /mimetype/],
    ['no container', async () => zip(filesOf().filter(({ path }) => !path.includes('container'))), /container\.xml/],
    ['no package document', async () => zip(filesOf().filter(({ path }) => !path.includes('.opf'))), /package\.opf/],
    ['a package document that is no XML', () => zipOf({ path: 'OPS/package.opf', body: '<package>' }), /well-formed/],
    [
      'an entity of its own',
      () =>
        zipOf({
          path: 'OPS/package.opf',
          body: `<!DOCTYPE p [<!ENTITY a "b">]>${packageOf().split('?>')[1]?.replace('A Test', '&a;')}`,
        }),
      /well-formed/,
    ],
    [
      'a path out of the container',
      async () => rename(await zipOf({ path: 'OPS/aa/aa/x', body: 'x' }), 'OPS/aa/aa/x', '../../../aa'),
      /directory/,
    ],
    [
      'an absolute path',
      async () => rename(await zipOf({ path: 'OPS/aa/aa/x', body: 'x' }), 'OPS/aa/aa/x', '/OPS/aa/aax'),
      /directory/,
    ],
    [
      'a file twice',
      async () => rename(await zipOf({ path: 'OPS/style.csx', body: 'x' }), 'OPS/style.csx', 'OPS/style.css'),
      /twice/,
    ],
    ['a bomb', () => zipOf({ path: 'OPS/bomb.txt', body: Buffer.alloc(20 * megabyte) }), /200 times/],
    ['files that lie over each other', async () => overlap(await zipOf()), /over each other/],
    ['a size that is not true', async () => lie(await zipOf()), /broken/],
    ['a byte that changed', async () => flip(await zipOf()), /broken/],
    ['half of it', async () => (await zipOf()).subarray(0, 2000), /not a ZIP/],
    [
      'a chapter that is no XML',
      () => zipOf({ path: 'OPS/chapter 1.xhtml', body: page('x', '<p>') }),
      /HTM-004|RSC-016/,
    ],
  ]
  for (const [name, bytes, reason] of refused)
    it(`${name}: says why, and nothing stays`, async () => {
      const id = randomUUID()
      const before = await readdir(world.folder)
      await expect(protect(await bytes(), id)).rejects.toMatchObject({
        code: 'drm.epub_invalid',
        message: expect.stringMatching(reason),
      })
      expect(await drafts()).toEqual([])
      expect(await readdir(world.folder)).toEqual(before)
      await expect(world.drm.getPublication(id)).rejects.toMatchObject({ code: 'drm.publication_not_found' })
    })

  it('tells all that the checker found, what it was refused for first, each with its place', async () => {
    const upload = protect(
      await zipOf(
        { path: 'OPS/chapter 1.xhtml', body: page('x', '<p>') },
        { path: 'OPS/style.css', body: 'p { background: url(none.png) }' },
      ),
    )
    const { findings } = await upload.then(
      () => ({ findings: [] }),
      (error: UploadRefusal) => error,
    )
    expect(findings[0]).toMatchObject({ severity: 'fatal', place: { path: 'OPS/chapter 1.xhtml' } })
    expect(findings.map(({ severity }) => severity)).toContain('error')
  })

  it('what is too large, without reading the rest of it', async () => {
    let taken = 0
    const endless = (async function* () {
      for (;;) {
        taken += megabyte
        yield Buffer.alloc(megabyte)
      }
    })()
    const upload = { id: randomUUID(), scheme: 'LCP' as const, file: endless, by: 'staff' }
    await expect(world.drm.protect(upload)).rejects.toMatchObject({ code: 'drm.epub_too_large' })
    expect(taken).toBeLessThan(300 * megabyte)
    expect(await drafts()).toEqual([])
  })

  it('an upload that breaks off', async () => {
    const broken = (async function* () {
      yield (await zipOf()).subarray(0, 100)
      throw new Error('the connection was cut')
    })()
    const upload = { id: randomUUID(), scheme: 'LCP' as const, file: broken, by: 'staff' }
    await expect(world.drm.protect(upload)).rejects.toThrow('the connection was cut')
    expect(await drafts()).toEqual([])
  })

  it('what is protected already: by us, or by anybody', async () => {
    const stored = await fileOf(await world.publish())
    await expect(protect(await readFile(stored))).rejects.toMatchObject({ code: 'drm.epub_protected' })
    const licence = await zipOf({ path: 'META-INF/license.lcpl', body: '{}' })
    await expect(protect(licence)).rejects.toMatchObject({ code: 'drm.epub_protected' })
    const other = await zipOf({
      path: 'META-INF/encryption.xml',
      body: '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="http://ns.adobe.com/adept/xmlenc#aes128-cbc"/><e:CipherData><e:CipherReference URI="OPS/style.css"/></e:CipherData></e:EncryptedData></encryption>',
    })
    await expect(protect(other)).rejects.toMatchObject({ code: 'drm.epub_protected' })
  })

  it('a file inside that nobody may read, or that is not there', async () => {
    const publicationId = await world.publish()
    const open = (path: string, may: boolean) =>
      world.drm.openResource({ publicationId, path, mayRead: async () => may }).then(({ stream }) => text(stream))
    await expect(open('OPS/style.css', false)).rejects.toMatchObject({ code: 'drm.not_entitled' })
    await expect(open('OPS/none.css', true)).rejects.toMatchObject({ code: 'drm.resource_not_found' })
    await expect(open('../../etc/passwd', true)).rejects.toMatchObject({ code: 'drm.resource_not_found' })
  })
})

it('a checker that gives up is a finding, not a refusal', async () => {
  const path = join(world.folder, 'gone.epub')
  expect(await checkEpub(path, 1)).toMatchObject([{ id: 'CHK-001', severity: 'warning' }])
  await writeFile(path, 'x')
  expect(await checkEpub(path, 100 * megabyte)).toMatchObject([{ id: 'CHK-001', say: /larger/ }])
})

/** Writes another name of the same length into a ZIP. */
function rename(bytes: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length)
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

/** Says in the directory that the chapter is a byte shorter than it is. */
function lie(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf('OPS/chapter 1.xhtml') - 46 + 24
  const lied = Buffer.from(bytes)
  lied.writeUInt32LE(lied.readUInt32LE(at) - 1, at)
  return lied
}

/** Says in the directory that a stored picture goes on over all that follows, and beyond. */
function overlap(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf('OPS/dot.png') - 46
  const lied = Buffer.from(bytes)
  for (const size of [at + 20, at + 24]) lied.writeUInt32LE(bytes.length, size)
  return lied
}

/** Changes one pixel of the last picture, which is stored as it is. */
function flip(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf('IDAT') + 6
  const flipped = Buffer.from(bytes)
  flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at)
  return flipped
}
