// The last price seen, saved in batches: what a reader is shown does not wait for it, and a hundred boards cost two statements.
import type { Quote } from '#sellers'
import type { Money } from '#platform/money'
import type { Board } from './board.ts'
import type { BoardKey, OffersDeps } from './model.ts'
import { replaceLastSeen } from './queries.ts'
import type { Seen } from './queries.ts'

const everyMs = 300 // search results are this much behind the boards
const waitingMax = 2_000 // boards; beyond it the oldest are dropped: these are prices to look at, not to buy by

export interface SeenSaver {
  add(key: BoardKey, board: Board): void
  /** Resolves when everything added so far is saved. */
  idle(): Promise<void>
}

/** Collects finished boards and saves them together. A batch that cannot be saved is logged and forgotten. */
export function createSeenSaver(deps: Pick<OffersDeps, 'db' | 'clock' | 'log' | 'announceSeen'>): SeenSaver {
  const { db, clock, log, announceSeen } = deps
  const waiting = new Map<string, Seen>() // by what it replaces, so that only the newest of a book counts
  let saving: Promise<void> | null = null

  async function save(): Promise<void> {
    try {
      while (waiting.size > 0) {
        await clock.sleep(everyMs)
        const batch = [...waiting.values()]
        waiting.clear()
        await replaceLastSeen(db, batch, announceSeen).catch((error: unknown) =>
          log.warn({ err: error }, 'last seen prices were not saved'),
        )
      }
    } finally {
      saving = null
    }
  }

  function add(key: BoardKey, board: Board): void {
    const { isbn13, currency, destination } = key
    const name = `${isbn13}/${destination.country}/${currency}`
    waiting.delete(name)
    waiting.set(name, {
      isbn13,
      currency,
      country: destination.country,
      sellerIds: heard(board),
      offers: cheapest(board.current().quotes),
    })
    for (const oldest of waiting.keys()) {
      if (waiting.size <= waitingMax) break
      waiting.delete(oldest)
    }
    saving ??= save()
  }

  return { add, idle: () => saving ?? Promise.resolve() }
}

/** The sellers that answered: what they do not offer now they no longer offer. */
function heard(board: Board): string[] {
  const silent = new Set(board.current().unanswered.map(({ sellerId }) => sellerId))
  return board.events.flatMap((event) => (event.type === 'done' && !silent.has(event.sellerId) ? [event.sellerId] : []))
}

/** The cheapest of each seller's conditions. */
function cheapest(quotes: readonly Quote[]): Seen['offers'] {
  const found = new Map<string, Quote & { total: Money }>()
  for (const quote of quotes) {
    const { total } = quote
    const name = `${quote.sellerId}/${quote.condition}`
    const known = found.get(name)
    if (total && (!known || total.minor < known.total.minor)) found.set(name, { ...quote, total })
  }
  return [...found.values()]
}
