// Encrypts the resources of an EPUB for Readium LCP (LCP 1.0 §2, XML-ENC 1.1 §5.2), once a publication: deflated where that helps, then
// AES-256-CBC with the IV in front, and listed in META-INF/encryption.xml. From one file to a stream; no entry is ever held whole.
import { createCipheriv, randomBytes } from 'node:crypto'
import { PassThrough, pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { createDeflateRaw } from 'node:zlib'
import { ZipFile } from 'yazl'
import type { Archive, ArchiveEntry } from './open-archive.ts'
import { encryptionPath } from './read-package.ts'
import type { ManifestItem, Package } from './read-package.ts'
import { toEncryptionXml } from './to-encryption-xml.ts'
import type { EncryptedFile } from './to-encryption-xml.ts'

const ivBytes = 16
/** Every entry has the same time: the same input gives the same directory, and says nothing of when it was made. */
export const entryTime = new Date(1980, 0, 1, 12)
const ncx = 'application/x-dtbncx+xml'
/** Compressed already: stored, so that a reader can begin in the middle. */
const codecs = /^(?:image\/(?!svg|bmp)|audio\/|video\/|font\/woff|application\/(?:font-woff|zip|epub\+zip|pdf))/

/** The protected EPUB as it is made. What goes wrong with the source ends the stream with its error. */
export function encryptEpub(archive: Archive, book: Package, contentKey: Buffer): Readable {
  const encrypted = chooseEncrypted(archive, book)
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (error: Error) => output.destroy(error))
  const plain = { compress: false, mtime: entryTime, forceDosTimestamp: true }
  zip.addBuffer(Buffer.from('application/epub+zip'), 'mimetype', plain) // first, stored, without an extra field: OCF 3.3 §4.3
  zip.addBuffer(Buffer.from(toEncryptionXml([...encrypted.values()], book.obfuscated)), encryptionPath, {
    ...plain,
    compress: true,
  })
  for (const path of archive.entries.keys()) {
    if (path === 'mimetype' || path === encryptionPath) continue
    const file = encrypted.get(path)
    const open = async () =>
      file ? encryptStream(await archive.read(path), contentKey, file) : await archive.read(path)
    zip.addReadStreamLazy(path, { ...plain, compress: !file && !isCodec(book.items.get(path)) }, (done) => {
      open().then(
        (stream) => done(null, stream),
        (error: unknown) => output.destroy(error as Error),
      )
    })
  }
  zip.end()
  return output
}

/** What is encrypted: everything but what a reading system needs before it has a key (§2.1), and what is obfuscated. */
function chooseEncrypted({ entries }: Archive, { rootfiles, items, obfuscated }: Package): Map<string, EncryptedFile> {
  const isOpen = ({ path, bytes }: ArchiveEntry) =>
    path === 'mimetype' ||
    path.startsWith('META-INF/') ||
    rootfiles.includes(path) ||
    obfuscated.has(path) ||
    bytes === 0 || // there is nothing to hide
    isNeededFirst(items.get(path))
  const closed = [...entries.values()].filter((entry) => !isOpen(entry))
  return new Map(closed.map(({ path, bytes }) => [path, { path, bytes, isDeflated: !isCodec(items.get(path)) }]))
}

function isNeededFirst(item: ManifestItem | undefined): boolean {
  return item !== undefined && (item.isCover || item.mediaType === ncx || item.properties.includes('nav'))
}

const isCodec = (item: ManifestItem | undefined) => item !== undefined && codecs.test(item.mediaType)

function encryptStream(source: Readable, contentKey: Buffer, { isDeflated }: EncryptedFile): Readable {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-cbc', contentKey, iv) // PKCS#7 padding, which XML-ENC's readers take
  const output = new PassThrough()
  output.write(iv)
  const ended = () => {} // whoever reads `output` gets the error; pipeline has destroyed the rest
  if (isDeflated) pipeline(source, createDeflateRaw(), cipher, output, ended)
  else pipeline(source, cipher, output, ended)
  return output
}
