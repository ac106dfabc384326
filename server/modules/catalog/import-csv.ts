// A CSV catalogue from any stream, in bounded memory: one batch of lines at a time, each saved in its own transaction.
import type { Readable } from 'node:stream'
import { gather } from './import-records.ts'
import type { ImportDeps } from './model.ts'
import { readCsvItems } from './read-csv-items.ts'
import { saveRecords } from './save-records.ts'
import type { Rejection } from './save-records.ts'

export interface ImportCounts {
  /** Lines with a record, good or bad. */
  records: number
  rejected: number
  works: number
  editions: number
}

export interface ImportListener {
  onReject(rejection: Rejection): void
  /** Called after each batch with what was done so far. */
  onProgress?(counts: ImportCounts): void
}

/**
 * Imports a CSV file with a header line (columns: parse-record.ts). Good records are saved, each bad one is told to the
 * listener. Interrupted or repeated, run it again: records are saved by work key and ISBN, so nothing doubles.
 * Throws when the header lacks a column or the quoting of the file is broken. Files are imported by start-import.ts, which also resumes.
 */
export async function importCsv(deps: ImportDeps, source: Readable, listener: ImportListener): Promise<ImportCounts> {
  const counts: ImportCounts = { records: 0, rejected: 0, works: 0, editions: 0 }
  const reject = (rejection: Rejection) => {
    counts.rejected++
    listener.onReject(rejection)
  }
  const { add, end } = gather(async (items) => {
    const records = items.flatMap((item) => (item.kind === 'book' ? { line: item.place, record: item.record } : []))
    const { rejections, workCount, editionCount } = await saveRecords(deps, records)
    for (const rejection of rejections) reject(rejection)
    counts.works += workCount
    counts.editions += editionCount
    listener.onProgress?.({ ...counts })
  })
  try {
    await readCsvItems(source, 0, async (item) => {
      counts.records++
      if (item.kind === 'rejected') reject({ line: item.place, field: item.field, reason: item.reason })
      else await add(item)
    })
  } finally {
    await end() // what came before a quote that is not closed
  }
  return counts
}
