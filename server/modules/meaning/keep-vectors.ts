// All vectors of a model in memory, in rows of one array: a search looks at every one, which is a few milliseconds for tens of thousands.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MeaningDeps, Near } from './model.ts'
import { compareRows, normOf, toNearness } from './pack-vector.ts'
import { pageVectors } from './queries.ts'

/** Beyond it the later ones are left out: 384 bytes each, and a thousandth of a millisecond of every search. */
const vectorsMax = 200_000
const pageSize = 5_000
/** What was written at one time may be seen after what was written a little later by another process. */
const overlapMs = 60_000
const firstId = '00000000-0000-0000-0000-000000000000'
/** Rows that are looked at before others have their turn. */
const rowsATurn = 10_000

export interface VectorKeeper {
  /** Takes over what was written since the last time. */
  refresh(): Promise<void>
  /** Works whose vector is near to this one, the nearest first; none where its length is another. */
  nearest(vector: Int8Array, limit: number): Promise<Near[]>
}

export function keepVectors(
  { db, log, embedder }: Pick<MeaningDeps, 'db' | 'log' | 'embedder'>,
  max = vectorsMax,
): VectorKeeper {
  const rowOf = new Map<string, number>()
  const workIds: string[] = []
  let dimensions = 0
  let packed = new Int8Array(0)
  let norms = new Float32Array(0)
  let newest: Date | null = null

  function put(workId: string, bytes: Buffer): void {
    const vector = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (dimensions === 0) dimensions = vector.length
    if (vector.length !== dimensions) return // of another model of the same name, which nobody told us of
    let row = rowOf.get(workId)
    if (row === undefined) {
      if (workIds.length === max) return
      row = workIds.push(workId) - 1
      rowOf.set(workId, row)
    }
    grow(row + 1)
    packed.set(vector, row * dimensions)
    norms[row] = normOf(vector)
  }

  /** Twice as much as is needed, so that it happens seldom. */
  function grow(rows: number): void {
    if (rows <= norms.length) return
    const [before, beforeNorms] = [packed, norms]
    packed = new Int8Array(rows * 2 * dimensions)
    packed.set(before)
    norms = new Float32Array(rows * 2)
    norms.set(beforeNorms)
  }

  return {
    async refresh() {
      let after = newest && { changedAt: new Date(newest.getTime() - overlapMs), workId: firstId }
      for (;;) {
        const page = await pageVectors(db, embedder.model, { after, limit: pageSize })
        for (const { workId, vector } of page) put(workId, vector)
        const last = page.at(-1)
        if (last) after = { changedAt: last.changedAt, workId: last.workId }
        if (page.length < pageSize) break
      }
      newest = after?.changedAt ?? newest
      if (workIds.length === max)
        log.warn({ max }, 'there are more works than vectors fit: the others are found by words')
    },
    async nearest(vector, limit) {
      const count = workIds.length
      if (vector.length !== dimensions || count === 0) return []
      const cosines = new Float32Array(count)
      const rows = { packed, norms }
      for (let from = 0; from < count; from += rowsATurn) {
        compareRows(vector, rows, { from, to: Math.min(count, from + rowsATurn) }, cosines)
        if (from + rowsATurn < count) await nextTurn()
      }
      const near = toNearness(cosines)
      return [...near.keys()]
        .filter((row) => (near[row] ?? 0) > 0)
        .toSorted((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0))
        .slice(0, limit)
        .map((row) => ({ workId: workIds[row] ?? '', nearness: near[row] ?? 0 }))
    },
  }
}
