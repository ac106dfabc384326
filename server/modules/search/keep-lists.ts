// Posting lists in the memory of the process. Segments never change, so what was read once is right as long as the segment lives.
import type { Db } from '#platform/db'
import { unpackPostings } from './pack-postings.ts'
import type { PostingList } from './pack-postings.ts'
import { listPosted } from './queries.ts'
import type { Wanted } from './queries.ts'

/** Bytes of lists that a process keeps; the least recently used go first. A million editions have about 150 MB of lists in all. */
const keptBytesMax = 96 * 1024 * 1024
/** What an entry costs beside its bytes: the Map, the views, the name. */
const entryBytes = 400

export interface Posts {
  listsOf(stem: string): readonly PostingList[]
  /** Changed documents that have one of the words. */
  readonly pending: readonly number[]
  /** Works whose title is or begins with what was typed; none when that was not asked. */
  readonly titled: readonly number[]
  /** True when some list was cut: more documents have the stem than it names. */
  readonly isCut: boolean
}

export interface ListKeeper {
  find(wanted: Wanted): Promise<Posts>
}

interface Entry {
  /** The segments that were live when it was read, as one text. */
  readonly of: string
  readonly lists: readonly PostingList[]
  readonly isCut: boolean
  readonly bytes: number
}

export function createListKeeper(db: Db): ListKeeper {
  const kept = new Map<string, Entry>() // in the order of their last use
  let keptBytes = 0
  let live = ''

  function keep(stem: string, entry: Entry): void {
    keptBytes += entry.bytes - (kept.get(stem)?.bytes ?? 0)
    kept.delete(stem)
    kept.set(stem, entry)
    if (keptBytes <= keptBytesMax) return
    // Down to fifteen sixteenths at once: whoever looks for the oldest walks over the places of all that went before it (drop-oldest.ts).
    for (const [oldest, { bytes }] of kept) {
      if (keptBytes <= (keptBytesMax * 15) / 16) break
      kept.delete(oldest)
      keptBytes -= bytes
    }
  }

  async function find(wanted: Wanted): Promise<Posts> {
    const { stems } = wanted
    const believed = live
    const entries = new Map<string, Entry>()
    for (const stem of stems) {
      const entry = kept.get(stem)
      if (entry?.of === believed) entries.set(stem, entry)
    }
    const missing = stems.filter((stem) => !entries.has(stem))
    const posted = await listPosted(db, { ...wanted, stems: missing })
    const of = posted.flatMap((row) => (row.kind === 'segment' ? [row.number] : [])).join()
    for (const stem of missing) entries.set(stem, { of, ...read(posted, stem) })
    if (of !== believed) {
      live = of // a merge has ended: what was kept is of the segments before it
      if (missing.length < stems.length) return find(wanted)
    }
    for (const [stem, entry] of entries) keep(stem, entry)
    return {
      listsOf: (stem) => entries.get(stem)?.lists ?? [],
      pending: posted.flatMap((row) => (row.kind === 'pending' ? [row.number] : [])),
      titled: posted.flatMap((row) => (row.kind === 'titled' ? [row.number] : [])),
      isCut: [...entries.values()].some(({ isCut }) => isCut),
    }
  }

  return { find }
}

function read(posted: Awaited<ReturnType<typeof listPosted>>, stem: string): Omit<Entry, 'of'> {
  const rows = posted.flatMap((row) => (row.kind === 'list' && row.stem === stem ? [row] : []))
  const lists = rows.map(({ list }) => unpackPostings(list))
  return {
    lists,
    isCut: rows.some(({ works }, i) => works > (lists[i]?.docs.length ?? 0)),
    bytes: entryBytes + rows.reduce((sum, { list }) => sum + list.length * 2, 0),
  }
}
