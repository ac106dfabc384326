import type { WatchesDeps } from './model.ts'
import { refuse } from './model.ts'
import { endWatchOf } from './queries.ts'

/**
 * Ends the account's watch: no purchase begins under it any more; one under way is finished. Repeating it changes nothing. Refuses
 * `watches.not_found` for somebody else's.
 */
export async function revokeWatch(
  { db, clock }: Pick<WatchesDeps, 'db' | 'clock'>,
  watchId: string,
  accountId: string,
): Promise<void> {
  if (!(await endWatchOf(db, { watchId, accountId, at: clock.now() }))) throw refuse('not_found')
}
