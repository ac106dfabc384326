// Builds an index in OpenSearch beside the one that is read, and puts it in its place. What changes meanwhile goes to both (index-changes.ts), so
// the new one only has to be given what did not. Every step can be cut off and taken up again: how far it came is in search_replica.
import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { checkReplica } from './check-replica.ts'
import { indexChanges } from './index-changes.ts'
import { templateVersion } from './index-template.ts'
import type { ReplicaDeps } from './model.ts'
import { createReplica, dropReplica, listIndexes, swapAlias, writeReplicas } from './replica.ts'
import {
  deleteReplica,
  insertReplica,
  listDocumentIds,
  listIndexRows,
  listReplicas,
  markChanges,
  promoteReplica,
  restartCopy,
  saveCopied,
} from './replica-queries.ts'
import type { Replica } from './replica-queries.ts'
import { toIndexDocument } from './to-index-document.ts'

/** Works of one page of the copy: one to two megabytes. */
const pageSize = 500
/** How long an index that is not read any more is kept: a search that began on it takes a second at most. */
const retiredMs = 60_000

export interface Limits {
  /** Copies no further page after this; what is left is for the next time. */
  readonly until?: Date
  readonly signal?: AbortSignal | undefined
  onProgress?(documents: number): void
}

/**
 * Does what is to be done about the indexes: drops old ones, gives up lost ones, begins one when there is none of this template, and goes on
 * with the one that is being built. Gives whether all is done.
 */
export async function tendReplicas(deps: ReplicaDeps, limits: Limits = {}): Promise<boolean> {
  const kept = await dropUseless(deps)
  const live = kept.find(({ state }) => state === 'live')
  const isCurrent = live?.template === templateVersion
  if (!isCurrent && !kept.some(({ state }) => state === 'building')) await beginReplica(deps)
  return finishReplica(deps, limits)
}

/** Enters a new, empty index, to be filled by finishReplica. */
export async function beginReplica({ db, clock, remote, alias, log }: ReplicaDeps): Promise<void> {
  const name = `${alias}-${clock.now().getTime().toString(36)}`
  const uuid = await createReplica(remote, alias, name)
  await inTransaction(db, (tx) => insertReplica(tx, { name, uuid, template: templateVersion }))
  log.info({ name }, 'a search index is being built')
}

/** Fills the index that is being built, compares it, and lets it be read. True when none is left to build. */
export async function finishReplica(deps: ReplicaDeps, limits: Limits = {}): Promise<boolean> {
  const { db, log, remote, alias } = deps
  const building = (await listReplicas(db)).find(({ state }) => state === 'building')
  if (!building) return true
  if (!building.isCopied && !(await copy(deps, building, limits))) return false
  const problem = await checkReplica(deps, building.name, limits.signal)
  if (problem !== null) {
    await restartCopy(db, building.name, problem)
    log.error({ name: building.name, problem }, 'a search index is not what PostgreSQL has; it is filled again')
    return false
  }
  // Dying between these two leaves it `building` and read; the next time does both again.
  await swapAlias(remote, alias, building.name)
  await inTransaction(db, (tx) => promoteReplica(tx, building.name))
  log.info({ name: building.name }, 'searches read a new index')
  return true
}

/** How often a new index is filled until it is what PostgreSQL has. */
const fillsMax = 3

/** Makes a new index, or goes on with one that was begun, until it is read. Throws when it does not become what PostgreSQL has. */
export async function rebuildReplica(deps: ReplicaDeps, onProgress: (documents: number) => void): Promise<void> {
  const kept = await dropUseless(deps)
  if (!kept.some(({ state }) => state === 'building')) await beginReplica(deps)
  for (let fill = 0; fill < fillsMax; fill++) if (await finishReplica(deps, { onProgress })) return
  const [building] = (await listReplicas(deps.db)).filter(({ state }) => state === 'building')
  throw new Error(`the new index is not read: ${building?.problem ?? 'it is gone'}`)
}

/** Removes all our indexes from OpenSearch, and what was marked for them. */
export async function dropReplicas(deps: ReplicaDeps): Promise<void> {
  for (const name of (await listIndexes(deps.remote, deps.alias)).keys()) await dropReplica(deps.remote, name)
  await forgetReplicas(deps.db)
}

/** OpenSearch is not used any more: nothing is marked for it from here on. Its indexes stay; whoever removed it removes them. */
export async function forgetReplicas(db: Db): Promise<void> {
  for (const { name } of await listReplicas(db)) await inTransaction(db, (tx) => deleteReplica(tx, name))
}

/** Copies page by page in a version below that of every change since it began. True when it is through. */
async function copy(deps: ReplicaDeps, building: Replica, limits: Limits): Promise<boolean> {
  const { db, remote, clock } = deps
  let { copiedTo: afterId, documents } = building
  for (;;) {
    limits.signal?.throwIfAborted()
    const ids = await listDocumentIds(db, { afterId, limit: pageSize })
    const writes = (await listIndexRows(db, ids)).map((row) => ({
      workId: row.workId,
      version: building.baseVersion,
      document: toIndexDocument(row),
    }))
    const refused = await writeReplicas(remote, [building.name], writes)
    if (refused.size > 0) await markChanges(db, [...refused.keys()]) // tried again with what changed, and counted there
    afterId = ids.at(-1) ?? null
    const isCopied = ids.length < pageSize
    await saveCopied(db, building.name, { copiedTo: afterId, documents: writes.length, isCopied })
    documents += writes.length
    limits.onProgress?.(documents)
    if (isCopied) return true
    if (limits.until && clock.now() >= limits.until) return false
    await indexChanges(deps, limits.signal)
  }
}

/** Drops what nobody reads any more, and forgets what OpenSearch has lost. Gives the indexes that are left. */
async function dropUseless({ db, clock, log, remote, alias }: ReplicaDeps): Promise<Replica[]> {
  const there = await listIndexes(remote, alias)
  const replicas = await listReplicas(db)
  const isSwapped = replicas.some(({ state, name }) => state === 'building' && there.get(name)?.isRead)
  const isLost = ({ name, uuid, state }: Replica) =>
    there.get(name)?.uuid !== uuid || (state === 'live' && !isSwapped && !there.get(name)?.isRead)
  const isOld = ({ retiredAt }: Replica) =>
    retiredAt !== null && clock.now().getTime() - retiredAt.getTime() > retiredMs
  const useless = replicas.filter((replica) => isOld(replica) || (replica.state !== 'retired' && isLost(replica)))
  for (const { name, state } of useless) {
    if (state !== 'retired') log.error({ name, state }, 'OpenSearch has lost an index; it is made again')
    await dropReplica(remote, name)
    await inTransaction(db, (tx) => deleteReplica(tx, name))
  }
  return replicas.filter((replica) => !useless.includes(replica))
}
