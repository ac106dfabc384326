// From documents and their stems to stems and their documents: what a segment holds, gathered document by document, and how often each stem occurs.
import type { Tx } from '#platform/db'
import { insertPostings, insertSegment } from './index-queries.ts'
import { keyOf, packKeys } from './pack-postings.ts'
import { impactsOf } from './rank-fields.ts'

/** Lists of one statement: some ten megabytes. */
const listsPerStatement = 10_000

/** In how many documents a stem occurs, anywhere and in a name. */
export type TermCounts = Map<string, { works: number; named: number }>

export interface PostingsDraft {
  /** Adds a document. `fields`: stemmed, one a line, in the order of fieldNames. */
  add(document: { readonly doc: number; readonly popularity: number; readonly fields: string }): void
  /** Writes what was added as one segment that searches read when `tx` commits; nothing when nothing was. */
  write(tx: Tx): Promise<void>
}

/** Counts what is added in `counts`. A thousand documents take about 0.5 MB until they are written. */
export function draftSegment(counts: TermCounts): PostingsDraft {
  const keys = new Map<string, number[]>()
  let works = 0
  return {
    add({ doc, popularity, fields }) {
      works++
      for (const [stem, { impact, isNamed }] of impactsOf(fields)) {
        const key = keyOf({ doc, impact: Math.max(1, Math.round(255 * impact)), popularity })
        const list = keys.get(stem)
        if (list) list.push(key)
        else keys.set(stem, [key])
        countStem(counts, stem, isNamed, 1)
      }
    },
    async write(tx) {
      if (works === 0) return
      const segment = await insertSegment(tx, works)
      const stems = [...keys.keys()]
      for (let i = 0; i < stems.length; i += listsPerStatement) {
        const some = stems.slice(i, i + listsPerStatement).map((stem) => ({ stem, keys: keys.get(stem) ?? [] }))
        await insertPostings(
          tx,
          segment,
          some.map((each) => ({ stem: each.stem, works: each.keys.length, list: packKeys(each.keys) })),
        )
      }
    },
  }
}

/** Takes back what was counted of a document that is counted anew. */
export function uncount(counts: TermCounts, fields: string): void {
  for (const [stem, { isNamed }] of impactsOf(fields)) countStem(counts, stem, isNamed, -1)
}

/** What `counts` changes. */
export function changesOf(counts: TermCounts): { stem: string; works: number; named: number }[] {
  return [...counts].flatMap(([stem, { works, named }]) => (works === 0 && named === 0 ? [] : [{ stem, works, named }]))
}

function countStem(counts: TermCounts, stem: string, isNamed: boolean, by: number): void {
  const count = counts.get(stem)
  if (!count) counts.set(stem, { works: by, named: isNamed ? by : 0 })
  else {
    count.works += by
    if (isNamed) count.named += by
  }
}
