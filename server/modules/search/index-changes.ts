// Takes what changed from PostgreSQL to OpenSearch: reads which, reads what, sends it in versions, then takes out exactly what was sent. No
// transaction is open while OpenSearch is asked; dying anywhere in between means sending it again, which changes nothing.
import type { ReplicaDeps } from './model.ts'
import { refreshReplica, writeReplicas } from './replica.ts'
import type { Write } from './replica.ts'
import { deleteChanges, listChanges, listIndexRows, listReplicas, putOffChanges, saveLag } from './replica-queries.ts'
import type { Change } from './replica-queries.ts'
import { toIndexDocument } from './to-index-document.ts'

/** Works of one bulk request: one to two megabytes. */
const batchMax = 500

/**
 * Indexes all that waits and is due. Gives how many works, and how many OpenSearch refused. Rejects when OpenSearch does not answer; what was not
 * indexed then goes on waiting.
 */
export async function indexChanges(
  deps: ReplicaDeps,
  signal?: AbortSignal,
): Promise<{ indexed: number; refused: number }> {
  const { db, remote, clock } = deps
  let indexed = 0
  let refusedCount = 0
  for (let isFull = true; isFull;) {
    signal?.throwIfAborted()
    const replicas = (await listReplicas(db)).filter(({ state }) => state !== 'retired')
    const changes = replicas.length === 0 ? [] : await listChanges(db, batchMax)
    isFull = changes.length === batchMax // else what comes later has a nudge of its own
    if (changes.length === 0) break
    const names = replicas.map(({ name }) => name)
    const refused = await writeReplicas(remote, names, await toWrites(deps, changes))
    await settle(deps, changes, refused)
    indexed += changes.length - refused.size
    refusedCount += refused.size
    const live = replicas.find(({ state }) => state === 'live')
    if (isFull || !live) continue // while more waits, OpenSearch's own refresh each second is enough
    await refreshReplica(remote, live.name)
    const oldest = Math.min(...changes.map(({ markedAt }) => markedAt.getTime()))
    await saveLag(db, Math.max(0, Math.round(clock.now().getTime() - oldest)))
  }
  return { indexed, refused: refusedCount }
}

/** Read after the versions: what a version is sent with is never older than it. */
async function toWrites({ db }: ReplicaDeps, changes: readonly Change[]): Promise<Write[]> {
  const rows = await listIndexRows(
    db,
    changes.map(({ workId }) => workId),
  )
  const documents = new Map(rows.map((row) => [row.workId, toIndexDocument(row)]))
  return changes.map(({ workId, version }) => ({ workId, version, document: documents.get(workId) ?? null }))
}

async function settle(
  { db, log }: ReplicaDeps,
  changes: readonly Change[],
  refused: ReadonlyMap<string, string>,
): Promise<void> {
  await deleteChanges(
    db,
    changes.filter(({ workId }) => !refused.has(workId)),
  )
  const putOff = changes.flatMap(({ workId, version }) => {
    const problem = refused.get(workId)
    return problem === undefined ? [] : [{ workId, version, problem }]
  })
  if (putOff.length === 0) return
  await putOffChanges(db, putOff)
  log.warn({ count: putOff.length, first: putOff[0] }, 'OpenSearch refused documents; they are tried again later')
}
