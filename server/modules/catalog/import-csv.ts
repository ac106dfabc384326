// Reads a CSV catalogue of any length in bounded memory: one batch of lines at a time, each saved in its own transaction.
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { ImportDeps } from './model.ts'
import { optionalColumns, parseRecord, requiredColumns } from './parse-record.ts'
import { saveRecords } from './save-records.ts'
import type { Rejection, SourcedRecord } from './save-records.ts'

/** A batch ends with the first new work after this many records, so that the lines of one work stay together. */
const batchSize = 500
/** And at the latest here, should one work have so many editions. */
const batchSizeMax = 1_000
/** No honest line is longer; an unclosed quote would otherwise take the rest of the file into memory. */
const lineBytesMax = 256 * 1_024
/** After these the reader is lost within a quote and would skip the other lines without a word. */
const losesTheRest = new Set(['CSV_MAX_RECORD_SIZE', 'CSV_QUOTE_NOT_CLOSED'])

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
  let lostAfter: number | null = null
  const onUnreadable = (line: number, code: string, reason: string) => {
    counts.records++
    reject({ line, field: 'line', reason })
    if (losesTheRest.has(code)) lostAfter ??= line
  }
  const flush = async (batch: readonly SourcedRecord[]) => {
    const { rejections, workCount, editionCount } = await saveRecords(deps, batch)
    for (const rejection of rejections) reject(rejection)
    counts.works += workCount
    counts.editions += editionCount
    listener.onProgress?.({ ...counts })
  }
  await pipeline(source, csvLines(onUnreadable), async (lines: AsyncIterable<CsvLine>) => {
    let batch: SourcedRecord[] = []
    for await (const { record: fields, info } of lines) {
      counts.records++
      const parsed = parseRecord(fields)
      if (!('record' in parsed)) {
        reject({ line: info.lines, ...parsed })
        continue
      }
      const isNewWork = batch.at(-1)?.record.work_key !== parsed.record.work_key
      if (batch.length >= batchSizeMax || (batch.length >= batchSize && isNewWork)) {
        await flush(batch)
        batch = []
      }
      batch.push({ line: info.lines, record: parsed.record })
    }
    if (batch.length > 0) await flush(batch)
  })
  if (lostAfter !== null)
    throw new Error(`a quote opened before line ${lostAfter} is not closed; what follows was not read`)
  return counts
}

interface CsvLine {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number }
}

function csvLines(onUnreadable: (line: number, code: string, reason: string) => void) {
  return parse({
    bom: true,
    columns: checkHeader,
    info: true,
    max_record_size: lineBytesMax,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      onUnreadable(Number(error?.['lines'] ?? 0), error?.code ?? '', error?.message ?? 'cannot be read')
      return undefined
    },
  })
}

function checkHeader(header: readonly string[]): string[] {
  const columns = header.map((name) => name.trim().toLowerCase())
  const lacking = requiredColumns.filter((name) => !columns.includes(name))
  if (lacking.length > 0) {
    const all = [...requiredColumns, ...optionalColumns].join(', ')
    throw new Error(`the first line lacks ${lacking.join(', ')}; the columns are ${all}`)
  }
  return columns
}
