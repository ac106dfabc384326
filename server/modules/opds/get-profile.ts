import { findAccount } from '#accounts'
import { holdsMax, loansMax } from '#ebooks'
import { findMine } from './find-mine.ts'
import type { OpdsDeps } from './model.ts'

/** Who is signed in and how much more they may borrow (OPDS User Profile 1.0). */
export async function getProfile(deps: OpdsDeps, accountId: string) {
  const account = await findAccount(deps.db, accountId)
  const mine = [...(await findMine(deps, accountId)).values()]
  const loans = mine.filter(({ kind }) => kind === 'LOAN' || kind === 'KEPT').length
  const holds = mine.filter(({ kind }) => kind === 'HOLD').length
  return {
    ...(account && { name: account.name, email: account.email }),
    loans: { total: loansMax, available: Math.max(0, loansMax - loans) },
    holds: { total: holdsMax, available: Math.max(0, holdsMax - holds) },
    links: [{ rel: 'edit', href: `${deps.publicUrl}/library`, type: 'text/html' }],
  }
}
