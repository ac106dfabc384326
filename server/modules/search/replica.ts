// An index in OpenSearch as the pipeline uses it: made from our template, written in versions, read back to be compared.
import { z } from 'zod'
import type { OpenSearch } from '#platform/opensearch'
import { indexTemplate } from './index-template.ts'
import type { IndexDocument } from './to-index-document.ts'

/** Making, counting and swapping wait for the whole cluster; nobody waits for them. */
const adminTimeoutMs = 60_000
/** A batch takes a second on a small machine. Longer than this it counts as failed and is sent again; its versions make that harmless. */
const bulkTimeoutMs = 30_000

/** A document in a version; without a document its deletion. */
export interface Write {
  readonly workId: string
  readonly version: bigint
  readonly document: IndexDocument | null
}

const BulkAnswer = z.object({
  items: z.array(
    z.record(
      z.string(),
      z.object({
        _id: z.string(),
        _index: z.string(),
        status: z.int(),
        error: z.object({ reason: z.string().nullish() }).optional(),
      }),
    ),
  ),
})

/** OpenSearch has this version or a newer one already. */
const conflict = 409
/** A deletion of what is not there leaves its version behind all the same. */
const notFound = 404

const Indexes = z.record(
  z.string(),
  z.object({
    aliases: z.record(z.string(), z.unknown()),
    settings: z.object({ index: z.object({ uuid: z.string() }) }),
  }),
)

/** The indexes of one Quire that are there, by name, and which of them searches read. */
export async function listIndexes(
  remote: OpenSearch,
  alias: string,
): Promise<Map<string, { uuid: string; isRead: boolean }>> {
  const answer = await remote.send({ method: 'GET', path: `/${alias}-*` }, { timeoutMs: adminTimeoutMs })
  return new Map(
    Object.entries(Indexes.parse(answer)).map(([name, { aliases, settings }]) => [
      name,
      { uuid: settings.index.uuid, isRead: alias in aliases },
    ]),
  )
}

/** Makes an empty index from the newest template; gives its uuid. `alias` is what the names of all indexes of one Quire begin with. */
export async function createReplica(remote: OpenSearch, alias: string, name: string): Promise<string> {
  const limits = { timeoutMs: adminTimeoutMs }
  await remote.send({ method: 'PUT', path: `/_index_template/${alias}`, body: indexTemplate(alias) }, limits)
  await remote.send({ method: 'PUT', path: `/${name}` }, limits)
  const made = (await listIndexes(remote, alias)).get(name)
  if (!made) throw new Error(`OpenSearch made ${name} and does not have it`)
  return made.uuid
}

/**
 * Writes to each of `names`. An older version than the one there changes nothing (external versions), in whatever order they arrive. Gives the
 * works that OpenSearch refused, with its reason; rejects when it did not answer at all.
 */
export async function writeReplicas(
  remote: OpenSearch,
  names: readonly string[],
  writes: readonly Write[],
): Promise<Map<string, string>> {
  const lines = names.flatMap((_index) => writes.flatMap((write) => linesOf(_index, write)))
  if (lines.length === 0) return new Map()
  const answer = BulkAnswer.parse(
    await remote.send({ method: 'POST', path: '/_bulk', lines }, { timeoutMs: bulkTimeoutMs }),
  )
  const results = answer.items.flatMap((item) => Object.entries(item))
  const refused = results.filter(
    ([action, { status }]) => status >= 300 && status !== conflict && !(action === 'delete' && status === notFound),
  )
  return new Map(refused.map(([, { _id, status, error }]) => [_id, `${status}: ${error?.reason ?? 'no reason given'}`]))
}

// `external_gte`: a batch that is sent twice is not refused. A deletion's version is kept for index.gc_deletes (index-template.ts), so that a copy
// of the work that was read before cannot bring it back.
function linesOf(_index: string, { workId, version, document }: Write): object[] {
  const target = { _index, _id: workId, version: Number(version), version_type: 'external_gte' }
  return document === null ? [{ delete: target }] : [{ index: target }, document]
}

/** Makes findable what was written. */
export async function refreshReplica(remote: OpenSearch, name: string): Promise<void> {
  await remote.send({ method: 'POST', path: `/${name}/_refresh` }, { timeoutMs: adminTimeoutMs })
}

const CountAnswer = z.object({ count: z.int() })

export async function countReplica(remote: OpenSearch, name: string): Promise<number> {
  const answer = await remote.send({ method: 'GET', path: `/${name}/_count` }, { timeoutMs: adminTimeoutMs })
  return CountAnswer.parse(answer).count
}

const DocsAnswer = z.object({
  docs: z.array(z.object({ _id: z.string(), found: z.boolean().optional(), _source: z.unknown().optional() })),
})

/** The documents of these works as they are there; what is not there is not in the map. */
export async function readReplica(
  remote: OpenSearch,
  name: string,
  workIds: readonly string[],
): Promise<Map<string, unknown>> {
  if (workIds.length === 0) return new Map()
  const request = { method: 'POST', path: `/${name}/_mget`, body: { ids: workIds } } as const
  const { docs } = DocsAnswer.parse(await remote.send(request, { timeoutMs: adminTimeoutMs }))
  return new Map(docs.flatMap(({ _id, found, _source }) => (found ? [[_id, _source] as const] : [])))
}

/** Lets searches read `name` and no other, from one moment to the next. */
export async function swapAlias(remote: OpenSearch, alias: string, name: string): Promise<void> {
  const readBefore = [...(await listIndexes(remote, alias))].filter(([other, { isRead }]) => isRead && other !== name)
  const actions = [...readBefore.map(([index]) => ({ remove: { index, alias } })), { add: { index: name, alias } }]
  await remote.send({ method: 'POST', path: '/_aliases', body: { actions } }, { timeoutMs: adminTimeoutMs })
}

/** Removes an index; one that is gone already is fine. */
export async function dropReplica(remote: OpenSearch, name: string): Promise<void> {
  const query = { ignore_unavailable: 'true' }
  await remote.send({ method: 'DELETE', path: `/${name}`, query }, { timeoutMs: adminTimeoutMs })
}
