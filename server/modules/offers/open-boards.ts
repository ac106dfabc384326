import { createBoards } from './board.ts'
import type { Boards } from './board.ts'
import { saveLastSeen } from './queries.ts'
import type { OffersDeps } from './model.ts'

/** Boards that remember what they saw; a price that cannot be saved is logged, never in a reader's way. */
export function openBoards(deps: OffersDeps): Boards {
  return createBoards(deps, (key, board) => {
    const { quotes, unanswered } = board.current()
    const silent = new Set(unanswered.map(({ sellerId }) => sellerId))
    const heard = new Set(
      board.events.flatMap((event) => (event.type === 'done' && !silent.has(event.sellerId) ? [event.sellerId] : [])),
    )
    saveLastSeen(deps.db, key, [...heard], quotes).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'last seen prices were not saved'),
    )
  })
}
