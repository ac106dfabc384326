import { refuse } from './model.ts'
import type { DeskDeps, Owner } from './model.ts'
import { openSeller } from './open-seller.ts'
import { sayFailure } from './say-failure.ts'

const timeoutMs = 5_000

/** Ends one of the seller's keys at once; revoking it twice is revoking it once. Refuses `desk.desk_key` for the key that the desk works with. */
export async function revokeKey(deps: DeskDeps, owner: Owner, keyId: string, requestId?: string): Promise<void> {
  const { key, deskKeyId } = await openSeller(deps, owner)
  if (keyId === deskKeyId) throw refuse('desk_key')
  const answer = await deps.onboarding.revokeKey(key, keyId, { timeoutMs, requestId })
  if (answer.kind === 'refused' && answer.reason === 'NOT_FOUND') return
  sayFailure(answer)
}
