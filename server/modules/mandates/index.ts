// mandates: what shoppers allowed Quire to spend without asking again.
// Owns: mandates, their budgets, what purchases set aside and spend. Promises: set aside and spent never exceed the budget, nor copies the
// count, however many purchases begin at once; the database holds it. Refuses: to decide when to buy, and for how much.
export type { Mandate, MandateUse, NewMandate } from './model.ts'
export { insertMandate, listMandates, listUses, reserveUse } from './queries.ts'
export { settleUse } from './settle-use.ts'
export type { Settled } from './settle-use.ts'
