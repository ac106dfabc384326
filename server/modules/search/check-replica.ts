// Whether an index in OpenSearch holds what PostgreSQL has, while both change: counts, and a sample of whole documents.
import { isDeepStrictEqual } from 'node:util'
import type { Db } from '#platform/db'
import { indexChanges } from './index-changes.ts'
import type { ReplicaDeps } from './model.ts'
import { countReplica, readReplica, refreshReplica } from './replica.ts'
import {
  countChanges,
  countDocuments,
  lastVersion,
  listIndexRows,
  listWaiting,
  sampleDocumentIds,
} from './replica-queries.ts'
import { toIndexDocument } from './to-index-document.ts'
import type { IndexDocument } from './to-index-document.ts'

/** About so many documents are compared; of these one in a hundred being wrong is found 9,999 times in 10,000. */
const sampleSize = 1_000
/** Rounds of catching up; each leaves only what changed during it. */
const roundsMax = 20

/** A sentence that says what is wrong; null when nothing is. */
export async function checkReplica(deps: ReplicaDeps, name: string, signal?: AbortSignal): Promise<string | null> {
  const { db, remote } = deps
  const version = await catchUp(deps, signal)
  if (version === null) return `what changed was not indexed in ${roundsMax} rounds`
  await refreshReplica(remote, name)
  const there = await countReplica(remote, name)
  const here = await countDocuments(db)
  const { refused } = await countChanges(db)
  // Every work that came or went since drew a version.
  const changedSince = Number((await lastVersion(db)) - version)
  if (Math.abs(here - there) > changedSince + refused)
    return `it has ${there} documents, PostgreSQL has ${here}, and only ${changedSince + refused} changed since`
  return compareSample(deps, name)
}

/** Indexes all that is marked now; gives the newest version that is in. Null when that cannot be done. */
async function catchUp(deps: ReplicaDeps, signal?: AbortSignal): Promise<bigint | null> {
  const version = await lastVersion(deps.db)
  for (let round = 0; round < roundsMax; round++) {
    await indexChanges(deps, signal)
    if ((await countChanges(deps.db, version)).waiting === 0) return version
  }
  return null
}

/**
 * A document must be the same when its row did not change while OpenSearch was asked and did not wait to be indexed before: this order of looks
 * raises no false alarm, whatever changes in between.
 */
async function compareSample({ db, remote }: ReplicaDeps, name: string): Promise<string | null> {
  const ids = await sampleDocumentIds(db, sampleSize)
  const before = await documentsOf(db, ids)
  const waiting = await listWaiting(db, ids)
  const there = await readReplica(remote, name, ids)
  const after = await documentsOf(db, ids)
  const wrong = ids.find((id) => {
    const document = before.get(id)
    const isStill = !waiting.has(id) && isDeepStrictEqual(document, after.get(id))
    return isStill && !isDeepStrictEqual(document, there.get(id))
  })
  return wrong === undefined ? null : `its document of work ${wrong} is not the one that PostgreSQL has`
}

async function documentsOf(db: Db, ids: readonly string[]): Promise<Map<string, IndexDocument>> {
  const rows = await listIndexRows(db, ids)
  return new Map(rows.map((row) => [row.workId, toIndexDocument(row)]))
}
