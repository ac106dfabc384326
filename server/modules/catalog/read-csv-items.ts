import type { Readable } from 'node:stream'
import { CsvError, readCsv } from '#platform/csv'
import type { ImportItem, Sink } from './import-records.ts'
import { SourceError } from './open-source.ts'
import { optionalColumns, parseRecord, requiredColumns } from './parse-record.ts'

/** So many lines together that cannot be read are no CSV catalogue. */
const unreadableMax = 10_000

/** Gives the lines behind line `after` of a CSV file with a header (columns: parse-record.ts). Throws a SourceError for a file that cannot be read on. */
export async function readCsvItems(source: Readable, after: number, sink: Sink): Promise<void> {
  // The parser tells these as it meets them, before the good lines that it holds ready; they wait for their turn.
  const unreadable: ImportItem[] = []
  const giveUntil = async (place: number) => {
    const due = unreadable.findIndex((item) => item.place >= place)
    for (const item of unreadable.splice(0, due < 0 ? unreadable.length : due)) await sink(item)
  }
  const columns = { required: requiredColumns, optional: optionalColumns }
  try {
    await readCsv(source, columns, {
      async lines(lines) {
        for await (const { fields, line } of lines) {
          if (line <= after) continue
          await giveUntil(line)
          const parsed = parseRecord(fields)
          await sink(
            'record' in parsed
              ? { kind: 'book', place: line, ...parsed }
              : { kind: 'rejected', place: line, ...parsed },
          )
        }
      },
      unreadable(place, reason) {
        if (place > after) unreadable.push({ kind: 'rejected', place, field: 'line', reason })
        if (unreadable.length > unreadableMax)
          source.destroy(new SourceError(`${unreadableMax} lines together cannot be read, the last is line ${place}`))
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    await giveUntil(Infinity)
    throw new SourceError(error.message)
  }
  await giveUntil(Infinity)
}
