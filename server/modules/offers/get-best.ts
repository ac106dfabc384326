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

/** Waits for a board to finish (the gateway bounds that) and answers from it. `conditions` undefined: any. */
export async function getBest(
  boards: Boards,
  key: BoardKey,
  conditions: readonly Condition[] | undefined,
): Promise<Best> {
  const board = boards.read(key)
  const kept = keptBest(board, conditions)
  if (kept) return kept
  await board.finished
  const best = toBest(board, conditions)
  const answers = made.get(board) ?? new Map<string, Best>()
  made.set(board, answers.set(nameOf(conditions), best))
  return best
}

/** The answer that was made from this board before, or null. */
export function keptBest(board: Board, conditions: readonly Condition[] | undefined): Best | null {
  return made.get(board)?.get(nameOf(conditions)) ?? null
}

const nameOf = (conditions: readonly Condition[] | undefined) => conditions?.toSorted().join() ?? ''

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
