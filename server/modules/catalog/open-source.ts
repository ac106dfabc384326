// Files to import: which one it is, and its bytes, unpacked when it is gzip. Nothing of it is kept in memory.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { ImportFormat } from './model.ts'

/** Of the beginning and the end; the middle of a file of gigabytes is not read twice. */
const fingerprintBytes = 1_024 * 1_024
const gzipMagic = '1f8b'

export interface FileIdentity {
  /** SHA-256 of the size, the first and the last MiB. */
  readonly fingerprint: string
  readonly bytes: number
  /** The first bytes, for a look at what it is. */
  readonly isGzip: boolean
}

/** Throws as `open` does when there is no such file. */
export async function identifyFile(path: string): Promise<FileIdentity> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const [first, last] = [Buffer.alloc(fingerprintBytes), Buffer.alloc(fingerprintBytes)]
  const head = await file.read(first, 0, fingerprintBytes, 0)
  const tail = await file.read(last, 0, fingerprintBytes, Math.max(0, size - fingerprintBytes))
  const hash = createHash('sha256').update(`${size}\n`)
  hash.update(first.subarray(0, head.bytesRead)).update(last.subarray(0, tail.bytesRead))
  return { fingerprint: hash.digest('hex'), bytes: size, isGzip: first.toString('hex', 0, 2) === gzipMagic }
}

export interface OpenSource {
  readonly stream: Readable
  /** Of the file as it lies there, packed or not. */
  bytesRead(): number
}

export function openSource(path: string, { isGzip }: Pick<FileIdentity, 'isGzip'>): OpenSource {
  const file = createReadStream(path)
  const bytesRead = () => file.bytesRead
  if (!isGzip) return { stream: file, bytesRead }
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  unpacked.on('close', () => file.destroy())
  return { stream: file.pipe(unpacked), bytesRead }
}

/** The file as a whole cannot be read on. The message is for people. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}

/** What a file is by how it begins: XML, a dump's columns, a header of ours; null: none of them. */
export async function guessFormat(path: string): Promise<ImportFormat | null> {
  const { stream } = openSource(path, await identifyFile(path))
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const text = chunk.toString('latin1', 0, 4_096).replaceAll('\0', '') // UTF-16 too
      if (/^[^<\w]*<\?xml|<ONIXmessage/i.test(text)) return 'onix'
      if (/^\/type\/\w+\t/.test(text)) return 'openlibrary'
      return /^[^\n]*\bwork_key\b/i.test(text) ? 'csv' : null
    }
    return null
  } finally {
    stream.destroy()
  }
}
