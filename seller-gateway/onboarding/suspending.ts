import type { Suspending } from '../core/standing/watch-conduct.ts'
import { listLive } from '../store/sellers.ts'
import type { Onboarding } from './open.ts'

/** What the watch over sellers' conduct may do here. */
export function suspendingBy({ db, suspend }: Pick<Onboarding, 'db' | 'suspend'>): Suspending {
  return {
    listLive: () => listLive(db),
    suspend: async (sellerId, reason) => void (await suspend(sellerId, reason)),
  }
}
