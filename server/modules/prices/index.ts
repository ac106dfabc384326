// prices: what books cost over time, as far as somebody wanted to know.
// Owns: the questions that are asked on a schedule and when each is due, the price history: what was asked, and what was paid. Promises: one question for everybody who wants its
// answer; a seller that is silent is not taken for a price that rose. Refuses: to grow without bound: changes, an hourly line, and an end.
export { chooseLowest, choosePoints } from './choose-points.ts'
export { decideStanding } from './decide-standing.ts'
export type { Look, Paid, Point, QuestionKey, Seen } from './model.ts'
export {
  deleteOldPoints,
  ensureQuestion,
  insertPaid,
  insertPoints,
  isDue,
  listLatestPoints,
  listLostLooks,
  listPaid,
  listPoints,
  lockDue,
  saveQuestion,
} from './queries.ts'
