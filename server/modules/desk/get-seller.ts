import type { DeskDeps, DeskSellerView, Owner } from './model.ts'
import { openSeller } from './open-seller.ts'
import { sayFailure } from './say-failure.ts'

const timeoutMs = 5_000 // a look at a row, from a process next door

/** The account's seller as the gateway holds it. */
export async function getSeller(deps: DeskDeps, owner: Owner, requestId?: string): Promise<DeskSellerView> {
  const { key, deskKeyId } = await openSeller(deps, owner)
  return { ...sayFailure(await deps.onboarding.get(key, { timeoutMs, requestId })), deskKeyId }
}
