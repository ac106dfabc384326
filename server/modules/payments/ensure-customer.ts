// Whom the provider saves an account's cards for. It holds nothing but an id: a second one that nobody uses does no harm.
import type { Db } from '#platform/db'
import { ok } from '#platform/outcome'
import type { Call, ProcessorDeps, Reply } from './model.ts'
import { findCustomer, insertCustomer } from './queries.ts'

/** The provider's customer of the account; made when there is none. Of two that are made at once the first is kept. */
export async function ensureCustomer(
  { db, processor, clock }: ProcessorDeps & { readonly db: Db },
  accountId: string,
  call: Call,
): Promise<Reply<string>> {
  const known = await findCustomer(db, accountId)
  if (known !== null) return ok(known)
  const sent = await processor.createCustomer(accountId, call)
  // A failure that the provider keeps under the key: another customer does no harm.
  const isKept = sent.kind === 'unknown' && sent.isStored === true
  const made = isKept ? await processor.createCustomer(accountId, { ...call, key: `${call.key}:2` }) : sent
  if (made.kind !== 'ok') return made
  return ok(await insertCustomer(db, { accountId, ref: made.value, at: clock.now() }))
}
