// Moves what waits into segments, and small segments into larger ones (a log-structured merge, as in Lucene's TieredMergePolicy): each document is
// written again about as often as the index doubles twice, however it grew.
import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
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
import type { PackedList, TakenDocument } from './index-queries.ts'
import { mergePostings, packPostings, unpackPostings } from './pack-postings.ts'
import type { Posting } from './pack-postings.ts'
import { impactsOf } from './rank-fields.ts'

/** Documents that may wait: so many are found by their own index as fast as by lists. */
const waitingMax = 200
/** Documents of one new segment: some 60 MB of a process while it is made. */
const batchMax = 5_000
/** Segments of about one size before they are made into one; the smallest size, in documents. */
const fanOut = 4
const smallest = 1_000
/** Stems of one statement: at most 12 MB of lists a segment. */
const stemsPerPage = 500

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

/** Takes the segments up to `newest` out of what searches read. For a rebuild, when newer ones have all that is in them. */
export async function replaceOldSegments(tx: Tx, newest: number): Promise<void> {
  const old = (await listSegments(tx)).filter(({ id }) => id <= newest)
  await replaceSegments(
    tx,
    old.map(({ id }) => id),
  )
}

async function flush(tx: Tx, batch: number): Promise<number> {
  await lockMerges(tx)
  const documents = await takePending(tx, batch)
  if (documents.length === 0) return 0
  const { postings, terms } = invert(documents)
  const segment = await insertSegment(tx, documents.length)
  const lists = [...postings].map(([stem, all]) => ({ stem, works: all.length, list: packPostings(all) }))
  for (let i = 0; i < lists.length; i += stemsPerPage * 20)
    await insertPostings(tx, segment, lists.slice(i, i + stemsPerPage * 20))
  await addToTerms(tx, terms)
  return documents.length
}

/** From documents and their stems to stems and their documents, and what that changes in the counts. */
function invert(documents: readonly TakenDocument[]) {
  const postings = new Map<string, Posting[]>()
  const terms = new Map<string, { stem: string; works: number; named: number }>()
  const count = (stem: string, isNamed: boolean, by: number) => {
    const term = terms.get(stem) ?? { stem, works: 0, named: 0 }
    term.works += by
    if (isNamed) term.named += by
    terms.set(stem, term)
  }
  for (const { doc, popularity, fields, counted } of documents) {
    for (const [stem, { impact, isNamed }] of impactsOf(fields)) {
      const posting = { doc, impact: Math.max(1, Math.round(255 * impact)), popularity }
      const list = postings.get(stem)
      if (list) list.push(posting)
      else postings.set(stem, [posting])
      count(stem, isNamed, 1)
    }
    if (counted !== null) for (const [stem, { isNamed }] of impactsOf(counted)) count(stem, isNamed, -1)
  }
  return { postings, terms: [...terms.values()].filter(({ works, named }) => works !== 0 || named !== 0) }
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
  for (let after = ''; ;) {
    const rows = await pagePostings(tx, { segments: ids, after, limit: stemsPerPage })
    const last = rows.at(-1)
    if (!last) break
    await insertPostings(tx, merged, mergeLists(rows))
    after = last.stem
  }
  await replaceSegments(tx, ids)
}

/** One list for each stem. `rows` are by stem, the newest segment first. */
function mergeLists(rows: readonly PackedList[]): PackedList[] {
  return [...Map.groupBy(rows, ({ stem }) => stem)].map(([stem, lists]) => {
    const [only] = lists
    if (only && lists.length === 1) return { stem, works: only.works, list: only.list }
    const works = lists.reduce((sum, list) => sum + list.works, 0)
    return { stem, works, list: packPostings(mergePostings(lists.map(({ list }) => unpackPostings(list)))) }
  })
}
