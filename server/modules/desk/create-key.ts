import type { DeskDeps, Owner } from './model.ts'
import { openSeller } from './open-seller.ts'
import { sayFailure } from './say-failure.ts'

const timeoutMs = 5_000

/** Another key for the seller's people, shown this once. `key` is the idempotency key; the same again is refused, as a secret is never shown twice. */
export async function createKey(deps: DeskDeps, owner: Owner, key: string, requestId?: string): Promise<string> {
  const opened = await openSeller(deps, owner)
  return sayFailure(await deps.onboarding.createKey(opened.key, key, { timeoutMs, requestId }))
}
