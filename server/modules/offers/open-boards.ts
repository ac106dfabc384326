import { createBoards } from './board.ts'
import type { Boards } from './board.ts'
import type { OffersDeps } from './model.ts'
import { createSeenSaver } from './save-seen.ts'

/** Boards that remember what they saw; saving it is never in a reader's way. */
export function openBoards(deps: OffersDeps): Boards {
  return createBoards(deps, createSeenSaver(deps).add)
}
