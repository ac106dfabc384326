import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { inTransaction } from '#platform/db'
import type { Account, AccountsDeps } from './model.ts'
import { findPasswordHash, saveAccount, savePasswordHash } from './queries.ts'

/**
 * Makes sure that an account with this email exists, with this name, role and password. Repeating it changes nothing; another
 * password replaces the old one and ends the sessions.
 */
export async function ensureAccount(
  deps: Pick<AccountsDeps, 'db' | 'ids'>,
  wanted: Omit<Account, 'id'> & { password: string },
): Promise<string> {
  const { password, ...account } = wanted
  return inTransaction(deps.db, async (tx) => {
    const accountId = await saveAccount(tx, { id: deps.ids.next(), ...account })
    const known = await findPasswordHash(tx, accountId)
    if (known === null || !(await verifyPassword({ hash: known, password }))) {
      await savePasswordHash(tx, { id: deps.ids.next(), accountId, hash: await hashPassword(password) })
    }
    return accountId
  })
}
