import type { Db } from '#platform/db'
import { countChanges, listReplicas } from './replica-queries.ts'
import type { Replica } from './replica-queries.ts'

/** The indexes in OpenSearch and how far they are behind, for who looks after them. Without OpenSearch there is none, and nothing waits. */
export interface IndexState {
  readonly replicas: readonly Pick<
    Replica,
    'name' | 'state' | 'documents' | 'isCopied' | 'problem' | 'lagMs' | 'indexedAt'
  >[]
  /** Works whose change is not in OpenSearch yet. */
  readonly waiting: number
  /** Works whose change OpenSearch refused; each is tried again by itself. */
  readonly refused: number
  /** Since when the longest waiting one waits. */
  readonly waitingSince: Date | null
}

export async function readIndexState(db: Db): Promise<IndexState> {
  const [replicas, { waiting, refused, since }] = await Promise.all([listReplicas(db), countChanges(db)])
  return { replicas, waiting, refused, waitingSince: since }
}
