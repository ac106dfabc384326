// The best offer for a book now: the hot path of the whole product, so a fresh board's answer is made once and kept.
import type { Condition, Quote } from '#sellers'
import { toQuoteView } from '#sellers'
import type { QuoteView } from '#sellers'
import type { Board, Boards } from './board.ts'
import type { BoardKey } from './model.ts'

export interface Best {
  best: QuoteView | null
  quotes: QuoteView[]
  coverage: { asked: number; answered: number; failed: number; skipped: number }
  final: boolean
  asOf: string
}

const made = new WeakMap<Board, Map<string, Best>>() // dies with its board

/** The best offer now. `conditions` undefined: any. */
export function getBest(boards: Boards, key: BoardKey, conditions: readonly Condition[] | undefined): Promise<Best> {
  return bestOf(boards.read(key), conditions)
}

/** Waits for a board to finish (the gateway bounds that) and answers from it, always the same. */
export async function bestOf(board: Board, conditions: readonly Condition[] | undefined): Promise<Best> {
  const name = conditions?.toSorted().join() ?? ''
  const kept = made.get(board)?.get(name)
  if (kept) return kept
  await board.finished
  const best = toBest(board, conditions)
  const answers = made.get(board) ?? new Map<string, Best>()
  made.set(board, answers.set(name, best))
  return best
}

function toBest(board: Board, conditions: readonly Condition[] | undefined): Best {
  const { quotes, coverage, isFinal, unanswered } = board.current()
  const fits = (quote: Quote) =>
    !conditions || (quote.condition !== 'UNSPECIFIED' && conditions.includes(quote.condition))
  const views = quotes.filter(fits).map(toQuoteView)
  return {
    best: views.find((view) => view.buyable) ?? null,
    quotes: views,
    coverage,
    final: isFinal && unanswered.every(({ why }) => why !== 'ASKING'),
    asOf: board.asOf.toISOString(),
  }
}
