// Opens a ZIP that nobody vouches for (OCF 3.3 §4; APPNOTE 6.3.10), by its central directory, and refuses what no EPUB needs: names that leave
// the container, entries that lie over each other, more than there is room for. What it lets through can be read entry by entry.
import { Transform, pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { openPromise } from 'yauzl'
import type { Entry, ZipFile, ZipFileOptions } from 'yauzl'
import { Refusal } from '#platform/errors'
import { refuse } from './model.ts'

/** Fixed by measure: the largest of the illustrated books on the market are near 200 MB. */
export const uploadBytesMax = 256 * 1024 * 1024
const entriesMax = 10_000 // a book of a chapter a file has some hundreds
const inflatedBytesMax = 1024 * 1024 * 1024
const ratioMax = 200 // text deflates to a tenth, a blank bitmap to a hundredth; a bomb to a thousandth
const ratioMattersFrom = 1024 * 1024 // below that no ratio does harm
const stored = 0
const deflated = 8
const raw: ZipFileOptions = { decodeFileData: false } // never true: yauzl 3.4 takes that for false
const symbolicLink = 0o120000
const fileType = 0o170000

/** A file in the archive; directories have none. */
export interface ArchiveEntry {
  readonly path: string
  /** Size when inflated; reading it gives an error when that is not true. */
  readonly bytes: number
  readonly isDeflated: boolean
}

export interface Archive {
  /** In the archive's order. */
  readonly entries: ReadonlyMap<string, ArchiveEntry>
  /** Inflated. Fails while it is read when the entry is broken. */
  read(path: string): Promise<Readable>
  /** As it lies there, deflated or not. Read it the other way first: nothing is compared here. */
  readRaw(path: string): Promise<Readable>
  /** All of a small file; refuses `epub_invalid` beyond `bytesMax`. */
  readWhole(path: string, bytesMax: number): Promise<Buffer>
  close(): void
}

/** Opens the ZIP at `path`. Refuses `epub_invalid`, saying what is wrong. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch((error: unknown) => {
    throw invalid('it is not a ZIP archive', error)
  })
  try {
    return toArchive(zip, await listEntries(zip))
  } catch (error) {
    zip.close()
    throw error
  }
}

/** The refusal of an upload, with the reason in its sentence. */
export function invalid(reason: string, cause?: unknown): Refusal {
  const { code, spec } = refuse('epub_invalid')
  const facts = { reason, ...(cause instanceof Error ? { cause: cause.message } : {}) }
  return new Refusal(code, { ...spec, say: `${spec.say} The reason: ${reason}.` }, facts, { file: reason })
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > entriesMax) throw invalid(`it holds more than ${entriesMax} files`)
  const entries = new Map<string, Entry>()
  let inflated = 0
  let packed = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName: path } = entry
      checkEntry(entry)
      inflated += entry.uncompressedSize
      packed += entry.compressedSize
      if (inflated > inflatedBytesMax) throw invalid('it inflates to more than a gigabyte')
      if (packed > zip.fileSize) throw invalid('its files lie over each other')
      if (entries.has(path)) throw invalid(`it holds ${path} twice`)
      if (!path.endsWith('/')) entries.set(path, entry)
    }
  } catch (error) {
    throw error instanceof Refusal ? error : invalid('its directory cannot be read', error)
  }
  return entries
}

function checkEntry({ fileName, compressionMethod, uncompressedSize, compressedSize, ...entry }: Entry): void {
  if (entry.generalPurposeBitFlag & 1) throw invalid(`${fileName} is encrypted by ZIP itself`)
  if (compressionMethod !== stored && compressionMethod !== deflated)
    throw invalid(`${fileName} is compressed in a way that EPUB does not have`)
  if (((entry.externalFileAttributes >>> 16) & fileType) === symbolicLink) throw invalid(`${fileName} is a link`)
  if (uncompressedSize > ratioMattersFrom && uncompressedSize > compressedSize * ratioMax)
    throw invalid(`${fileName} inflates to more than ${ratioMax} times its size`)
}

function toArchive(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Archive {
  const open = async (path: string, options: ZipFileOptions) => {
    const entry = entries.get(path)
    if (!entry) throw invalid(`${path} is missing`)
    const stream = await zip.openReadStreamPromise(entry, options).catch((error: unknown) => {
      throw invalid(`${path} cannot be read`, error)
    })
    return options === raw ? stream : checkSum(stream, entry)
  }
  const read = (path: string) => open(path, {})
  return {
    entries: new Map([...entries].map(([path, entry]) => [path, toArchiveEntry(entry)])),
    read,
    readRaw: (path) => open(path, raw),
    async readWhole(path, bytesMax) {
      if ((entries.get(path)?.uncompressedSize ?? 0) > bytesMax)
        throw invalid(`${path} is larger than ${bytesMax} bytes`)
      return await readAll(path, await read(path))
    },
    close: () => zip.close(),
  }
}

function toArchiveEntry({ fileName: path, uncompressedSize: bytes, compressionMethod }: Entry): ArchiveEntry {
  return { path, bytes, isDeflated: compressionMethod === deflated }
}

async function readAll(path: string, stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  } catch (error) {
    throw error instanceof Refusal ? error : invalid(`${path} is broken`, error)
  }
  return Buffer.concat(chunks)
}

/** yauzl compares sizes; whether the bytes are the right ones says their checksum. */
function checkSum(source: Readable, { fileName, crc32: expected }: Entry): Readable {
  let sum = 0
  const check = new Transform({
    transform(chunk: Buffer, _, done) {
      sum = crc32(chunk, sum)
      done(null, chunk)
    },
    flush: (done) => done(sum === expected ? null : invalid(`${fileName} is broken`)),
  })
  return pipeline(source, check, () => {}) // whoever reads gets the error
}
