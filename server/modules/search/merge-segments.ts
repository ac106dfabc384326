// Moves what waits into segments, and small segments into larger ones (a log-structured merge, as in Lucene's TieredMergePolicy): each document is
// written again about as often as the index doubles twice, however it grew.
import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { changesOf, draftSegment, uncount } from './collect-postings.ts'
import type { TermCounts } from './collect-postings.ts'
import {
  addToTerms,
  countPending,
  insertPostings,
  insertSegment,
  listSegments,
  lockMerges,
  pagePostings,
  replaceSegments,
  takePending,
} from './index-queries.ts'
import type { PackedList } from './index-queries.ts'
import { mergeLists } from './pack-postings.ts'

/** Documents that may wait: so many are found by their own index as fast as by lists. */
const waitingMax = 200
/** Documents of one new segment: some 60 MB of a process while it is made. */
const batchMax = 5_000
/** Segments of about one size before they are made into one; the smallest size, in documents. */
const fanOut = 4
const smallest = 1_000
/** Lists of one statement, of which the longest have 24 KB; and the fewest of one segment, of which a rebuild has hundreds. */
const listsPerPage = 2_000
const listsOfSegmentMin = 10

export interface MergeOptions {
  /** Move what waits however little it is. */
  readonly all?: boolean
  /** Documents of one new segment. */
  readonly batch?: number
  readonly signal?: AbortSignal
}

/**
 * Makes segments of what waits, and one of many segments of about a size. Searches go on meanwhile. Gives how many documents were moved. Two at once
 * wait for each other.
 */
export async function mergeSegments(db: Db, options: MergeOptions = {}): Promise<number> {
  const moved = await moveWaiting(db, options)
  for (;;) {
    options.signal?.throwIfAborted()
    const isDone = await inTransaction(db, async (tx) => {
      await lockMerges(tx)
      const chosen = chooseSegments(await listSegments(tx))
      if (chosen.length > 0) await merge(tx, chosen)
      return chosen.length === 0
    })
    if (isDone) return moved
  }
}

/** Makes segments of what waits. Gives how many documents were moved. */
export async function moveWaiting(db: Db, { all = false, batch = batchMax, signal }: MergeOptions): Promise<number> {
  let moved = 0
  while ((await countPending(db, waitingMax + 1)) > (all ? 0 : waitingMax)) {
    signal?.throwIfAborted()
    const count = await inTransaction(db, (tx) => flush(tx, batch))
    if (count === 0) break // the rest is locked by who writes it, and will announce it
    moved += count
  }
  return moved
}

/** Makes one segment of all. Searches go on meanwhile; afterwards a word costs them the least that it can. */
export async function mergeAllSegments(db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockMerges(tx)
    const all = await listSegments(tx)
    if (all.length > 1) await merge(tx, all)
  })
}

async function flush(tx: Tx, batch: number): Promise<number> {
  await lockMerges(tx)
  const documents = await takePending(tx, batch)
  if (documents.length === 0) return 0
  const counts: TermCounts = new Map()
  const draft = draftSegment(counts)
  for (const document of documents) {
    draft.add(document)
    if (document.counted !== null) uncount(counts, document.counted)
  }
  await draft.write(tx)
  await addToTerms(tx, changesOf(counts))
  return documents.length
}

/** Those of the smallest size of which there are too many; none when all is well. */
export function chooseSegments(segments: readonly { id: number; works: number }[]): { id: number; works: number }[] {
  const sizeOf = (works: number) => Math.max(0, Math.floor(Math.log(works / smallest) / Math.log(fanOut)) + 1)
  const sizes = Map.groupBy(segments, ({ works }) => sizeOf(works))
  const crowded = [...sizes].toSorted(([a], [b]) => a - b).find(([, some]) => some.length >= fanOut)
  return crowded?.[1] ?? []
}

async function merge(tx: Tx, chosen: readonly { id: number; works: number }[]): Promise<void> {
  const ids = chosen.map(({ id }) => id)
  const merged = await insertSegment(
    tx,
    chosen.reduce((sum, { works }) => sum + works, 0),
  )
  const limit = Math.max(listsOfSegmentMin, Math.floor(listsPerPage / ids.length))
  for (let after = ''; ;) {
    const rows = await pagePostings(tx, { segments: ids, after, limit })
    const last = rows.at(-1)
    if (!last) break
    await insertPostings(tx, merged, mergeRows(rows))
    after = last.stem
  }
  await replaceSegments(tx, ids)
}

/** One list for each stem. `rows` are by stem, the newest segment first. */
function mergeRows(rows: readonly PackedList[]): PackedList[] {
  return [...Map.groupBy(rows, ({ stem }) => stem)].map(([stem, lists]) => {
    const [only] = lists
    if (only && lists.length === 1) return { stem, works: only.works, list: only.list }
    const works = lists.reduce((sum, list) => sum + list.works, 0)
    return { stem, works, list: mergeLists(lists.map(({ list }) => list)) }
  })
}
