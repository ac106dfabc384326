// offers: live quotes for a book.
// Owns: the boards (one question for many readers), the last price seen. Promises: every board ends with a summary; failures are shown.
// Refuses: to buy from a board. Purchases ask again, live.
export { createBestAnswers } from './keep-best.ts'
export type { BestAnswers } from './keep-best.ts'
export { collectQuotes } from './collect-quotes.ts'
export { openHabits } from './keep-habits.ts'
export type { Habits } from './keep-habits.ts'
export { byTotal } from './model.ts'
export type { Collected, OffersDeps } from './model.ts'
export { findLowest } from './queries.ts'
export { offersRouter } from './router.ts'
export type { Boards } from './board.ts'
export { openBoards } from './open-boards.ts'
