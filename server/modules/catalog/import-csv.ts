// Reads a CSV catalogue of any length in bounded memory: one batch of lines at a time, each saved in its own transaction.
import type { Readable } from 'node:stream'
import { readCsv } from '#platform/csv'
import type { CsvLine } from '#platform/csv'
import type { ImportDeps } from './model.ts'
import { optionalColumns, parseRecord, requiredColumns } from './parse-record.ts'
import { saveRecords } from './save-records.ts'
import type { Rejection, SourcedRecord } from './save-records.ts'

/** A batch ends with the first new work after this many records, so that the lines of one work stay together. */
const batchSize = 500
/** And at the latest here, should one work have so many editions. */
const batchSizeMax = 1_000

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
 * Throws when the header lacks a column or the quoting of the file is broken.
 */
export async function importCsv(deps: ImportDeps, source: Readable, listener: ImportListener): Promise<ImportCounts> {
  const counts: ImportCounts = { records: 0, rejected: 0, works: 0, editions: 0 }
  const reject = (rejection: Rejection) => {
    counts.rejected++
    listener.onReject(rejection)
  }
  const unreadable = (line: number, reason: string) => {
    counts.records++
    reject({ line, field: 'line', reason })
  }
  const flush = async (batch: readonly SourcedRecord[]) => {
    const { rejections, workCount, editionCount } = await saveRecords(deps, batch)
    for (const rejection of rejections) reject(rejection)
    counts.works += workCount
    counts.editions += editionCount
    listener.onProgress?.({ ...counts })
  }
  const columns = { required: requiredColumns, optional: optionalColumns }
  const lines = async (all: AsyncIterable<CsvLine>) => {
    let batch: SourcedRecord[] = []
    for await (const { fields, line } of all) {
      counts.records++
      const parsed = parseRecord(fields)
      if (!('record' in parsed)) {
        reject({ line, ...parsed })
        continue
      }
      const isNewWork = batch.at(-1)?.record.work_key !== parsed.record.work_key
      if (batch.length >= batchSizeMax || (batch.length >= batchSize && isNewWork)) {
        await flush(batch)
        batch = []
      }
      batch.push({ line, record: parsed.record })
    }
    if (batch.length > 0) await flush(batch)
  }
  await readCsv(source, columns, { lines, unreadable })
  return counts
}
