// Reads what an EPUB says of itself: container, package documents, and what is encrypted already (OCF 3.3 §4.2, EPUB 3.3 §5). Nothing is taken
// from outside the file: sax knows no document types, so an entity that a document declares for itself stays unknown and is refused.
import sax from 'sax'
import type { QualifiedTag } from 'sax'
import { invalid } from './open-archive.ts'
import type { Archive } from './open-archive.ts'
import { refuse } from './model.ts'
import type { EncryptedFile } from './to-encryption-xml.ts'

const xmlBytesMax = 8 * 1024 * 1024 // a package document of ten thousand items is near one
const mimetype = 'application/epub+zip'
const containerPath = 'META-INF/container.xml'
export const encryptionPath = 'META-INF/encryption.xml'
const lcpAlgorithm = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc'
/** Fonts made unreadable for other programs: no protection, and it stays as it is. */
const obfuscations = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'])

/** A file that a package document lists. */
export interface ManifestItem {
  /** From the root of the container. */
  readonly path: string
  readonly mediaType: string
  readonly properties: readonly string[]
  /** Named as the cover, in EPUB 3's way or EPUB 2's. */
  readonly isCover: boolean
}

export interface Package {
  readonly title: string
  /** Paths of the package documents, the default rendition's first. */
  readonly rootfiles: readonly string[]
  readonly items: ReadonlyMap<string, ManifestItem>
  /** Obfuscated files and how: they are neither encrypted nor looked into. */
  readonly obfuscated: ReadonlyMap<string, string>
  /** Files under a content key: none in an upload that we take, most in what we store. */
  readonly encrypted: ReadonlyMap<string, EncryptedFile>
}

/** Refuses `epub_invalid`, and `epub_protected` for a protection that is not LCP. */
export async function readPackage(archive: Archive): Promise<Package> {
  const [first] = archive.entries.keys()
  if (first !== 'mimetype' || (await archive.readWhole('mimetype', 64)).toString('latin1') !== mimetype)
    throw invalid('its first file is not the mimetype of an EPUB')
  const rootfiles = await readContainer(archive)
  const items = new Map<string, ManifestItem>()
  let title = ''
  for (const path of rootfiles) {
    const read = await readRootfile(archive, path)
    for (const item of read.items) items.set(item.path, item)
    title ||= read.title
  }
  return { title: title || 'Untitled', rootfiles, items, ...(await readEncryption(archive)) }
}

async function readContainer(archive: Archive): Promise<string[]> {
  const rootfiles: string[] = []
  await parse(archive, containerPath, ({ local, attribute }) => {
    if (local === 'rootfile' && attribute('media-type') === 'application/oebps-package+xml')
      rootfiles.push(attribute('full-path'))
  })
  const [missing] = rootfiles.filter((path) => !archive.entries.has(path))
  if (rootfiles.length === 0) throw invalid(`${containerPath} names no package document`)
  if (missing !== undefined) throw invalid(`${missing || 'the package document'} is missing`)
  return rootfiles
}

async function readRootfile(archive: Archive, path: string): Promise<{ title: string; items: ManifestItem[] }> {
  const found: (Omit<ManifestItem, 'isCover'> & { id: string })[] = []
  let coverId = ''
  let title = ''
  await parse(
    archive,
    path,
    ({ local, attribute }) => {
      if (local === 'meta' && attribute('name') === 'cover') coverId = attribute('content')
      if (local !== 'item') return
      const target = resolve(path, attribute('href'))
      if (target === null) return // on the web
      const properties = attribute('properties').split(/\s+/).filter(Boolean)
      found.push({ id: attribute('id'), path: target, mediaType: attribute('media-type'), properties })
    },
    (text, local) => {
      if (local === 'title') title ||= text.trim()
    },
  )
  const items = found.map(({ id, ...item }) => ({
    ...item,
    isCover: item.properties.includes('cover-image') || (coverId !== '' && id === coverId),
  }))
  return { title, items }
}

async function readEncryption(archive: Archive): Promise<Pick<Package, 'obfuscated' | 'encrypted'>> {
  const obfuscated = new Map<string, string>()
  const encrypted = new Map<string, EncryptedFile>()
  if (!archive.entries.has(encryptionPath)) return { obfuscated, encrypted }
  let algorithm = ''
  let path: string | null = null
  await parse(archive, encryptionPath, ({ local, attribute }) => {
    if (local === 'EncryptedData') [algorithm, path] = ['', null]
    if (local === 'EncryptionMethod') algorithm = attribute('Algorithm')
    if (local === 'CipherReference') path = resolve('', attribute('URI'))
    if (local === 'CipherReference' && path !== null) {
      if (obfuscations.has(algorithm)) obfuscated.set(path, algorithm)
      else if (algorithm !== lcpAlgorithm) throw refuse('epub_protected')
      else encrypted.set(path, { path, bytes: 0, isDeflated: false })
    }
    if (local === 'Compression' && path !== null && encrypted.has(path))
      encrypted.set(path, {
        path,
        bytes: Number(attribute('OriginalLength')),
        isDeflated: attribute('Method') === '8',
      })
  })
  return { obfuscated, encrypted }
}

interface Tag {
  readonly local: string
  readonly attribute: (name: string) => string
}

/** Walks one XML document. An attribute that is not there reads as ''. */
async function parse(
  archive: Archive,
  path: string,
  onTag: (tag: Tag) => void,
  onText: (text: string, local: string) => void = () => {},
): Promise<void> {
  const text = toText(await archive.readWhole(path, xmlBytesMax))
  const open: string[] = []
  const parser = new sax.SAXParser(true, { xmlns: true })
  parser.onopentag = (tag) => {
    const { local, attributes } = tag as QualifiedTag
    open.push(local)
    onTag({ local, attribute: (name) => attributes[name]?.value ?? '' })
  }
  parser.onclosetag = () => void open.pop()
  parser.ontext = (found) => onText(found, open.at(-1) ?? '')
  parser.onerror = (error) => {
    throw invalid(`${path} is no well-formed XML (${error.message.replaceAll(/\s+/g, ' ')})`)
  }
  parser.write(text).close()
}

/** Text of an XML document, which is UTF-8 or UTF-16 in an EPUB (EPUB 3.3 §3.9). */
export function toText(bytes: Buffer): string {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0
  const encoding = mark === 0xff_fe ? 'utf-16le' : mark === 0xfe_ff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** The container's path that an href means, seen from the document at `from`; null for one that leads elsewhere. */
function resolve(from: string, href: string): string | null {
  const base = new URL(encodeURI(from), 'container:///')
  const target = URL.parse(href, base)
  if (target?.protocol !== 'container:') return null
  try {
    return decodeURIComponent(target.pathname).replace(/^\//, '')
  } catch {
    return null // a stray % names nothing
  }
}
