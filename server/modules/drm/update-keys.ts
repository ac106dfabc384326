// Moves content keys that an older secret wrapped to the newest, so that the older one can be taken out of the configuration.
import type { Db } from '#platform/db'
import type { KeyRing } from './keep-keys.ts'
import { listOtherwiseWrapped, saveWrappedKey } from './queries.ts'

const batch = 500 // rows held at once

/**
 * Wraps what it can under the newest secret; how many. A key that none of the secrets opens stays as it is: the secret may come back, and its
 * book says so when it is opened. Two processes that do this at the same time do the same.
 */
export async function updateKeys(db: Db, keys: KeyRing): Promise<number> {
  let moved = 0
  for (let after: string | null = null; ;) {
    const rows = await listOtherwiseWrapped(db, { keyId: keys.newestId, after, limit: batch })
    for (const { id, wrappedKey } of rows) {
      const contentKey = keys.unwrap(wrappedKey, id)
      if (!contentKey) continue
      await saveWrappedKey(db, id, { wrappedKey: keys.wrap(contentKey, id), keyId: keys.newestId })
      moved++
    }
    if (rows.length < batch) return moved
    after = rows.at(-1)?.id ?? null
  }
}
