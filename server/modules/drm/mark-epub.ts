// Makes the marked copy of a publication for one reader: a page at the end that says whose it is, and the mark in every text, style sheet and
// package document. Made from the same rows, the same bytes: a copy that was cleaned away comes back as it was.
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { text as toWholeText } from 'node:stream/consumers'
import { createZip } from './create-zip.ts'
import type { NewEntry } from './create-zip.ts'
import { decryptEntry } from './decrypt-entry.ts'
import { findMarks, markPackage, markStyle, markText, toCopyPage } from './mark-document.ts'
import type { Archive } from './open-archive.ts'
import { encryptionPath, toText } from './read-package.ts'
import type { Package } from './read-package.ts'
import { toEncryptionXml } from './to-encryption-xml.ts'

const markedBytesMax = 4 * 1024 * 1024 // a chapter is a hundredth of it; what is larger goes through unmarked, as a stream
const pageName = 'quire-copy'

export interface Marked {
  readonly name: string
  readonly mark: string
}

/** The marked EPUB as it is made. What goes wrong with the source ends the stream with its error. */
export function markEpub(archive: Archive, book: Package, key: Buffer, { name, mark }: Marked): Readable {
  const page = placePage(archive, book)
  const paths = [...archive.entries.keys()].filter((path) => path !== 'mimetype' && path !== encryptionPath)
  const obfuscation = { path: encryptionPath, content: Buffer.from(toEncryptionXml([], book.obfuscated)) }
  const copyPage = { path: page.path, content: Buffer.from(toCopyPage({ name, title: book.title, mark })) }
  const files: Omit<NewEntry, 'isStored'>[] = [
    ...(book.obfuscated.size > 0 ? [obfuscation] : []),
    ...paths.map((path) => ({ path, content: () => openMarked(archive, book, { key, path, mark, page }) })),
    copyPage,
  ]
  return createZip(files.map((file) => ({ ...file, isStored: false })))
}

/** Every mark of ours in a copy that turned up. */
export async function findMarksIn(archive: Archive, book: Package): Promise<string[]> {
  const found = new Set<string>()
  for (const { path, bytes } of archive.entries.values()) {
    const isText = /html|css|xml/.test(book.items.get(path)?.mediaType ?? '') || book.rootfiles.includes(path)
    if (!isText || bytes > markedBytesMax) continue
    for (const mark of findMarks(toText(await archive.readWhole(path, markedBytesMax)))) found.add(mark)
  }
  return [...found]
}

/** Beside the package document, under a name that the book does not have. */
function placePage({ entries }: Archive, { rootfiles: [rootfile = ''] }: Package): { path: string; href: string } {
  for (let i = 0; ; i++) {
    const href = `${pageName}${i === 0 ? '' : i}.xhtml`
    const path = posix.join(posix.dirname(rootfile), href)
    if (!entries.has(path)) return { path, href }
  }
}

interface Place {
  readonly key: Buffer
  readonly path: string
  readonly mark: string
  readonly page: { readonly href: string }
}

async function openMarked(archive: Archive, book: Package, { key, path, mark, page }: Place): Promise<Readable> {
  const plain = await decryptEntry(archive, book, key, path)
  const edit = chooseEdit(book, path, { mark, page })
  const bytes = book.encrypted.get(path)?.bytes ?? archive.entries.get(path)?.bytes ?? 0
  if (!edit || bytes > markedBytesMax) return plain
  const whole = await toWholeText(plain)
  return Readable.from([Buffer.from(edit(whole))], { objectMode: false })
}

function chooseEdit(
  { rootfiles, items, obfuscated }: Package,
  path: string,
  { mark, page: { href } }: Pick<Place, 'mark' | 'page'>,
): ((text: string) => string) | null {
  if (path === rootfiles[0]) return (opf) => markPackage(opf, { mark, href, id: pageName })
  if (obfuscated.has(path)) return null
  const mediaType = items.get(path)?.mediaType
  if (mediaType === 'application/xhtml+xml') return (xhtml) => markText(xhtml, mark)
  return mediaType === 'text/css' ? (css) => markStyle(css, mark) : null
}
