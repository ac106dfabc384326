import { findAccount } from '#accounts'
import type { DeedView, OpsDeps } from './model.ts'
import { listDeeds } from './queries.ts'

const shownMax = 50 // more than anybody presses; the table has them all

/** What staff did to this subject, oldest first, with the names of those who did it. */
export async function listDeedViews({ db }: Pick<OpsDeps, 'db'>, subject: string): Promise<DeedView[]> {
  const deeds = await listDeeds(db, subject, shownMax)
  const names = new Map<string, string>()
  for (const id of new Set(deeds.map(({ accountId }) => accountId)))
    names.set(id, (await findAccount(db, id))?.name ?? id)
  return deeds.map(({ key, accountId, action, reason, at }) => ({
    key,
    by: names.get(accountId) ?? accountId,
    action,
    reason,
    at: at.toISOString(),
  }))
}
