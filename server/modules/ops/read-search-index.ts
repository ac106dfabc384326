import { readIndexState } from '#search'
import type { SearchIndexView } from '#search'
import type { OpsDeps } from './model.ts'

/** The indexes in OpenSearch, and what waits to be taken there. */
export async function readSearchIndex({ db }: Pick<OpsDeps, 'db'>): Promise<SearchIndexView> {
  const { replicas, waiting, refused, waitingSince } = await readIndexState(db)
  return {
    indexes: replicas.map(({ name, state, documents, problem, lagMs, indexedAt }) => ({
      name,
      state,
      documents,
      problem,
      lagMs,
      indexedAt: indexedAt?.toISOString() ?? null,
    })),
    waiting,
    refused,
    waitingSince: waitingSince?.toISOString() ?? null,
  }
}
