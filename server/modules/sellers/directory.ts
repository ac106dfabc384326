// What each seller can do, kept for a minute: purchases ask at every step, and it changes when a contract does.
import type { Seller, Sellers } from './model.ts'
import type { Clock } from '#platform/clock'

const keepMs = 60_000 // a seller that loses a capability is seen within a minute
const timeoutMs = 3_000 // a list of a few sellers from a process next door

export interface Directory {
  list(): Promise<readonly Seller[]>
  /** A list that was made after these sellers were let in, as far as the gateway knows them. */
  listKnowing(sellerIds: readonly string[]): Promise<readonly Seller[]>
  /** Null for a seller the gateway does not know (any more). */
  find(sellerId: string): Promise<Seller | null>
}

/** A directory over the gateway; the last good list outlives an unreachable gateway. */
export function createDirectory(sellers: Sellers, clock: Clock): Directory {
  let kept: { list: readonly Seller[]; atMs: number } | null = null
  let loading: Promise<readonly Seller[]> | null = null

  async function load(): Promise<readonly Seller[]> {
    try {
      const list = await sellers.list({ timeoutMs })
      kept = { list, atMs: clock.now().getTime() }
      return list
    } catch (error) {
      if (kept) return kept.list
      throw error
    } finally {
      loading = null
    }
  }

  async function list(): Promise<readonly Seller[]> {
    if (kept && clock.now().getTime() - kept.atMs < keepMs) return kept.list
    loading ??= load()
    return loading
  }

  async function listKnowing(sellerIds: readonly string[]): Promise<readonly Seller[]> {
    const held = await list()
    if (sellerIds.every((id) => held.some((seller) => seller.id === id))) return held
    loading ??= load()
    return loading
  }

  return {
    list,
    listKnowing,
    find: async (sellerId) => (await list()).find((seller) => seller.id === sellerId) ?? null,
  }
}
