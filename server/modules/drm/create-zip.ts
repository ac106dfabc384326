// Writes an EPUB's container as a stream, entry after entry, each opened when its turn comes (OCF 3.3 §4.3). Every entry has the same time, so
// that the same content is the same file, and the file says nothing of when it was made.
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

const entryTime = new Date(1980, 0, 1, 12)

/** A file to be written. */
export interface NewEntry {
  readonly path: string
  /** Not deflated: encrypted, or compressed in its own way. */
  readonly isStored: boolean
  /** A text or bytes that are there, or a stream that is opened when its turn comes. */
  readonly content: Buffer | (() => Promise<Readable>)
}

/** The ZIP's bytes; `mimetype` is written first, without being asked for. An entry that fails ends the stream with its error. */
export function createZip(entries: Iterable<NewEntry>): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const options = { mtime: entryTime, forceDosTimestamp: true } // and so no extra field, which mimetype must not have
  let current: Readable | null = null
  const fail = (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error)))
  zip.on('error', fail)
  output.once('close', () => current?.destroy()) // nobody reads on: the source goes too
  zip.addBuffer(Buffer.from('application/epub+zip'), 'mimetype', { ...options, compress: false })
  for (const { path, isStored, content } of entries) {
    if (Buffer.isBuffer(content)) zip.addBuffer(content, path, { ...options, compress: !isStored })
    else
      zip.addReadStreamLazy(path, { ...options, compress: !isStored }, (done) => {
        content().then((stream) => {
          current = stream.once('error', fail) // the library pipes, and a pipe passes no error on
          done(null, stream)
        }, fail)
      })
  }
  zip.end()
  return output
}
