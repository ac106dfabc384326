import { guestDays } from './model.ts'
import type { CartDeps } from './model.ts'
import { deleteKeys, deleteLeftBehind } from './queries.ts'

const dayMs = 86_400_000
const keyDays = 2 // a retry comes within minutes, one from a sleeping laptop within a day
const batch = 5_000 // rows a statement: short locks
const batchesMax = 200 // a million a night; the next night has the next

/** Forgets guests' carts that nobody came back to, and the keys of old additions. */
export async function sweepCarts({ db, clock, log }: Pick<CartDeps, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = clock.now().getTime()
  const before = (days: number) => ({ before: new Date(now - days * dayMs), limit: batch })
  const carts = await inBatches(() => deleteLeftBehind(db, before(guestDays)))
  const keys = await inBatches(() => deleteKeys(db, before(keyDays)))
  if (carts + keys > 0) log.info({ carts, keys }, 'old carts were swept')
}

async function inBatches(deleteBatch: () => Promise<number>): Promise<number> {
  let all = 0
  for (let i = 0; i < batchesMax; i++) {
    const count = await deleteBatch()
    all += count
    if (count < batch) break
  }
  return all
}
