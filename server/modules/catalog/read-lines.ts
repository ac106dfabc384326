// Lines of text in bounded memory, numbered from 1.
import type { Readable } from 'node:stream'

/** Open Library's longest records have about a megabyte; what is longer is no record. */
const lineBytesMax = 4 * 1_024 * 1_024
const newline = 0x0a

export interface TextLine {
  readonly line: number
  /** Null: longer than a line may be. */
  readonly text: string | null
}

/** The lines after line `after`; those before are counted and not decoded. */
export async function* readLines(source: Readable, after: number): AsyncGenerator<TextLine> {
  let line = 1
  let parts: Buffer[] = []
  let size = 0
  const take = (): TextLine => {
    const text = size > lineBytesMax ? null : Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
    const taken = { line, text }
    line++
    parts = []
    size = 0
    return taken
  }
  for await (const chunk of source as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end))
      start = end + 1
      if (line > after) yield take()
      else line++
    }
    keep(chunk.subarray(start))
  }
  if (size > 0 && line > after) yield take()

  function keep(part: Buffer): void {
    if (line <= after) return
    size += part.length
    if (size <= lineBytesMax) parts.push(part)
    else parts = []
  }
}
