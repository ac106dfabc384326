// watches: books that somebody waits for to get cheaper, and what they allowed Quire to buy then.
// Owns: watches, and the schedule of their looks. Promises: many watches of a book cost one question; a watch
// fires once for each fall of the price; its shopper is told of every automatic purchase.
// Refuses: to buy. It says that a price matched (`watches.priceMatched`); buying asks again, live, and buys.
export { beginUse, endUse } from './keep-mandate.ts'
export type { Allowance, UseEnd } from './keep-mandate.ts'
export { watchesJobs } from './handle-jobs.ts'
export { priceMatched } from './jobs.ts'
export type { WatchesDeps } from './model.ts'
export { watchesRouter } from './router.ts'
