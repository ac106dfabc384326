// The folder of protected files. A file is written as a draft, and is there under its own name once it is whole and on the disk; nothing ever
// reads a draft. What a crash leaves behind is a draft or a file that no row names, which costs room and nothing else.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse } from './model.ts'
import type { ByteRange } from './model.ts'

const draftLivesMs = 24 * 60 * 60_000 // no upload lasts a day
const ownerOnly = 0o600

/** A file that is being made. */
export interface Draft {
  readonly path: string
  /** SHA-256, in hex. */
  readonly sha256: string
  readonly bytes: number
}

export interface Files {
  /** Writes a draft; refuses `epub_too_large` beyond `bytesMax`. A draft that fails is gone. */
  draft(source: AsyncIterable<Uint8Array> | Readable, bytesMax: number): Promise<Draft>
  /** Gives a draft its name, durably. Another file of that name is replaced. */
  keep(draft: Draft, name: string): Promise<void>
  discard(draft: Draft): Promise<void>
  pathOf(name: string): string
  /** Size in bytes; null when there is no such file. */
  sizeOf(name: string): Promise<number | null>
  /** Refuses `range_invalid`. */
  read(name: string, range: ByteRange | null, bytes: number): Readable
}

/** Opens the folder, makes it when it is missing, and removes drafts that nobody can be writing any more. */
export async function openFiles(folder: string, now: Date): Promise<Files> {
  const drafts = join(folder, 'drafts')
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  await sweepDrafts(drafts, now)
  const pathOf = (name: string) => join(folder, name)
  return {
    pathOf,
    draft: (source, bytesMax) => writeDraft(join(drafts, randomUUID()), source, bytesMax),
    async keep({ path }, name) {
      await rename(path, pathOf(name))
      await sync(folder) // the name, too, outlives a power cut
    },
    discard: ({ path }) => rm(path, { force: true }),
    sizeOf: (name) =>
      stat(pathOf(name)).then(
        ({ size }) => size,
        () => null,
      ),
    read(name, range, bytes) {
      if (range && !(range.first >= 0 && range.first <= range.last && range.last < bytes)) throw refuse('range_invalid')
      return createReadStream(pathOf(name), range ? { start: range.first, end: range.last } : {})
    },
  }
}

async function writeDraft(
  path: string,
  source: AsyncIterable<Uint8Array> | Readable,
  bytesMax: number,
): Promise<Draft> {
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(bytes > bytesMax ? refuse('epub_too_large', { bytesMax }) : null, chunk)
    },
  })
  try {
    await pipeline(source, measure, createWriteStream(path, { mode: ownerOnly }))
    await sync(path)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, sha256: hash.digest('hex'), bytes }
}

async function sync(path: string): Promise<void> {
  await using handle = await open(path)
  await handle.sync()
}

async function sweepDrafts(drafts: string, now: Date): Promise<void> {
  for (const name of await readdir(drafts)) {
    const path = join(drafts, name)
    const found = await stat(path).catch(() => null) // another process sweeps too
    if (found && now.getTime() - found.mtimeMs > draftLivesMs) await rm(path, { force: true })
  }
}
