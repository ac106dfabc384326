// Boards: one gateway stream per (book, place, currency), shared by everyone who looks at it, its events kept so that a
// reader who reconnects misses nothing. Ten thousand readers of one book cost its sellers one question.
import { dropOldest } from '#platform/drop-oldest'
import type { QuoteEvent } from '#sellers'
import { collect } from './model.ts'
import type { BoardKey, Collected, OffersDeps } from './model.ts'

const boardsMax = 5_000 // about 5 kB each: a bound of some 25 MB
const freshMs = 15_000 // a finished board answers this long, unless a quote on it expires sooner
const usableMs = 30_000 // and is still read while the next one is being asked, so that nobody waits for a refresh
const freshAfterFailureMs = 2_000 // a seller that failed is asked again soon
const askTimeoutMs = 8_000 // the gateway's own per-seller deadlines are shorter; this ends a stuck stream

export interface Board {
  readonly id: string
  readonly events: readonly QuoteEvent[]
  readonly asOf: Date
  /** What is known now; the same object until something changes. */
  current(): Collected
  /** Resolves when every seller has been heard or given up on. */
  readonly finished: Promise<void>
  /** Yields the events after the first `seen`, then those to come, until the board is finished or `signal` aborts. */
  follow(seen: number, signal?: AbortSignal): AsyncGenerator<{ seq: number; event: QuoteEvent }>
}

export interface Boards {
  /** The board for `key`: the one being asked, the one still fresh, or a new one. */
  open(key: BoardKey): Board
  /** Like `open`, but gives the finished board before it, if that may still be read: for readers who want an answer, not news. */
  read(key: BoardKey): Board
  /** A board by its id while it is kept; for readers that reconnect. */
  find(id: string): Board | null
  /** Ends every open stream. */
  close(): void
}

interface Kept extends Board {
  freshUntilMs: number
  usableUntilMs: number
  isOver: boolean
  /** The finished board that this one takes the place of; dropped when this one is finished. */
  before: Kept | null
}

export function createBoards(deps: OffersDeps, onFinished: (key: BoardKey, board: Board) => void): Boards {
  const byKey = new Map<string, Kept>() // in the order of opening, which makes the first the oldest
  const closing = new AbortController()

  function open(key: BoardKey): Board {
    const name = nameOf(key)
    const kept = byKey.get(name)
    if (kept && deps.clock.now().getTime() < kept.freshUntilMs) return kept
    const board = ask(deps, key, closing.signal, onFinished)
    board.before = kept?.isOver ? kept : null
    byKey.delete(name)
    byKey.set(name, board)
    dropOldest(byKey, boardsMax)
    return board
  }

  function read(key: BoardKey): Board {
    const board = open(key) as Kept
    const { before } = board
    return before && deps.clock.now().getTime() < before.usableUntilMs ? before : board
  }

  return {
    open,
    read,
    find: (id) => byKey.values().find((board) => board.id === id) ?? null,
    close: () => closing.abort(),
  }
}

function ask(
  deps: OffersDeps,
  key: BoardKey,
  signal: AbortSignal,
  onFinished: (key: BoardKey, board: Board) => void,
): Kept {
  const events: QuoteEvent[] = []
  let known: Collected | null = null
  let wake = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()

  const board: Kept = {
    id: deps.ids.next(),
    events,
    asOf: deps.clock.now(),
    current: () => (known ??= collect(events)),
    finished: finished.promise,
    freshUntilMs: Infinity, // while it is being asked it is as fresh as can be
    usableUntilMs: Infinity,
    isOver: false,
    before: null,
    async *follow(seen, followSignal) {
      const aborted = Promise.withResolvers<void>()
      const abort = () => aborted.resolve()
      followSignal?.addEventListener('abort', abort, { once: true })
      try {
        for (let seq = seen; !followSignal?.aborted;) {
          const next = wake.promise // taken before looking, so that nothing falls between look and wait
          for (; seq < events.length; seq++) yield { seq: seq + 1, event: events[seq] as QuoteEvent }
          if (board.isOver) return
          await Promise.race([next, aborted.promise])
        }
      } finally {
        followSignal?.removeEventListener('abort', abort)
      }
    },
  }

  async function run(): Promise<void> {
    const startedAt = deps.clock.now().getTime()
    try {
      for await (const event of deps.sellers.streamQuotes(key, { timeoutMs: askTimeoutMs, signal })) push(event)
    } catch (error) {
      deps.log.warn({ err: error, isbn13: key.isbn13 }, 'quotes could not be asked')
    }
    const last = board.current()
    // Readers always get an end, also when the stream broke: what is known, marked with what is missing.
    if (!last.isFinal) {
      const { coverage, quotes } = last
      const elapsedMs = deps.clock.now().getTime() - startedAt
      push({ type: 'summary', coverage, bestQuoteId: quotes.find((quote) => quote.total)?.quoteId ?? null, elapsedMs })
    }
    const nowMs = deps.clock.now().getTime()
    board.isOver = true
    board.before = null
    board.freshUntilMs = keepUntil(board, nowMs, freshMs)
    board.usableUntilMs = keepUntil(board, nowMs, usableMs)
    wake.resolve()
    finished.resolve()
    onFinished(key, board)
  }

  function push(event: QuoteEvent): void {
    events.push(event)
    known = null
    const waking = wake
    wake = Promise.withResolvers()
    waking.resolve()
  }

  void run()
  return board
}

/** Until when a finished board may be shown; never past the end of a quote on it. */
function keepUntil(board: Board, nowMs: number, keepMs: number): number {
  const { quotes, coverage, unanswered } = board.current()
  if (coverage.asked === 0) return nowMs // nobody could be asked: the next reader tries again
  const longestMs = unanswered.length > 0 ? freshAfterFailureMs : keepMs
  return Math.min(nowMs + longestMs, ...quotes.map((quote) => quote.expiresAt.getTime()))
}

function nameOf({ isbn13, destination, currency }: BoardKey): string {
  return `${isbn13}/${destination.country}/${destination.postalCode ?? ''}/${currency}`
}
