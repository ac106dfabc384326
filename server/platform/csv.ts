// CSV files of people and warehouses: read line by line in bounded memory; a line that cannot be read is told and left out.
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'

/** No honest line is longer; an unclosed quote would otherwise take the rest of the file into memory. */
const lineBytesMax = 256 * 1_024
/** After these the reader is lost within a quote and would skip the other lines without a word. */
const losesTheRest = new Set(['CSV_MAX_RECORD_SIZE', 'CSV_QUOTE_NOT_CLOSED'])

export interface CsvColumns {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

export interface CsvLine {
  /** The line's fields by the names in the header, in lower case. */
  readonly fields: Readonly<Record<string, string>>
  /** Where in the file it ends; the header is line 1. */
  readonly line: number
}

/** The file as a whole cannot be read on: a column is missing, or a quote is not closed. */
export class CsvError extends Error {
  override readonly name = 'CsvError'
}

/**
 * Reads a CSV file with a header line. `onLines` gets the lines that can be read, `onUnreadable` is told each that cannot. Throws a CsvError
 * when the header lacks a required column, and, after all lines before it were given, when a quote is not closed.
 */
export async function readCsv(
  source: Readable,
  columns: CsvColumns,
  on: { lines: (lines: AsyncIterable<CsvLine>) => Promise<void>; unreadable: (line: number, reason: string) => void },
): Promise<void> {
  let lostAfter: number | null = null
  const parser = csvParser(columns, (line, code, reason) => {
    on.unreadable(line, reason)
    if (losesTheRest.has(code)) lostAfter ??= line
  })
  await pipeline(source, parser, (records: AsyncIterable<RawLine>) => on.lines(plain(records)))
  if (lostAfter !== null)
    throw new CsvError(`a quote opened before line ${lostAfter} is not closed; what follows was not read`)
}

interface RawLine {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number }
}

async function* plain(records: AsyncIterable<RawLine>): AsyncGenerator<CsvLine> {
  for await (const { record, info } of records) yield { fields: record, line: info.lines }
}

function csvParser(columns: CsvColumns, onUnreadable: (line: number, code: string, reason: string) => void): Transform {
  return parse({
    bom: true,
    columns: (header: readonly string[]) => checkHeader(header, columns),
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

function checkHeader(header: readonly string[], { required, optional }: CsvColumns): string[] {
  const columns = header.map((name) => name.trim().toLowerCase())
  const lacking = required.filter((name) => !columns.includes(name))
  if (lacking.length > 0)
    throw new CsvError(
      `the first line lacks ${lacking.join(', ')}; the columns are ${[...required, ...optional].join(', ')}`,
    )
  return columns
}
