import type { Db } from '#platform/db'
import type { Clock } from '#platform/clock'
import { refuse } from './model.ts'
import { closeOpen, hasCase } from './queries.ts'

/**
 * A person has settled the difference or accepts it, and says how. It is not opened again unless its figures change. Refuses
 * `reconciliation.note_missing`, `not_found` and `already_closed`.
 */
export async function closeCase(
  { db, clock }: { db: Db; clock: Clock },
  { id, by, note }: { id: string; by: string; note: string },
): Promise<void> {
  if (note.trim() === '') throw refuse('note_missing', { id }, { note: 'must not be empty' })
  if (await closeOpen(db, { id, by, note: note.trim(), at: clock.now() })) return
  throw refuse((await hasCase(db, id)) ? 'already_closed' : 'not_found', { id })
}
