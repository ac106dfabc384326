// Everything that is known here of one purchase, for people who look after it.
import type { Db } from '#platform/db'
import { refuse } from './model.ts'
import type { StoredPurchase } from './model.ts'
import { tell } from './narrate.ts'
import type { Narrated } from './narrate.ts'
import { listEvents, listPurchases } from './queries.ts'
import type { HistoryRow } from './queries.ts'
import { listEffects } from './review-queries.ts'
import type { EffectLine } from './review-queries.ts'

export interface Review {
  readonly row: StoredPurchase
  readonly history: readonly (HistoryRow & { readonly seq: number; readonly text: string })[]
  readonly effects: readonly EffectLine[]
}

/** Any purchase, in whatever state. Refuses `buying.not_found`. */
export async function getReview(db: Db, id: string): Promise<Review> {
  const [row] = await listPurchases(db, { ids: [id] })
  if (!row) throw refuse('not_found')
  const [events, effects] = await Promise.all([listEvents(db, id), listEffects(db, id)])
  const history = events.map((event) => ({ ...event, text: tell({ ...event, data: event.data as Narrated }).trim() }))
  return { row, history, effects }
}
