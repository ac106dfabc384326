// Search and the catalogue go on without an embedding model; this is where one joins them.
import { embedWorks, openMeaning } from '#meaning'
import type { MeaningDeps } from '#meaning'
import type { Tx } from '#platform/db'
import { connectEmbeddings } from '#platform/embeddings'
import type { Jobs } from '#platform/jobs'
import type { Config } from './config.ts'

type Given = Omit<MeaningDeps, 'embedder'> & { readonly jobs: Jobs }

/** The model, what it is asked in searches, and who tells it of works that were indexed anew; nobody where none is configured. */
export function toMeaning({ embeddings }: Pick<Config, 'embeddings'>, { jobs, ...deps }: Given) {
  if (embeddings === null) return { embedder: null, meaning: null }
  const embedder = connectEmbeddings(embeddings)
  return {
    embedder,
    meaning: openMeaning({ ...deps, embedder }),
    announceIndexed: (tx: Tx, workIds: readonly string[]) => jobs.send(tx, embedWorks, { workIds: [...workIds] }),
  }
}
