// Reads a file of a stored publication in the clear: AES-256-CBC with the IV in front, then inflated, as encrypt-epub.ts wrote it.
import { createDecipheriv } from 'node:crypto'
import { Readable, pipeline } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import type { Archive } from './open-archive.ts'
import type { Package } from './read-package.ts'

const ivBytes = 16

/** The file at `path`; one that is not encrypted as it is. Refuses `epub_invalid` when there is none. */
export async function decryptEntry(archive: Archive, book: Package, key: Buffer, path: string): Promise<Readable> {
  const source = await archive.read(path)
  const file = book.encrypted.get(path)
  if (!file) return source
  const plain = Readable.from(decrypt(source, key), { objectMode: false })
  return file.isDeflated ? pipeline(plain, createInflateRaw(), () => {}) : plain // whoever reads gets the error
}

async function* decrypt(source: Readable, key: Buffer): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0)
  let decipher: ReturnType<typeof createDecipheriv> | null = null
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (decipher) {
      yield decipher.update(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < ivBytes) continue
    decipher = createDecipheriv('aes-256-cbc', key, head.subarray(0, ivBytes))
    yield decipher.update(head.subarray(ivBytes))
  }
  if (!decipher) throw new Error('an encrypted file is shorter than its IV')
  yield decipher.final()
}
