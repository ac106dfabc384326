// Goods-in by file: a CSV of any length in bounded memory, a batch of lines a transaction. Each line is booked in once by the delivery's name and
// its own number, so a file that was broken off, or sent twice, or sent again with its bad lines mended, books in what was missing.
import type { Readable } from 'node:stream'
import { CsvError, readCsv } from '#platform/csv'
import type { CsvLine } from '#platform/csv'
import type { Db } from '#platform/db'
import type { Ids } from '#platform/ids'
import { refuse } from './model.ts'
import { goodsColumns, parseGoods } from './parse-goods.ts'
import type { LineFault } from './parse-goods.ts'
import { receiveLines } from './receive-goods.ts'
import type { GoodsFault, GoodsLine } from './receive-goods.ts'

/** Short enough that no shopper waits noticeably for an item that a batch has locked. */
const batchSize = 100

export interface GoodsFile {
  /** What names this delivery for ever, such as the number of its note. */
  readonly delivery: string
  readonly by: string
  readonly at: Date
  /** For a piece of a longer file: how many lines of the file come before it, its own header not counted. */
  readonly linesBefore?: number
}

export interface GoodsRejection extends LineFault {
  /** The line of the file; the header is line 1. */
  readonly line: number
}

export interface GoodsCounts {
  /** Lines with something on them, good or bad. */
  lines: number
  received: number
  copies: number
  /** Booked in before, by this delivery. */
  repeated: number
  rejected: number
}

/** Books a file in (columns: parse-goods.ts). Each bad line is told to `onReject`, the good ones are booked. Refuses `stock.file_invalid`. */
export async function receiveFile(
  deps: { db: Db; ids: Ids },
  source: Readable,
  { delivery, by, at, linesBefore = 0, onReject }: GoodsFile & { onReject: (rejection: GoodsRejection) => void },
): Promise<GoodsCounts> {
  const counts: GoodsCounts = { lines: 0, received: 0, copies: 0, repeated: 0, rejected: 0 }
  const reject = (line: number, fault: LineFault) => {
    counts.rejected++
    onReject({ line, ...fault })
  }
  const flush = async (batch: ReadonlyMap<number, GoodsLine>) => {
    const { received, repeated, faults } = await receiveLines(deps, { lines: [...batch.values()], by, at })
    for (const [line, { key, quantity }] of batch) {
      const fault = faults.get(key)
      if (fault) reject(line, faultOf[fault])
      if (received.has(key)) counts.copies += quantity
    }
    counts.received += received.size
    counts.repeated += repeated.size
  }
  const lines = async (all: AsyncIterable<CsvLine>) => {
    let batch = new Map<number, GoodsLine>()
    for await (const { fields, line: lineOfPiece } of all) {
      const line = lineOfPiece + linesBefore
      counts.lines++
      const parsed = parseGoods(fields)
      if ('fault' in parsed) reject(line, parsed.fault)
      else batch.set(line, { ...parsed.goods, key: `delivery:${delivery}:${line}` })
      if (batch.size < batchSize) continue
      await flush(batch)
      batch = new Map()
    }
    if (batch.size > 0) await flush(batch)
  }
  const unreadable = (line: number, reason: string) => {
    counts.lines++
    reject(line + linesBefore, { field: 'line', reason })
  }
  await readCsv(source, goodsColumns, { lines, unreadable }).catch((error: unknown) => {
    if (error instanceof CsvError) throw refuse('file_invalid', { delivery, counts }, { file: error.message })
    throw error
  })
  return counts
}

const faultOf: Readonly<Record<GoodsFault, LineFault>> = {
  edition_not_found: { field: 'isbn13', reason: 'is not in the catalogue' },
  price_missing: { field: 'price', reason: 'is missing: we never had this book in this condition' },
  too_many: { field: 'quantity', reason: 'would make more copies than we keep of one book' },
  key_reused: { field: 'line', reason: 'this line of this delivery was booked in before, with other copies' },
}
