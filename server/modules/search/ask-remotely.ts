// Searches in OpenSearch, several in one request, with answers checked.
import { z } from 'zod'
import { OpenSearchFailure } from '#platform/opensearch'
import type { OpenSearch } from '#platform/opensearch'
import { FacetAnswers } from './to-remote-query.ts'

const Source = z.object({
  workId: z.string(),
  doc: z.int(),
  titleKey: z.string(),
  popularity: z.int(),
  seriesNumber: z.string().nullable(),
  fields: z.string(),
})

const Hit = z.object({ _id: z.string(), _source: Source, sort: z.array(z.union([z.string(), z.number()])).optional() })

const Answer = z.object({
  error: z.object({ reason: z.string().nullish() }).optional(),
  timed_out: z.boolean().optional(),
  _shards: z.object({ failed: z.int() }).optional(),
  hits: z
    .object({
      total: z.object({ value: z.int(), relation: z.enum(['eq', 'gte']) }).optional(),
      hits: z.array(Hit),
    })
    .optional(),
  aggregations: FacetAnswers.optional(),
})

export interface RemoteHit extends z.infer<typeof Source> {
  /** By what it was sorted. */
  readonly keys: readonly (string | number)[]
}

export interface RemoteAnswer {
  readonly hits: readonly RemoteHit[]
  readonly total: number
  readonly isTotalExact: boolean
  readonly facets: z.infer<typeof FacetAnswers> | undefined
}

export interface RemoteDeps {
  readonly remote: OpenSearch
  readonly alias: string
  /** Time for one request; whole or not at all. */
  readonly timeoutMs: number
}

const sourceFields = Object.keys(Source.shape)

/** Asks all of `searches` at once; rejects when one of them is not wholly answered. */
export async function askRemotely(
  { remote, alias, timeoutMs }: RemoteDeps,
  searches: readonly object[],
  signal?: AbortSignal,
): Promise<RemoteAnswer[]> {
  const lines = searches.flatMap((search) => [{ index: alias }, { _source: sourceFields, ...search }])
  const answer = await remote.send({ method: 'POST', path: '/_msearch', lines }, { timeoutMs, signal })
  return z
    .object({ responses: z.array(Answer) })
    .parse(answer)
    .responses.map(toAnswer)
}

function toAnswer({ error, hits, timed_out, _shards, aggregations }: z.infer<typeof Answer>): RemoteAnswer {
  if (error || timed_out || !hits || _shards?.failed)
    throw new OpenSearchFailure(
      `OpenSearch could not search: ${error?.reason ?? 'not all of it answered'}`,
      null,
      error,
    )
  return {
    hits: hits.hits.map(({ _source, sort }) => ({ ..._source, keys: sort ?? [] })),
    total: hits.total?.value ?? 0,
    isTotalExact: hits.total?.relation !== 'gte',
    facets: aggregations,
  }
}
