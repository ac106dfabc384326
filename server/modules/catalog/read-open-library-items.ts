import type { Readable } from 'node:stream'
import type { Sink } from './import-records.ts'
import { readLines } from './read-lines.ts'
import { translateLine } from './translate-open-library.ts'

/** Gives the authors, works and editions behind line `after` of a dump. */
export async function readOpenLibraryItems(source: Readable, after: number, sink: Sink): Promise<void> {
  for await (const { line, text } of readLines(source, after)) {
    if (text === '') continue
    if (text === null) {
      await sink({ kind: 'rejected', place: line, field: 'line', reason: 'is longer than 4 MiB' })
      continue
    }
    const item = translateLine(text)
    if (item.kind !== 'other') await sink({ place: line, ...item })
  }
}
