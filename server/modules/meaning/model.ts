// What meaning is made of.
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Embedder } from '#platform/embeddings'
import type { Log } from '#platform/log'

export interface MeaningDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly embedder: Embedder
}

/** A work that means something like a text. */
export interface Near {
  readonly workId: string
  /** 0: as near as any; 1: as near as a text that is hardly about anything else. */
  readonly nearness: number
}
