// rates: what sending our own copies costs and which tax is added, by destination.
// Owns: the tables of both. Promises: the parts of a total add up to it, in one currency, and the same lines and tables give the same total.
// Refuses: to guess. A country without a rate is not delivered to; lines of two currencies are not added up.
export { chooseDemoRates } from './choose-demo.ts'
export { TotalsView } from './model.ts'
export type { KnownTotals, RateTables, Totals, TotalsLine } from './model.ts'
export { readRates } from './read-rates.ts'
export { ratesRouter } from './router.ts'
export { ensureRates, saveRates } from './save-rates.ts'
export { toShares, toTotals } from './to-totals.ts'
export { toTotalsView } from './to-totals-view.ts'
