// Quotes as they arrive, for one reader; resumable by the id of the last event seen.
import { toQuoteView } from '#sellers'
import type { QuoteEvent, QuoteView } from '#sellers'
import type { Boards } from './board.ts'
import type { BoardKey } from './model.ts'

export type LiveEvent = Exclude<QuoteEvent, { type: 'quote' }> | { type: 'quote'; quote: QuoteView }

/**
 * Yields `[id, event]`. `lastEventId` (`<board>/<seq>`) is the reader's own word: one that does not fit starts from the beginning,
 * and readers fold events so that seeing one twice changes nothing.
 */
export async function* streamOffers(
  boards: Boards,
  key: BoardKey,
  lastEventId: string | null | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<[id: string, event: LiveEvent]> {
  const [id = '', seen = ''] = (lastEventId ?? '').split('/')
  const resumed = boards.find(id)
  const board = resumed ?? boards.open(key)
  const from = resumed && /^\d{1,6}$/.test(seen) ? Number(seen) : 0
  for await (const { seq, event } of board.follow(from, signal)) {
    yield [`${board.id}/${seq}`, event.type === 'quote' ? { type: 'quote', quote: toQuoteView(event.quote) } : event]
  }
}
