// Encrypts the resources of an EPUB for Readium LCP (LCP 1.0 §2, XML-ENC 1.1 §5.2), once a publication: deflated where that helps, then
// AES-256-CBC with the IV in front, and listed in META-INF/encryption.xml. From one file to a stream; no entry is ever held whole.
import { createCipheriv, randomBytes } from 'node:crypto'
import { PassThrough, pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createDeflateRaw } from 'node:zlib'
import { createZip } from './create-zip.ts'
import type { Archive, ArchiveEntry } from './open-archive.ts'
import { encryptionPath } from './read-package.ts'
import type { ManifestItem, Package } from './read-package.ts'
import { toEncryptionXml } from './to-encryption-xml.ts'
import type { EncryptedFile } from './to-encryption-xml.ts'

const ivBytes = 16
const ncx = 'application/x-dtbncx+xml'
/** Compressed already: stored, so that a reader can begin in the middle. */
const codecs = /^(?:image\/(?!svg|bmp)|audio\/|video\/|font\/woff|application\/(?:font-woff|zip|epub\+zip|pdf))/

/** The protected EPUB as it is made. What goes wrong with the source ends the stream with its error. */
export function encryptEpub(archive: Archive, book: Package, contentKey: Buffer): Readable {
  const encrypted = chooseEncrypted(archive, book)
  const list = toEncryptionXml([...encrypted.values()], book.obfuscated)
  const paths = [...archive.entries.keys()].filter((path) => path !== 'mimetype' && path !== encryptionPath)
  return createZip([
    { path: encryptionPath, isStored: false, content: Buffer.from(list) },
    ...paths.map((path) => {
      const file = encrypted.get(path)
      const content = () => (file ? encryptEntry(archive, file, contentKey) : archive.read(path))
      return { path, isStored: file !== undefined || isCodec(book.items.get(path)), content }
    }),
  ])
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

/** A file that is deflated already is encrypted as it lies there, once it has been read through: deflating it anew is most of the work. */
async function encryptEntry(archive: Archive, file: EncryptedFile, contentKey: Buffer): Promise<Readable> {
  const isReady = file.isDeflated && archive.entries.get(file.path)?.isDeflated === true
  if (isReady) await finished((await archive.read(file.path)).resume())
  const source = isReady ? await archive.readRaw(file.path) : await archive.read(file.path)
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-cbc', contentKey, iv) // PKCS#7 padding, which XML-ENC's readers take
  const output = new PassThrough()
  output.write(iv)
  const ended = () => {} // whoever reads `output` gets the error; pipeline has destroyed the rest
  if (file.isDeflated && !isReady) pipeline(source, createDeflateRaw(), cipher, output, ended)
  else pipeline(source, cipher, output, ended)
  return output
}
