import { driveMandate } from '#mandates'
import { getWatch } from './list-watches.ts'
import type { WatchesDeps } from './model.ts'

const patienceMs = 12_000 // as long as a shopper looks at a page that says "asking your bank"; the worker goes on

/**
 * Asks now whether the bank has confirmed the mandate of the account's watch: after it was made, and when the shopper is back from the
 * bank's page. When the provider cannot be asked, the worker asks later. Refuses `watches.not_found` for somebody else's.
 */
export async function verifyConsent(deps: WatchesDeps, watchId: string, accountId: string): Promise<void> {
  const { mandate } = await getWatch(deps, watchId, accountId)
  if (!mandate) return
  try {
    await driveMandate(deps, watchId, AbortSignal.timeout(patienceMs))
  } catch (error) {
    deps.log.error({ err: error, watchId }, 'a mandate could not be driven; its job tries again')
  }
}
