import type { Connection, DeskDeps, DeskSellerView, Owner, Profile } from './model.ts'
import { openSeller } from './open-seller.ts'
import { saveName } from './queries.ts'
import { sayFailure } from './say-failure.ts'

const timeoutMs = 10_000 // the gateway checks the whole mapping and the address

/** Changes what a seller says of itself, how it is reached, or both. `key` is made by the form: the idempotency key. */
export async function updateSeller(
  deps: DeskDeps,
  owner: Owner,
  change: { key: string; profile?: Profile | undefined; connection?: Connection | undefined },
  requestId?: string,
): Promise<DeskSellerView> {
  const { key, deskKeyId } = await openSeller(deps, owner)
  const { key: changeId, ...what } = change
  const seller = sayFailure(
    await deps.onboarding.update(key, { requestId: changeId, ...what }, { timeoutMs, requestId }),
  )
  await saveName(deps.db, owner, seller.profile.name)
  return { ...seller, deskKeyId }
}
